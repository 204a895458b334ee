package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.record.store.AccessStore;

/** What {@code watch} refuses before it captures anything: one line each. */
class WatchErrorsTest {
  @TempDir
  private Path folder;

  private static String error(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    return run.errors().get(0);
  }

  @Test
  void interface_missing_isSaid() {
    assertThat(error("watch")).contains("--interface").contains("watch --help");
  }

  @Test
  void interface_namedTwice_isRefused() {
    assertThat(error("watch", "-i", "a0,b0", "-i", "a0")).isEqualTo(
        "stratoscope: -i names an interface twice: its packets would count twice");
  }

  @ParameterizedTest
  @CsvSource({"localhost:9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:9464", "[::1:9464", "127.0.0.1:-1", "1.2.3:80", "9464"})
  void http_thatIsNoAddressAndPort_isRefused(String address) {
    assertThat(error("watch", "-i", "nowhere0", "--http", address)).isEqualTo(
        "stratoscope: --http '" + address + "': not an address and a port, such as 127.0.0.1:9464 or [::1]:9464");
  }

  @ParameterizedTest
  @CsvSource({"--buffer, 1, 2 to 1024", "--buffer, 2000, 2 to 1024", "--snaplen, 10, 64 to 262144",
      "--top-hosts, 5000, 0 to 1000", "--workers, 0, 1 to 64", "--workers, 65, 1 to 64"})
  void number_outOfRange_isRefused(String option, String value, String range) {
    assertThat(error("watch", "-i", "nowhere0", option, value)).isEqualTo(
        "stratoscope: " + option + " can't be " + value + ": it is from " + range);
  }

  @Test
  void libpcap_canNotBeShared() {
    assertThat(error("watch", "-i", "nowhere0", "--workers", "2", "--capture", "pcap4j")).isEqualTo(
        "stratoscope: --workers needs the packet ring: leave out --capture pcap4j, or use one worker");
  }

  @ParameterizedTest
  @CsvSource({"--capture, magic", "--min-verdict, sure", "--buffer, much", "--frobnicate, 1"})
  void wordThatIsNone_isRefused(String option, String value) {
    assertThat(error("watch", "-i", "nowhere0", option, value)).startsWith("stratoscope: ").contains(option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a0,,b0", "a name", "longer-than-linux", "a/b"})
  void interface_thatCanNeverBe_isRefused(String names) {
    assertThat(error("watch", "--check-config", "-i", names)).startsWith("stratoscope: -i '")
        .endsWith("': no interface can have this name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-w", "--store", "--state"})
  void file_whoseFolderIsMissing_isSaidByTheCheckToo(String option) {
    String file = folder.resolve("no/file").toString();
    String expected = "stratoscope: " + option + " " + file + ": there is no folder " + folder.resolve("no") + "; make it first";
    assertThat(error("watch", "-i", "nowhere0", option, file)).isEqualTo(expected);
    assertThat(error("watch", "-i", "nowhere0", "--check-config", option, file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-w, --state", "--store, --state", "-w, --store"})
  void file_givenTwice_isRefused(String option, String other) {
    String file = folder.resolve("file").toString();
    assertThat(error("watch", "-i", "nowhere0", "--check-config", option, file, other, folder + "/./file")).endsWith(
        "file: -w, --store and --state need a file each");
  }

  @Test
  void state_thatIsAnothersFile_isNotWrittenOver() throws IOException {
    Path lines = Files.writeString(folder.resolve("alerts.json"), "{\"a\":1}\n");
    assertThat(error("watch", "-i", "nowhere0", "--state", lines.toString())).isEqualTo("stratoscope: --state " + lines
        + ": holds records, and would be written over: name another file");
    assertThat(lines).hasContent("{\"a\":1}");
  }

  @Test
  void store_thatCantBeOpened_isSaidByTheCheck_andLeftAsItIs() throws Exception {
    Path file = folder.resolve("access.db");
    assertThat(check(file).code()).isZero();
    AccessStore.open(file).close();
    assertThat(check(file).code()).isZero();
    byte[] sound = Files.readAllBytes(file);
    change(file, "PRAGMA user_version=99");
    assertThat(check(file).errors().get(0)).startsWith("stratoscope: --store " + file + ": is a store of version 99, and this program");
    change(file, "PRAGMA application_id=7");
    assertThat(check(file).errors()).containsExactly("stratoscope: --store " + file + ": is no store of access records");
    Files.write(file, Arrays.copyOf(sound, sound.length / 2));
    assertThat(check(file).errors()).containsExactly("stratoscope: --store " + file + ": is damaged");
    Files.writeString(file, "no database at all, but some text that is long enough".repeat(20));
    assertThat(check(file).errors()).containsExactly("stratoscope: --store " + file + ": is no store of access records");
    Files.write(file, sound);
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = other.createStatement()) {
      statement.execute("PRAGMA locking_mode=EXCLUSIVE");
      statement.execute("CREATE TABLE t (n)");
      assertThat(check(file).errors()).containsExactly("stratoscope: --store " + file + ": is held by another program");
    }
  }

  private static CommandLineRun check(Path store) {
    return CommandLineRun.of("watch", "-i", "nowhere0", "--check-config", "--store", store.toString());
  }

  private static void change(Path store, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--spool", "--evidence"})
  void folder_thatIsAFile_isSaidByTheCheck(String option) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path each : List.of(file, file.resolve("below"))) {
      assertThat(error("watch", "-i", "nowhere0", "--check-config", option, each.toString())).isEqualTo(
          "stratoscope: " + option + " " + each + ": " + file + " is a file, where a folder is needed");
    }
  }

  @Test
  void folder_thatCanBeMade_isNotMadeByTheCheck() {
    Path spool = folder.resolve("a/b");
    assertThat(CommandLineRun.of("watch", "-i", "nowhere0", "--check-config", "--spool", spool.toString()).code()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filter_thatIsNone_isSaidThoughTheInterfaceIsMissing() {
    assertThat(error("watch", "-i", "nowhere0", "-F", "tcp prot 3333")).startsWith("stratoscope: -F 'tcp prot 3333': ")
        .endsWith("; see 'man pcap-filter'");
  }

  @Test
  void rules_thatCantBeRead_areSaid() {
    assertThat(error("watch", "-i", "nowhere0", "--rules", folder.resolve("none").toString())).contains("none");
  }

  @Test
  void passwordsAndKeys_thatCantBeUsed_areSaidThoughTheInterfaceIsMissing() throws IOException {
    Path none = folder.resolve("none");
    assertThat(error("watch", "-i", "nowhere0", "--http-auth", none.toString())).isEqualTo("stratoscope: --http-auth: " + none
        + ": no such file");
    assertThat(error("watch", "-i", "nowhere0", "--http-tls", none + "," + none)).isEqualTo("stratoscope: --http-tls: " + none
        + ": no such file");
    assertThat(error("watch", "-i", "nowhere0", "--http-tls", none.toString())).isEqualTo(
        "stratoscope: --http-tls takes two files, CERT.pem,KEY.pem, and not 1");
    Path users = Files.writeString(folder.resolve("users"), "prometheus:hunter2\n");
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(error("watch", "-i", "nowhere0", "--check-config", "--http-auth", users.toString())).doesNotContain("hunter2")
        .startsWith("stratoscope: --http-auth: " + users + ": everybody on this machine may read it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-w", "--store", "--state"})
  void file_thatIsAFolder_isSaid(String option) {
    assertThat(error("watch", "-i", "nowhere0", "--check-config", option, folder.toString())).isEqualTo(
        "stratoscope: " + option + " " + folder + ": is a folder");
  }
}
