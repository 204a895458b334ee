package stratoscope.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.names.AddressRange;
import stratoscope.names.AllowEntry;
import stratoscope.names.AllowList;
import stratoscope.packet.IpAddress;

/** What an allow list allows, and what is said of broken ones. */
class AllowFileTest {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final String GOOD = """
      allow:
        - {address: 10.0.0.0/8, side: source, reason: "hall"}
        - {address: 192.0.2.1-192.0.2.9, side: destination, reason: "own pool"}
        - {address: 2001:db8::/32, reason: "either"}
        - {name: Pool.Example, wallet: W1, reason: "research"}
        - {pool: Our Pool, reason: "until 1970-01-03", expires: 1970-01-03}
      """;

  @TempDir
  private Path folder;

  private AllowList list(String yaml) throws IOException, RuleFileException {
    return AllowFile.load(Files.writeString(folder.resolve("mine.yaml"), yaml));
  }

  private static IpAddress ip(String text) {
    return Objects.requireNonNull(AddressRange.addressOrNull(text));
  }

  private static @Nullable String orNull(String text) {
    return text.equals("-") ? null : text;
  }

  @ParameterizedTest
  @CsvSource({
      "10.1.2.3, 198.51.100.1, -, -, -, 0, 0", "198.51.100.1, 10.1.2.3, -, -, -, 0, -1", "172.16.0.1, 192.0.2.9, -, -, -, 0, 1",
      "172.16.0.1, 192.0.2.10, -, -, -, 0, -1", "192.0.2.5, 198.51.100.1, -, -, -, 0, -1", "2001:db8::1, ::1, -, -, -, 0, 2",
      "::1, 2001:db8::1, -, -, -, 0, 2", "1.1.1.1, 2.2.2.2, eu.pool.example., -, W1, 0, 3", "1.1.1.1, 2.2.2.2, POOL.EXAMPLE, -, W1, 0, 3",
      "1.1.1.1, 2.2.2.2, mypool.example, -, W1, 0, -1", "1.1.1.1, 2.2.2.2, pool.example, -, -, 0, -1",
      "1.1.1.1, 2.2.2.2, -, our pool, -, 1, 4", "1.1.1.1, 2.2.2.2, -, our pool, -, 2, -1"})
  void find_ofMining_isTheEntryOfWhichAllHolds(String miner, String pool, String host, String name, String wallet, long day, int index)
      throws IOException, RuleFileException {
    AllowList list = list(GOOD);
    long now = day * DAY_MICROS;
    AllowEntry found = list.find(ip(miner), ip(pool), orNull(host), orNull(name), orNull(wallet), now);
    assertThat(found == null || found.isOver(now) ? -1 : list.entries().indexOf(found)).isEqualTo(index);
  }

  @Test
  void find_ofWhatIsAllowedNoMore_isTheExpiredEntryUnlessAnotherHolds() throws IOException, RuleFileException {
    String old = "  - {wallet: W9, reason: old, expires: 2020-01-01}\n";
    long now = 20_000 * DAY_MICROS;
    assertThat(list("allow:\n" + old).find(ip("10.0.0.1"), ip("10.0.0.2"), null, null, "W9", now)).satisfies(entry -> {
      assertThat(entry.isOver(now)).isTrue();
      assertThat(entry.where()).isEqualTo(folder.resolve("mine.yaml") + ":2");
    });
    assertThat(list("allow:\n" + old + "  - {wallet: W9, reason: new}\n").find(ip("10.0.0.1"), ip("10.0.0.2"), null, null, "W9", now))
        .satisfies(entry -> assertThat(entry.reason()).isEqualTo("new"));
  }

  @Test
  void entries_areInTheOrderOfTheFile() throws IOException, RuleFileException {
    assertThat(list(GOOD).entries()).hasSize(5).first().satisfies(entry -> assertThat(entry.reason()).isEqualTo("hall"));
    assertThat(RuleFiles.load(null).allow().entries()).as("shipped").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      {reason: x}                           | this would allow everything
      {address: 10.0.0.1}                   | 'reason' is missing
      {address: 10.0.0.1, reason: ' '}      | a reason is needed
      {address: 10.0.0.1/8, reason: x}      | 10.0.0.0/8 is meant
      {address: ten, reason: x}             | 'ten' is no address, prefix or range of addresses
      {name: com, reason: x}                | 'com' is a single word
      {pool: x, side: source, reason: x}    | 'address' is missing
      {address: '::1', side: up, reason: x} | unknown side 'up'
      {address: '::1', why: x}              | unknown key 'why'
      {pool: x, reason: x, expires: soon}   | 'soon' is no date
      {pool: x, reason: x, expires: +300000-01-01} | '+300000-01-01' is no date
      {pool: , reason: x}                   | an empty text is nobody's
      {wallet: ' ', reason: x}              | an empty text is nobody's
      """)
  void load_ofBrokenEntry_namesFileLineAndReason(String entry, String what) {
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> list("allow:\n  - " + entry + "\n"))
        .withMessageStartingWith(folder.resolve("mine.yaml") + ":2: ").withMessageContaining(what);
  }

  @Test
  void load_ofNoFile_saysSo() {
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> AllowFile.load(folder.resolve("no.yaml")))
        .withMessage(folder.resolve("no.yaml") + ": no such file");
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> AllowFile.load(folder)).withMessage(folder + ": is a folder");
  }

  @Test
  void load_ofLatinLetters_saysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("latin.yaml"), "allow:\n  - {pool: x, reason: M\u00FCnze}\n", StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> AllowFile.load(file)).withMessage(file + ": is no text in UTF-8");
  }
}
