package stratoscope.record.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which records of a store are wanted: all conditions must hold. One thread. */
public final class RecordFilter {
  private final List<String> conditions = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private void add(String condition, @Nullable String value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  /** Last seen at that day or time (RFC 3339, or the beginning of it), or later. */
  public RecordFilter from(@Nullable String time) {
    add("time >= ?", time);
    return this;
  }

  /** Told before that day or time. */
  public RecordFilter to(@Nullable String time) {
    add("time < ?", time);
    return this;
  }

  /** Of that miner. */
  public RecordFilter ip(@Nullable String address) {
    add("ip = ?", address);
    return this;
  }

  /** Of that wallet. */
  public RecordFilter wallet(@Nullable String wallet) {
    add("wallet = ?", wallet);
    return this;
  }

  /** Of that operator of a pool, whatever its case. */
  public RecordFilter pool(@Nullable String pool) {
    add("pool = ? COLLATE NOCASE", pool);
    return this;
  }

  /** Of that event type. */
  public RecordFilter type(@Nullable String type) {
    add("event_type = ?", type);
    return this;
  }

  /** As sure as this or surer; null for any. */
  public RecordFilter weakest(@Nullable String verdict) {
    List<String> strengths = List.of("suspected", "probable", "confirmed");
    if (verdict != null) {
      List<String> wanted = strengths.subList(strengths.indexOf(verdict), strengths.size());
      conditions.add("verdict IN ('" + String.join("', '", wanted) + "')");
    }
    return this;
  }

  String condition() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  void bind(PreparedStatement query) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      query.setString(i + 1, values.get(i));
    }
  }
}
