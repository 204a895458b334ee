package stratoscope.record.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store keeps, gives back and forgets, and that a change or a loss shows. */
class AccessStoreTest {
  private static final List<String> STATES = List.of("open", "open", "open", "ended", "ended", "withdrawn");

  @TempDir
  private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("access.db");
  }

  private void append(String... lines) throws StoreException {
    try (AccessStore store = AccessStore.open(file)) {
      store.append(List.of(lines));
    }
  }

  @Test
  void records_areKeptInOrder_overSeveralOpenings() throws StoreException {
    append(Stores.mining(1, "2026-01-01", "probable"), Stores.mining(2, "2026-01-01", "confirmed"));
    append(Stores.host(1, "2026-01-02"));
    assertThat(Stores.read(file, new RecordFilter(), false)).containsExactly(Stores.mining(1, "2026-01-01", "probable"),
        Stores.mining(2, "2026-01-01", "confirmed"), Stores.host(1, "2026-01-02"));
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(3, 0, 0, null));
  }

  @Test
  void filters_giveWhatTheyAskFor() throws StoreException {
    append(Stores.mining(1, "2026-01-01", "suspected"), Stores.mining(2, "2026-01-02", "probable"),
        Stores.mining(3, "2026-01-03", "confirmed"));
    assertThat(Stores.read(file, new RecordFilter().from("2026-01-02"), false)).hasSize(2);
    assertThat(Stores.read(file, new RecordFilter().from("2026-01-02").to("2026-01-03"), false)).hasSize(1);
    assertThat(Stores.read(file, new RecordFilter().ip("10.0.0.3"), false)).hasSize(1);
    assertThat(Stores.read(file, new RecordFilter().wallet("wallet1"), false)).hasSize(2);
    assertThat(Stores.read(file, new RecordFilter().pool("MADE-UP").type("mining"), false)).hasSize(3);
    assertThat(Stores.read(file, new RecordFilter().weakest("probable"), false)).hasSize(2);
    assertThat(Stores.read(file, new RecordFilter().ip("' OR 1=1 --"), false)).isEmpty();
  }

  @Test
  void latest_isTheLastOfEachSessionAndHost() throws StoreException {
    append(Stores.mining(1, "2026-01-01", "suspected"), Stores.mining(2, "2026-01-01", "probable"), Stores.host(1, "2026-01-01"));
    append(Stores.mining(1, "2026-01-02", "confirmed"), Stores.host(2, "2026-01-02"));
    assertThat(Stores.read(file, new RecordFilter(), true)).containsExactly(Stores.mining(2, "2026-01-01", "probable"),
        Stores.host(1, "2026-01-01"), Stores.mining(1, "2026-01-02", "confirmed"), Stores.host(2, "2026-01-02"));
  }

  @Test
  void hosts_areTheLastOfEachTimeThatTheyWereWatched_thoseOfAnAddressTogether() throws StoreException {
    append(Stores.host(2, "2026-01-01", "2026-01-01", "open"), Stores.host(1, "2026-01-01", "2026-01-01", "open"),
        Stores.host(1, "2026-01-01", "2026-01-02", "open"),
        // killed; the next run begins anew, and ends
        Stores.host(1, "2026-01-03", "2026-01-03", "open"), Stores.host(1, "2026-01-03", "2026-01-04", "ended"),
        // a session that was open at that end
        Stores.host(1, "2026-01-04", "2026-01-05", "open"), Stores.mining(1, "2026-01-05", "confirmed"));
    List<String> hosts = hosts();
    assertThat(hosts).containsExactly(Stores.host(1, "2026-01-01", "2026-01-02", "open"),
        Stores.host(1, "2026-01-03", "2026-01-04", "ended"), Stores.host(1, "2026-01-04", "2026-01-05", "open"),
        Stores.host(2, "2026-01-01", "2026-01-01", "open"));
    assertThat(Stores.read(file, new RecordFilter().type("host"), true)).containsExactlyInAnyOrderElementsOf(hosts);
  }

  @Test
  void withdrawnHost_isNoneAnyMore_thoseOfOtherCustomersStay() throws StoreException {
    append(Stores.hostOf("Carrier", 1, "2026-01-01", "2026-01-01", "open"), Stores.hostOf("line-1", 1, "2026-01-01", "2026-01-02", "open"));
    append(Stores.hostOf("Carrier", 1, "2026-01-01", "2026-01-02", "withdrawn"));
    assertThat(hosts()).containsExactly(Stores.hostOf("line-1", 1, "2026-01-01", "2026-01-02", "open"));
    append(Stores.hostOf("Carrier", 1, "2026-01-03", "2026-01-03", "open"));
    assertThat(hosts()).hasSize(2);
    assertThat(Stores.check(file, List.of()).problem()).isNull();
  }

  private List<String> hosts() throws StoreException {
    List<String> hosts = new ArrayList<>();
    try (AccessStore store = AccessStore.openToRead(file)) {
      store.readHosts((number, line) -> hosts.add(new String(line, UTF_8)));
    }
    return hosts;
  }

  @Test
  void lastHosts_areThoseThatTheRecordsSay_howeverTheyCome_beforeAndAfterTheOldestAreTakenAway() throws StoreException, SQLException {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      List<String> some = new ArrayList<>();
      for (int j = random.nextInt(8); j >= 0; j--) {
        int day = 1 + i / 3;
        some.add(Stores.hostOf("Owner " + random.nextInt(2), random.nextInt(3), day(1 + random.nextInt(day)), day(day),
            STATES.get(random.nextInt(STATES.size()))));
      }
      append(some.toArray(String[]::new));
    }
    assertThat(Stores.check(file, List.of()).problem()).isNull();
    List<String> hosts = hosts();
    assertThat(Stores.read(file, new RecordFilter().type("host"), true)).hasSizeGreaterThan(4).containsExactlyInAnyOrderElementsOf(hosts);
    try (AccessStore store = AccessStore.open(file)) {
      assertThat(store.prune(day(12), Long.MAX_VALUE)).isPositive();
    }
    assertThat(Stores.check(file, List.of()).problem()).isNull();
    assertThat(hosts()).hasSizeLessThan(hosts.size());
    assertThat(Stores.values(file, "SELECT count(*) FROM last_host")).containsExactly(Integer.toString(hosts().size()));
  }

  private static String day(int day) {
    return "2026-01-" + (day < 10 ? "0" : "") + day;
  }

  @Test
  void hostTakenFromTheTableOfLastRecords_isNamed() throws StoreException, SQLException {
    append(Stores.host(1, "2026-01-01"), Stores.host(2, "2026-01-02"));
    Stores.tamper(file, "DELETE FROM last_host WHERE number = 2");
    assertThat(Stores.check(file, List.of()).problem()).startsWith("record 2 is in the table of hosts' last records");
  }

  @Test
  void sessionsOfAddresses_areTheirLast_andNothingAppendedMeanwhileIsSeen() throws StoreException {
    append(Stores.mining(1, "2026-01-01", "suspected"), Stores.mining(2, "2026-01-02", "confirmed"),
        Stores.mining(1, "2026-01-03", "confirmed"));
    List<String> sessions = new ArrayList<>();
    try (AccessStore store = AccessStore.openToRead(file)) {
      assertThat(store.freeze().number()).isEqualTo(3);
      append(Stores.mining(2, "2026-01-04", "confirmed"));
      store.readSessions(List.of("10.0.0.2", "10.0.0.1", "10.0.0.3"), ip -> false, "", "9", 20,
          (number, line, hash) -> sessions.add(line));
    }
    assertThat(sessions).containsExactly(Stores.mining(2, "2026-01-02", "confirmed"), Stores.mining(1, "2026-01-03", "confirmed"));
  }

  @Test
  void changedRecord_isNamed() throws StoreException, SQLException {
    append(Stores.many(20, "2026-01-01").toArray(String[]::new));
    Stores.tamper(file, "UPDATE record SET line = replace(line, 'confirmed', 'suspected') WHERE number = 7");
    assertThat(Stores.check(file, List.of()).problem()).startsWith("record 7 was changed");
  }

  @Test
  void lostRecords_areNamed_inTheMiddleAtTheBeginningAndAtTheEnd() throws StoreException, SQLException {
    append(Stores.many(20, "2026-01-01").toArray(String[]::new));
    Path copy = folder.resolve("copy.db");
    for (String[] lost : new String[][] {{"number = 7", "record 7 is missing"}, {"number < 3", "record 1 is missing"},
        {"number > 18", "the last records are missing: the store had 20, and ends with 18"}}) {
      try {
        Files.deleteIfExists(copy);
        Files.copy(file, copy);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Stores.tamper(copy, "DELETE FROM record WHERE " + lost[0]);
      assertThat(Stores.check(copy, List.of()).problem()).startsWith(lost[1]);
    }
  }

  @Test
  void derivedColumns_cantBeChanged() throws StoreException {
    append(Stores.mining(1, "2026-01-01", "confirmed"));
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> Stores.tamper(file, "UPDATE record SET verdict = 'suspected'"))
        .withMessageContaining("generated column");
  }

  @Test
  void chainMadeAnew_isFoundByAnAnchor() throws StoreException {
    append(Stores.many(20, "2026-01-01").toArray(String[]::new));
    Anchors.Anchor anchor;
    try (AccessStore store = AccessStore.open(file)) {
      anchor = new Anchors.Anchor("2026-01-01", store.head());
    }
    assertThat(Stores.check(file, List.of(anchor))).isEqualTo(new StoreCheck(20, 0, 20, null));
    file = folder.resolve("forged.db");
    append(Stores.many(20, "2026-01-01").stream().map(line -> line.replace("confirmed", "suspected")).toArray(String[]::new));
    assertThat(Stores.check(file, List.of()).problem()).as("whole in itself").isNull();
    assertThat(Stores.check(file, List.of(anchor)).problem()).startsWith("record 20 is not the one that its anchor vouches for");
    file = folder.resolve("short.db");
    append(Stores.many(10, "2026-01-01").toArray(String[]::new));
    assertThat(Stores.check(file, List.of(anchor)).problem()).startsWith("the last records are missing: an anchor vouches for 20");
  }

  @Test
  void prune_takesTheOldestByAge_andTheRestStillVerifies() throws StoreException {
    append(Stores.many(30, "2026-01-01").toArray(String[]::new));
    append(Stores.many(5, "2026-02-01").toArray(String[]::new));
    try (AccessStore store = AccessStore.open(file)) {
      assertThat(store.prune("2026-01-01", Long.MAX_VALUE)).isZero();
      assertThat(store.prune("", Long.MAX_VALUE)).isZero();
      assertThat(store.prune("2026-01-15", Long.MAX_VALUE)).isEqualTo(30);
      assertThat(store.prune("2026-01-15", Long.MAX_VALUE)).isZero();
    }
    assertThat(Stores.read(file, new RecordFilter(), false)).hasSize(5);
    append(Stores.mining(1, "2026-02-02", "confirmed"));
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(6, 30, 0, null));
    try (AccessStore store = AccessStore.open(file)) {
      assertThat(store.prune("2027-01-01", Long.MAX_VALUE)).as("all of them").isEqualTo(6);
    }
    append(Stores.mining(1, "2027-02-02", "confirmed"));
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(1, 36, 0, null));
  }

  @Test
  void prune_bySize_makesRoom() throws StoreException {
    append(Stores.many(5000, "2026-01-01").toArray(String[]::new));
    try (AccessStore store = AccessStore.open(file)) {
      long full = store.bytes();
      assertThat(store.prune("", full - 1)).isEqualTo(1000);
      assertThat(store.bytes()).isLessThan(full * 9 / 10);
    }
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(4000, 1000, 0, null));
  }

  @Test
  void otherFiles_areNoStores() throws IOException, SQLException {
    Files.writeString(file, "no database at all, but long enough to be looked at");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> AccessStore.open(file))
        .withMessage(file + ": is no store of access records");
    Path other = folder.resolve("other.db");
    Stores.tamper(other, "CREATE TABLE theirs (a)");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> AccessStore.open(other))
        .withMessage(other + ": is a database, but no store of access records");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> AccessStore.openToRead(folder.resolve("no.db")))
        .withMessage(folder.resolve("no.db") + ": no such store");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> AccessStore.open(folder.resolve("no/such.db")))
        .withMessage(folder.resolve("no/such.db") + ": can't be opened: no such folder, or no permission");
  }

  @Test
  void storeOfALaterVersion_isRefused() throws StoreException, SQLException {
    append(Stores.mining(1, "2026-01-01", "confirmed"));
    Stores.tamper(file, "PRAGMA user_version=9");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> AccessStore.openToRead(file))
        .withMessage(file + ": is a store of version 9, and this program reads versions 2 to 4");
  }

  @Test
  void storeOfBefore_isGoneOnWith_andHasTheColumnsThatCameLater() throws StoreException, SQLException {
    append(Stores.mining(1, "2026-01-01", "confirmed"));
    Stores.tamper(file, "ALTER TABLE record DROP COLUMN evidence_file");
    Stores.tamper(file, "ALTER TABLE record DROP COLUMN evidence_sha256");
    assertThat(Stores.read(file, new RecordFilter(), true)).as("it can be read as it is").hasSize(1);
    append(Stores.mining(2, "2026-01-02", "confirmed").replace("\"score\"", "\"evidence_file\":\"a.pcapng\",\"score\""));
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(2, 0, 0, null));
    assertThat(Stores.values(file, "SELECT coalesce(evidence_file, '-') FROM latest ORDER BY number")).containsExactly("-", "a.pcapng");
  }

  @Test
  void storeOfBefore_getsTheTableOfLastHosts() throws StoreException, SQLException {
    append(Stores.host(2, "2026-01-01", "2026-01-01", "open"), Stores.host(1, "2026-01-01", "2026-01-01", "open"),
        Stores.host(1, "2026-01-01", "2026-01-02", "open"));
    List<String> hosts = hosts();
    Stores.tamper(file, "DROP TABLE last_host");
    Stores.tamper(file, "PRAGMA user_version=2");
    assertThat(hosts()).as("it can be read as it is").isEqualTo(hosts).hasSize(2);
    append(Stores.host(1, "2026-01-01", "2026-01-03", "open"));
    assertThat(hosts()).containsExactly(Stores.host(1, "2026-01-01", "2026-01-03", "open"), hosts.get(1));
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(4, 0, 0, null));
  }

  @Test
  void customersOfOneAddress_eachHaveALastRecord() throws StoreException {
    String lease = Stores.host(1, "2026-01-01", "2026-01-02", "open")
        .replace("\"verdict\"", "\"owner\":\"A\",\"subscribers\":[{\"id\":\"line-1\"}],\"verdict\"");
    String later = lease.replace("2026-01-02", "2026-01-05");
    append(lease, Stores.hostOf("A", 1, "2026-01-01", "2026-01-03", "open"), Stores.hostOf("B", 1, "2026-01-01", "2026-01-03", "open"));
    append(Stores.hostOf("B", 1, "2026-01-01", "2026-01-04", "ended"), later);
    assertThat(hosts()).containsExactly(Stores.hostOf("A", 1, "2026-01-01", "2026-01-03", "open"),
        Stores.hostOf("B", 1, "2026-01-01", "2026-01-04", "ended"), later);
    assertThat(Stores.check(file, List.of()).problem()).isNull();
  }

  @Test
  void storeOfBefore_tellsCustomersApartFromThenOn() throws StoreException, SQLException {
    append(Stores.hostOf("A", 1, "2026-01-01", "2026-01-01", "open"), Stores.hostOf("A", 1, "2026-01-01", "2026-01-02", "open"));
    List<String> hosts = hosts();
    for (String sql : new String[] {"DROP VIEW latest", "DROP INDEX record_host", "DROP TABLE last_host",
        "ALTER TABLE record DROP COLUMN customer",
        "CREATE TABLE last_host (ip TEXT, number INTEGER, open_until TEXT, PRIMARY KEY (ip, number)) WITHOUT ROWID",
        "INSERT INTO last_host VALUES ('10.0.0.1', 2, '2026-01-02T11:00:00.000000Z')", "PRAGMA user_version=3"}) {
      Stores.tamper(file, sql);
    }
    assertThat(hosts()).as("it can be read as it is").isEqualTo(hosts).hasSize(1);
    assertThat(Stores.check(file, List.of()).problem()).isNull();
    append(Stores.hostOf("B", 1, "2026-01-01", "2026-01-03", "open"));
    assertThat(hosts()).containsExactly(hosts.get(0), Stores.hostOf("B", 1, "2026-01-01", "2026-01-03", "open"));
    assertThat(Stores.read(file, new RecordFilter(), true)).containsExactlyInAnyOrderElementsOf(hosts());
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(3, 0, 0, null));
  }

  @Test
  void twoSensors_atOneStore_makeOneChain() throws Exception {
    append(Stores.mining(1, "2026-01-01", "probable"));
    try (AccessStore one = AccessStore.open(file); AccessStore other = AccessStore.open(file)) {
      Thread second = new Thread(() -> appendOften(other));
      second.start();
      appendOften(one);
      second.join();
    }
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(201, 0, 0, null));
  }

  private static void appendOften(AccessStore store) {
    try {
      for (int i = 0; i < 100; i++) {
        store.append(List.of(Stores.mining(i, "2026-01-01", "probable")));
      }
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void storeThatNobodyUses_isLookedAt_withoutFilesBesideIt() throws Exception {
    append(Stores.mining(1, "2026-01-01", "probable"));
    assertThat(StorePlace.still(file)).endsWith("access.db?immutable=1");
    AccessStore.check(file);
    assertThat(folder).isDirectoryContaining(each -> each.equals(file)).isDirectoryNotContaining("glob:**-{shm,wal}");
  }

  @Test
  void check_ofAStoreInUse_seesWhatIsInItsLog_andOfNoneIsFine() throws Exception {
    AccessStore.check(folder.resolve("none.db"));
    AccessStore.check(Files.createFile(folder.resolve("empty.db")));
    try (AccessStore store = AccessStore.open(file)) {
      store.append(List.of(Stores.mining(1, "2026-01-01", "probable")));
      assertThat(StorePlace.still(file)).endsWith("access.db");
      AccessStore.check(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "DROP VIEW latest; CREATE VIEW latest AS SELECT * FROM record WHERE 0",
    "ALTER TABLE record RENAME TO old; CREATE TABLE record AS SELECT * FROM old; UPDATE record SET verdict = 'suspected'"
  })
  void columnsOrViewThatHideRecords_areAProblem(String sql) throws Exception {
    append(Stores.mining(1, "2026-01-01", "confirmed"));
    for (String each : sql.split("; ")) {
      Stores.tamper(file, each);
    }
    assertThat(Stores.check(file, List.of()).problem()).contains("no longer show what the records say");
  }

  @Test
  void endOfTheChain_thatIsGone_isAProblem() throws Exception {
    append(Stores.mining(1, "2026-01-01", "confirmed"));
    Stores.tamper(file, "DELETE FROM chain");
    assertThat(Stores.check(file, List.of()).problem()).contains("the store had 0 records, and has 1");
  }

  @Test
  void anchorBehindOneThatWasCut_hasALineOfItsOwn() throws Exception {
    Path anchors = Files.writeString(folder.resolve("anchors"), "{\"day\":\"2026-01-01\",\"num");
    Anchors.append(anchors, new Anchors.Anchor("2026-01-02", new AccessStore.Link(2, "0".repeat(64))));
    assertThat(Files.readAllLines(anchors)).hasSize(2).last().asString().startsWith("{\"day\":\"2026-01-02\"");
  }
}
