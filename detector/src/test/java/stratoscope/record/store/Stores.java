package stratoscope.record.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Made-up records, and a stranger's hand on a store's file. */
final class Stores {
  private Stores() {}

  /** A session's record: of one flow, told on one day, at one verdict. */
  static String mining(int flow, String day, String verdict) {
    return "{\"timestamp\":\"" + day + "T10:00:00.000000Z\",\"event_type\":\"mining\",\"src_ip\":\"10.0.0." + flow
        + "\",\"src_port\":41000,\"dest_ip\":\"198.51.100.20\",\"dest_port\":3333,\"flow_id\":" + flow
        + ",\"mining\":{\"verdict\":\"" + verdict
        + "\",\"score\":90,\"first_seen\":\"2026-01-01T00:00:00.000000Z\",\"wallet\":\"wallet" + flow % 2 + "\",\"pool\":\"Made-up\"}}";
  }

  static String host(int number, String day) {
    return host(number, day, day, "ended");
  }

  /** A host that was seen from one day to another; open or ended. */
  static String host(int number, String firstDay, String day, String state) {
    return "{\"timestamp\":\"" + day + "T11:00:00.000000Z\",\"event_type\":\"host\",\"host\":{\"state\":\"" + state
        + "\",\"ip\":\"10.0.0." + number + "\",\"verdict\":\"confirmed\",\"first_seen\":\"" + firstDay + "T00:00:00.000000Z\"}}";
  }

  /** The same of an owner. */
  static String hostOf(String owner, int number, String firstDay, String day, String state) {
    return host(number, firstDay, day, state).replace("\"verdict\"", "\"owner\":\"" + owner + "\",\"verdict\"");
  }

  /** So many records of a day, each of a session of its own. */
  static List<String> many(int count, String day) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add(mining(i, day, "confirmed"));
    }
    return lines;
  }

  static List<String> read(Path file, RecordFilter filter, boolean isLatest) throws StoreException {
    List<String> lines = new ArrayList<>();
    try (AccessStore store = AccessStore.openToRead(file)) {
      store.read(filter, isLatest, (number, line, hash) -> lines.add(line));
    }
    return lines;
  }

  static StoreCheck check(Path file, List<Anchors.Anchor> anchors) throws StoreException {
    try (AccessStore store = AccessStore.openToRead(file)) {
      return StoreCheck.of(store, anchors);
    }
  }

  /** What a query gives in its first column. */
  static List<String> values(Path file, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Runs SQL as anybody could who can write the file. */
  static void tamper(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
