package stratoscope.record.store;

import java.util.List;

/**
 * The table of those records of hosts that no later one holds, in the words of SQLite. A host is watched for a while, and again later, or
 * by another run of the sensor: as long as it is, each record holds those before it. To look for those that hold a record costs more than
 * to read it.
 */
final class LastHosts {
  /** Of host r nothing was told later that holds all of it. */
  static final String IS_LAST = "NOT EXISTS (SELECT 1 FROM record s WHERE s.event_type = 'host' AND s.ip = r.ip"
      + " AND s.number > r.number AND s.first_seen <= r.time AND r.state = 'open')";

  private static final String ADD = "INSERT INTO last_host SELECT ip, number, CASE state WHEN 'open' THEN time END FROM record r"
      + " WHERE event_type = 'host' AND " + IS_LAST;

  /** Make the table. */
  static final List<String> MADE = List.of(
      "CREATE TABLE last_host (ip TEXT, number INTEGER, open_until TEXT, PRIMARY KEY (ip, number)) WITHOUT ROWID",
      ADD,
      "PRAGMA user_version=" + AccessStore.VERSION);

  /** Bring it up to date when records were appended behind a number. */
  static final List<String> APPENDED = List.of(
      "DELETE FROM last_host WHERE (ip, number) IN (SELECT h.ip, h.number FROM record s CROSS JOIN last_host h ON h.ip = s.ip"
          + " WHERE s.number > ? AND s.event_type = 'host' AND h.open_until >= s.first_seen)",
      ADD + " AND number > ?");

  /** The same before those up to a number are taken away. */
  static final List<String> TAKEN_AWAY = List.of(
      "DELETE FROM last_host WHERE (ip, number) IN (SELECT ip, number FROM record WHERE number <= ? AND event_type = 'host')");

  /** Number and line of each, by address. */
  static final String LINES = "SELECT number, line FROM last_host h CROSS JOIN record r USING (number) ORDER BY h.ip, number";
  /** The same in a store without the table. */
  static final String LINES_WITHOUT = "SELECT number, line FROM record r WHERE event_type = 'host' AND " + IS_LAST + " ORDER BY ip, number";
  /** A record that is in the table and should not be, or the other way round. */
  static final String WRONG = "SELECT number FROM record r WHERE event_type = 'host' AND " + IS_LAST
      + " <> EXISTS (SELECT 1 FROM last_host h WHERE h.ip = r.ip AND h.number = r.number) LIMIT 1";

  private LastHosts() {}
}
