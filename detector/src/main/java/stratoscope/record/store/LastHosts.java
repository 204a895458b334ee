package stratoscope.record.store;

import java.util.List;

/**
 * The table of those records of hosts that no later one holds, in the words of SQLite. A host is an address and its customer. It is watched
 * for a while, and again later, or by another run of the sensor: as long as it is, each record holds those before it. To look for those
 * that hold a record costs more than to read it.
 */
final class LastHosts {
  /** In stores of this version there is none; in those of the next, hosts were not told apart by customer. */
  static final int VERSION_WITHOUT = 2;

  /** As {@link stratoscope.inventory.Holder#customer} has it. */
  static final String CUSTOMER = "customer TEXT AS (coalesce(json_extract(line, '$.host.subscribers[0].id'),"
      + " json_extract(line, '$.host.account'), json_extract(line, '$.host.owner'), ''))";

  /** The same of a session. */
  static final String CUSTOMER_OF_SESSION = "coalesce(json_extract(line, '$.mining.subscriber.id'),"
      + " json_extract(line, '$.mining.account'), json_extract(line, '$.mining.owner'), '')";

  /** It holds host r. */
  static final String HOLDS = "EXISTS (SELECT 1 FROM last_host h WHERE h.ip = r.ip AND h.number = r.number)";

  /** Host r counts, and nothing was told of it later that holds all of it. */
  private static final String IS_LAST = "(coalesce(r.state, '') <> 'withdrawn' AND " + isLast(" AND s.customer = r.customer") + ")";

  private static final String IS_LAST_BEFORE = isLast("");

  private static final String ADD = "INSERT INTO last_host SELECT ip, number, customer, CASE state WHEN 'open' THEN time END FROM record r"
      + " WHERE event_type = 'host' AND " + IS_LAST;

  /** Make the table, or make it anew. */
  static final List<String> MADE = List.of(
      "DROP INDEX IF EXISTS record_host",
      "CREATE INDEX record_host ON record (ip, customer, number, first_seen, time, state) WHERE event_type = 'host'",
      "DROP TABLE IF EXISTS last_host",
      "CREATE TABLE last_host (ip TEXT, number INTEGER, customer TEXT, open_until TEXT, PRIMARY KEY (ip, number)) WITHOUT ROWID",
      ADD);

  /** Bring it up to date when records were appended behind a number. */
  static final List<String> APPENDED = List.of(
      "DELETE FROM last_host WHERE (ip, number) IN (SELECT h.ip, h.number FROM record s CROSS JOIN last_host h ON h.ip = s.ip"
          + " WHERE s.number > ? AND s.event_type = 'host' AND h.customer = s.customer AND h.open_until >= s.first_seen)",
      ADD + " AND number > ?");

  /** The same before those up to a number are taken away. */
  static final List<String> TAKEN_AWAY = List.of(
      "DELETE FROM last_host WHERE (ip, number) IN (SELECT ip, number FROM record WHERE number <= ? AND event_type = 'host')");

  private LastHosts() {}

  private static String isLast(String more) {
    return "NOT EXISTS (SELECT 1 FROM record s WHERE s.event_type = 'host' AND s.ip = r.ip"
        + " AND s.number > r.number AND s.first_seen <= r.time AND r.state = 'open'" + more + ")";
  }

  /** Number and line of each, by address. */
  static String lines(long version) {
    return version == VERSION_WITHOUT
        ? "SELECT number, line FROM record r WHERE event_type = 'host' AND " + IS_LAST_BEFORE + " ORDER BY ip, number"
        : "SELECT number, line FROM last_host h CROSS JOIN record r USING (number) ORDER BY h.ip, number";
  }

  /** A record that is in the table and should not be, or the other way round. */
  static String wrong(long version) {
    return "SELECT number FROM record r WHERE event_type = 'host' AND " + (version == AccessStore.VERSION ? IS_LAST : IS_LAST_BEFORE)
        + " <> " + HOLDS + " LIMIT 1";
  }
}
