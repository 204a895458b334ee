package stratoscope.record.store;

import java.util.List;

/** The table of records in the words of SQLite: columns read from each line, stored where they are asked for often. */
final class RecordTable {
  static final String MADE = """
      CREATE TABLE record (
        number INTEGER PRIMARY KEY,
        line TEXT NOT NULL,
        hash TEXT NOT NULL,
        event_type TEXT AS (json_extract(line, '$.event_type')) STORED,
        time TEXT AS (json_extract(line, '$.timestamp')) STORED,
        flow_id INTEGER AS (json_extract(line, '$.flow_id')) STORED,
        ip TEXT AS (coalesce(json_extract(line, '$.src_ip'), json_extract(line, '$.host.ip'))) STORED,
        verdict TEXT AS (coalesce(json_extract(line, '$.mining.verdict'), json_extract(line, '$.host.verdict'))) STORED,
        first_seen TEXT AS (coalesce(json_extract(line, '$.mining.first_seen'), json_extract(line, '$.host.first_seen'))) STORED,
        wallet TEXT AS (json_extract(line, '$.mining.wallet')) STORED,
        pool TEXT AS (json_extract(line, '$.mining.pool')) STORED,
        src_port INTEGER AS (json_extract(line, '$.src_port')),
        dest_ip TEXT AS (json_extract(line, '$.dest_ip')),
        dest_port INTEGER AS (json_extract(line, '$.dest_port')),
        last_seen TEXT AS (coalesce(json_extract(line, '$.mining.last_seen'), json_extract(line, '$.host.last_seen'))),
        bytes_up INTEGER AS (json_extract(line, '$.mining.bytes_up')),
        bytes_down INTEGER AS (json_extract(line, '$.mining.bytes_down')),
        score INTEGER AS (coalesce(json_extract(line, '$.mining.score'), json_extract(line, '$.host.score'))),
        dialect TEXT AS (json_extract(line, '$.mining.dialect')),
        coin TEXT AS (json_extract(line, '$.mining.coin')),
        pool_host TEXT AS (json_extract(line, '$.mining.pool_host')),
        worker TEXT AS (json_extract(line, '$.mining.worker')),
        agent TEXT AS (json_extract(line, '$.mining.agent')),
        shares_submitted INTEGER AS (json_extract(line, '$.mining.shares.submitted')),
        shares_accepted INTEGER AS (json_extract(line, '$.mining.shares.accepted')),
        evidence TEXT AS (json_extract(line, '$.mining.evidence')),
        state TEXT AS (coalesce(json_extract(line, '$.mining.state'), json_extract(line, '$.host.state')))
      )""";

  private RecordTable() {}

  /** Whether that is what SQLite has of this table, with any of the columns that came later. */
  static boolean isMade(String sql, List<String> added) {
    String rest = sql;
    for (String column : added) {
      rest = rest.replace(", " + column, "");
    }
    return rest.equals(MADE);
  }
}
