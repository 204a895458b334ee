package stratoscope.record.store;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A store of access records: a file of SQLite, append-only. Of each record its line of JSON is kept as it was told, with its link of the
 * {@link HashChain}; all other columns are made of the line by the database itself, so that they can't say anything else. One thread.
 *
 * <p>What was committed survives the death of the process (write-ahead log, {@code synchronous=NORMAL}); a loss of power may take the
 * last commits, and harms no others.
 */
public final class AccessStore implements Closeable {
  /** In the file's header, so that no other database is taken for a store. */
  private static final int APPLICATION = 0x5374_5363;
  static final int VERSION = 4;
  private static final int BUSY_MILLIS = 5000;
  /** Holds the upper levels of the tables of some millions of records. */
  private static final int CACHE_KIB = 32 << 10;
  private static final int PRUNED_AT_ONCE = 1000;

  /** Of session r nothing was told later. */
  private static final String LAST_OF_SESSION = "NOT EXISTS (SELECT 1 FROM record s WHERE s.flow_id = r.flow_id"
      + " AND s.first_seen = r.first_seen AND s.number > r.number)";

  /** The last record of each session of an address. */
  private static final String SESSIONS = " number, line, hash FROM record r WHERE ip = ? AND time >= ? AND r.first_seen < ?"
      + " AND event_type = 'mining' AND " + LAST_OF_SESSION;

  private static final List<String> SCHEMA = List.of(
      RecordTable.MADE,
      "CREATE INDEX record_time ON record (time)",
      "CREATE INDEX record_ip ON record (ip, time)",
      "CREATE INDEX record_flow ON record (flow_id, first_seen, number)",
      "CREATE INDEX record_wallet ON record (wallet) WHERE wallet IS NOT NULL",
      "CREATE TABLE chain (part TEXT PRIMARY KEY, number INTEGER NOT NULL, hash TEXT NOT NULL)",
      "PRAGMA user_version=" + LastHosts.VERSION_WITHOUT);

  private static final String LATEST = "CREATE VIEW latest AS SELECT * FROM record r WHERE (event_type = 'mining' AND " + LAST_OF_SESSION
      + ") OR (event_type = 'host' AND " + LastHosts.HOLDS + ")";

  /** Once the table of {@link LastHosts} is made. */
  private static final List<String> UPGRADED = List.of("DROP VIEW IF EXISTS latest", LATEST, "PRAGMA user_version=" + VERSION);

  /** Columns that came later, names first: stores that were made before get them when they are opened to be written. */
  private static final List<String> ADDED = List.of(
      "evidence_file TEXT AS (json_extract(line, '$.mining.evidence_file'))",
      "evidence_sha256 TEXT AS (json_extract(line, '$.mining.evidence_sha256'))",
      LastHosts.CUSTOMER);

  private final Path file;
  private final Connection connection;

  private AccessStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a store to append to it, and makes it if there is none.
   *
   * @throws StoreException if it can't be
   */
  public static AccessStore open(Path file) throws StoreException {
    return connect(file, StorePlace.of(file, false), false, (store, statement) -> {
      if (store.number(statement, "PRAGMA application_id") == APPLICATION) {
        store.checkVersion(statement);
      } else if (store.number(statement, "SELECT count(*) FROM sqlite_master") == 0) {
        create(statement);
      } else {
        throw new StoreException(file + ": is a database, but no store of access records");
      }
      for (String column : ADDED) {
        store.add(statement, column);
      }
      if (store.version(statement) < VERSION) {
        executeAll(statement, Stream.concat(LastHosts.MADE.stream(), UPGRADED.stream()).toList());
      }
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA journal_size_limit=16777216");
    });
  }

  /**
   * Opens a store to read it, while a sensor may append to it.
   *
   * @throws StoreException if there is none, or it can't be read
   */
  public static AccessStore openToRead(Path file) throws StoreException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(file + ": no such store");
    }
    return connect(file, StorePlace.of(file, true), true, AccessStore::checkStore);
  }

  /**
   * Looks at a store that is to be opened to append to it, without changing or making anything. One that is not there can be made.
   *
   * @throws StoreException if it can't be opened
   */
  public static void check(Path file) throws StoreException {
    if (Files.isRegularFile(file) && file.toFile().length() > 0) {
      if (!Files.isWritable(file)) {
        throw new StoreException(file + ": no permission to write");
      }
      try (AccessStore store = connect(file, StorePlace.still(file), true, AccessStore::checkStore)) {
        store.head();
        store.lastTime();
      }
    }
  }

  private static void checkStore(AccessStore store, Statement statement) throws SQLException, StoreException {
    if (store.number(statement, "PRAGMA application_id") != APPLICATION) {
      throw new StoreException(store.file + ": is no store of access records");
    }
    store.checkVersion(statement);
  }

  /** What is done first with a connection. */
  private interface Setup {
    void run(AccessStore store, Statement statement) throws SQLException, StoreException;
  }

  private static AccessStore connect(Path file, String url, boolean isReadOnly, Setup setup) throws StoreException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(isReadOnly);
    config.setCacheSize(-CACHE_KIB);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    AccessStore opened = null;
    try {
      AccessStore store = new AccessStore(file, source.getConnection());
      opened = store;
      try (Statement statement = store.connection.createStatement()) {
        setup.run(store, statement);
      }
      opened = null;
      return store;
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    } finally {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private void checkVersion(Statement statement) throws SQLException, StoreException {
    long version = version(statement);
    if (version < LastHosts.VERSION_WITHOUT || version > VERSION) {
      throw new StoreException(file + ": is a store of version " + version + ", and this program reads versions "
          + LastHosts.VERSION_WITHOUT + " to " + VERSION);
    }
  }

  private static void create(Statement statement) throws SQLException {
    statement.execute("PRAGMA auto_vacuum=INCREMENTAL");
    statement.execute("PRAGMA application_id=" + APPLICATION);
    executeAll(statement, SCHEMA);
  }

  /** All of them or, if the process ends before the last, none. */
  private static void executeAll(Statement statement, List<String> commands) throws SQLException {
    statement.execute("BEGIN");
    for (String sql : commands) {
      statement.execute(sql);
    }
    statement.execute("COMMIT");
  }

  private void executeAll(List<String> commands, long number) throws SQLException {
    for (String sql : commands) {
      try (PreparedStatement command = connection.prepareStatement(sql)) {
        command.setLong(1, number);
        command.execute();
      }
    }
  }

  private long version(Statement statement) throws SQLException {
    return number(statement, "PRAGMA user_version");
  }

  private void add(Statement statement, String column) throws SQLException {
    String name = column.substring(0, column.indexOf(' '));
    if (number(statement, "SELECT count(*) FROM pragma_table_xinfo('record') WHERE name = '" + name + "'") == 0) {
      statement.execute("ALTER TABLE record ADD COLUMN " + column);
    }
  }

  private long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** Where a chain stands: the number of a record, and its hash. */
  public record Link(long number, String hash) {}

  /** The last record that was committed; number 0 if there is none. */
  public Link head() throws StoreException {
    return link("head");
  }

  /** When the last record was told, as it says itself; empty if there is none. */
  String lastTime() throws StoreException {
    try (Statement statement = connection.createStatement()) {
      return text(statement, "SELECT time FROM record ORDER BY number DESC LIMIT 1");
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** The last record that was taken away because of its age, or for want of room; number 0 if none was. */
  Link pruned() throws StoreException {
    return link("pruned");
  }

  private Link link(String part) throws StoreException {
    try (PreparedStatement query = connection.prepareStatement("SELECT number, hash FROM chain WHERE part = ?")) {
      query.setString(1, part);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? new Link(rows.getLong(1), rows.getString(2)) : new Link(0, HashChain.START);
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /**
   * Appends records and commits them; all or, if that fails, none.
   *
   * @param lines of JSON
   * @return the new head
   */
  public Link append(List<String> lines) throws StoreException {
    begin(); // before it is read where the chain ends
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO record (number, line, hash) VALUES (?, ?, ?)")) {
      Link head = head();
      HashChain chain = new HashChain(head.hash());
      long number = head.number();
      for (String line : lines) {
        insert.setLong(1, ++number);
        insert.setString(2, line);
        insert.setString(3, chain.next(number, line));
        insert.addBatch();
      }
      insert.executeBatch();
      executeAll(LastHosts.APPENDED, head.number());
      Link now = new Link(number, chain.hash());
      put("head", now);
      execute("COMMIT");
      return now;
    } catch (SQLException e) {
      rollBack();
      throw StoreException.of(file, e);
    } catch (StoreException e) {
      rollBack();
      throw e;
    }
  }

  private void put(String part, Link link) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("INSERT OR REPLACE INTO chain (part, number, hash) VALUES (?, ?, ?)")) {
      update.setString(1, part);
      update.setLong(2, link.number());
      update.setString(3, link.hash());
      update.execute();
    }
  }

  /** By hand: when a disk is full SQLite itself rolls back, of which the driver's own book of transactions knows nothing. */
  private void begin() throws StoreException {
    try {
      execute("BEGIN IMMEDIATE");
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  private void rollBack() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // it was done already
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (boolean hasRows = statement.execute(sql); hasRows; hasRows = statement.getResultSet().next()) {
        // a pragma that works on step by step
      }
    }
  }

  /**
   * Takes the oldest records away, at most a thousand at once, and gives their room back to the disk.
   *
   * @param before records told before this day or time (RFC 3339) go; empty for none
   * @param maxBytes if the file is larger the oldest go, whatever their age
   * @return how many went
   */
  public long prune(String before, long maxBytes) throws StoreException {
    Link pruned = pruned();
    long last = Math.min(bytes() > maxBytes ? head().number() - 1 : lastBefore(before, pruned), pruned.number() + PRUNED_AT_ONCE);
    if (last <= pruned.number()) {
      return 0;
    }
    Link newest = linkOf(last);
    begin();
    try {
      put("pruned", newest);
      executeAll(LastHosts.TAKEN_AWAY, last);
      executeAll(List.of("DELETE FROM record WHERE number <= ?"), last);
      execute("COMMIT");
      execute("PRAGMA incremental_vacuum");
      return last - pruned.number();
    } catch (SQLException e) {
      rollBack();
      throw StoreException.of(file, e);
    }
  }

  private Link linkOf(long number) throws StoreException {
    try (PreparedStatement query = connection.prepareStatement("SELECT hash FROM record WHERE number = ?")) {
      query.setLong(1, number);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new StoreException(file + ": record " + number + " is missing: nothing is taken away; see 'records verify'");
        }
        return new Link(number, rows.getString(1));
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** The last of the oldest records that were all told before a time. */
  private long lastBefore(String before, Link pruned) throws StoreException {
    try (PreparedStatement query = connection.prepareStatement("SELECT coalesce(min(number), 0) - 1 FROM record WHERE time >= ?")) {
      query.setString(1, before);
      try (ResultSet rows = query.executeQuery()) {
        long last = before.isEmpty() || !rows.next() ? 0 : rows.getLong(1);
        return last < 0 ? head().number() : Math.max(last, pruned.number());
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** Size of the database without what stands in the log. */
  public long bytes() throws StoreException {
    try (Statement statement = connection.createStatement()) {
      return (number(statement, "PRAGMA page_count") - number(statement, "PRAGMA freelist_count")) * number(statement, "PRAGMA page_size");
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** Takes the records of a query one by one. */
  @FunctionalInterface
  public interface Reader<E extends Exception> {
    /** Takes one. */
    void onRecord(long number, String line, String hash) throws E;
  }

  /** From now on all that is read is of this moment, whatever is appended; gives the head of this moment. */
  public Link freeze() throws StoreException {
    try {
      execute("BEGIN");
      return head();
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /**
   * Reads records in the order in which they were told.
   *
   * @param isLatest whether only the last record of each session and host is wanted
   */
  public <E extends Exception> void read(RecordFilter filter, boolean isLatest, Reader<E> reader) throws StoreException, E {
    String sql = "SELECT number, line, hash FROM " + (isLatest ? "latest" : "record") + filter.condition() + " ORDER BY number";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      filter.bind(query);
      hand(query, reader);
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  private static <E extends Exception> void hand(PreparedStatement query, Reader<E> reader) throws SQLException, E {
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        reader.onRecord(rows.getLong(1), rows.getString(2), rows.getString(3));
      }
    }
  }

  /** Takes the records of a query one by one, as they lie in the store. */
  @FunctionalInterface
  public interface LineReader<E extends Exception> {
    /** Takes one. */
    void onLine(long number, byte[] line) throws E;
  }

  /** Reads what hosts add up to, those of one address together: several where it was watched several times. */
  public <E extends Exception> void readHosts(LineReader<E> reader) throws StoreException, E {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(LastHosts.lines(version(statement)))) {
      while (rows.next()) {
        reader.onLine(rows.getLong(1), rows.getBytes(2));
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** Whether columns are made of the lines, and the view shows the last ones, as this program has it. */
  boolean isAsMade() throws StoreException {
    try (Statement statement = connection.createStatement()) {
      return RecordTable.isMade(text(statement, "SELECT sql FROM sqlite_master WHERE name = 'record'"), ADDED)
          && (version(statement) < VERSION || text(statement, "SELECT sql FROM sqlite_master WHERE name = 'latest'").equals(LATEST));
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** A record of a host that {@link #readHosts} gives and should not, or the other way round; 0 if there is none. */
  long wronglyListed() throws StoreException {
    try (Statement statement = connection.createStatement()) {
      long version = version(statement);
      return version == LastHosts.VERSION_WITHOUT ? 0 : number(statement, LastHosts.wrong(version));
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /**
   * Reads of each address the last record of each of its last sessions that were open from one time to another, the newest first.
   *
   * @param isShared whether an address had several customers
   * @param count of sessions of a customer of an address at most
   */
  public <E extends Exception> void readSessions(Iterable<String> addresses, Predicate<String> isShared, String from, String to,
      int count, Reader<E> reader) throws StoreException, E {
    try (PreparedStatement ofOne = connection.prepareStatement("SELECT" + SESSIONS + " ORDER BY time DESC LIMIT " + count);
        PreparedStatement ofEach = connection.prepareStatement("SELECT number, line, hash FROM (SELECT row_number() OVER (PARTITION BY "
            + LastHosts.CUSTOMER_OF_SESSION + " ORDER BY time DESC) AS place," + SESSIONS + ") WHERE place <= " + count)) {
      for (String address : addresses) {
        PreparedStatement query = isShared.test(address) ? ofEach : ofOne;
        query.setString(1, address);
        query.setString(2, from);
        query.setString(3, to);
        hand(query, reader);
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** Lets the database grow to so many pages, as a disk would that is full then. */
  void limitPages(int pages) throws StoreException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count=" + pages);
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // what was committed is on the disk
    }
  }
}
