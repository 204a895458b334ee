package stratoscope.metrics;

import java.util.List;

/**
 * Every meter of ours, each with its name on the page, its type, unit, labels and a sentence; the table in README.md says the same. Labels
 * are bounded: no address, wallet or name is one, but for {@link #TOP_HOST_SCORE}, whose hosts are limited in number.
 */
public enum Meter {
  CAPTURE_UP("capture_up", Type.GAUGE, "", "1 while packets can come from the interface, 0 while it is missing, down or without a link.",
      "interface"),
  CAPTURE_PACKETS("capture_packets_total", Type.COUNTER, "packets",
      "Packets that came in at the interface and passed the filter, those the kernel dropped included.", "interface"),
  CAPTURE_DROPPED("capture_dropped_packets_total", Type.COUNTER, "packets",
      "Packets the kernel dropped because the sensor was too slow.", "interface"),
  CAPTURE_FREEZES("capture_freezes_total", Type.COUNTER, "times", "Times the kernel found the ring full.", "interface"),
  CAPTURE_USED("capture_buffer_used_ratio", Type.GAUGE, "ratio",
      "Share of the ring that holds packets to be read; 1 means that packets are lost.", "interface"),
  CAPTURE_LOSSES("capture_losses_total", Type.COUNTER, "times", "Times the interface went down or away.", "interface"),
  CAPTURE_LAG("capture_lag_seconds", Type.GAUGE, "seconds",
      "How far the clock of the newest packets is behind the sensor's; 0 while none come."),
  PACKETS("packets_total", Type.COUNTER, "packets", "Packets read; the sum of inspected, ignored and unreadable ones."),
  PACKET_BYTES("packet_bytes_total", Type.COUNTER, "bytes", "Captured bytes of these packets."),
  INSPECTED("inspected_packets_total", Type.COUNTER, "packets", "Packets looked at: TCP, and DNS over UDP."),
  IGNORED("ignored_packets_total", Type.COUNTER, "packets", "Sound packets that can't carry what is looked for.", "reason"),
  UNREADABLE("unreadable_packets_total", Type.COUNTER, "packets", "Packets that could not be read.", "reason"),
  SEGMENTS("segments_total", Type.COUNTER, "segments", "TCP segments by what became of them.", "reason"),
  STREAM_EVENTS("stream_events_total", Type.COUNTER, "times", "What happened while streams were put together.", "reason"),
  STREAM_BYTES("stream_bytes_total", Type.COUNTER, "bytes", "Bytes of streams, by what became of them.", "reason"),
  FLOWS("flows_total", Type.COUNTER, "connections", "Connections looked at beyond their first bytes."),
  OPEN_FLOWS("open_flows", Type.GAUGE, "connections", "Connections looked at now."),
  MINING_FLOWS("mining_flows", Type.GAUGE, "connections", "Of these, the ones that show some sign of mining."),
  OUT_OF_ORDER_BYTES("out_of_order_bytes", Type.GAUGE, "bytes", "Bytes held back behind holes in streams."),
  OVERLOAD("overload_level", Type.GAUGE, "", "How much is left out to keep up, from 0 (nothing) to 3."),
  HANDED_OVER("handed_over_segments_total", Type.COUNTER, "segments", "Segments handed to the worker that has their connection."),
  LESSONS_LOST("lessons_lost_total", Type.COUNTER, "lessons", "What one worker learned of pools and another had no room to be told."),
  SCREENED_HOSTS("screened_hosts", Type.GAUGE, "addresses", "Distinct addresses seen so far, up to two million."),
  FINDINGS("findings_total", Type.COUNTER, "sessions", "Sessions that reached this verdict, counted once for each verdict they reached.",
      "verdict", "dialect", "coin"),
  ALLOWED_FINDINGS("allowed_findings_total", Type.COUNTER, "records", "Records that the allow list silenced."),
  SESSIONS("sessions", Type.GAUGE, "sessions", "Mining sessions open now.", "verdict", "dialect", "coin"),
  HOSTS("hosts", Type.GAUGE, "addresses", "Addresses that mine, or did within the hour.", "verdict"),
  HASHRATE("hashrate_hashes_per_second", Type.GAUGE, "hashes/second", "Estimated rate of the sessions open now that tell one.", "coin"),
  POWER("power_watts", Type.GAUGE, "watts", "Estimated electric power of the sessions open now that tell one, at least and at most.",
      "coin", "bound"),
  TOP_HOST_SCORE("top_host_score", Type.GAUGE, "", "Score of the surest hosts, at most as many as --top-hosts says.", "ip"),
  ALERT_LINES("alert_lines_total", Type.COUNTER, "lines", "Records written to the file of --write."),
  ALERT_LINES_LOST("alert_lines_lost_total", Type.COUNTER, "lines", "Records that could not be written, or found the queue full."),
  ALERT_QUEUE("alert_queue_lines", Type.GAUGE, "lines", "Records that wait to be written."),
  ALERTS("alerts_total", Type.COUNTER, "alerts", "Alerts told, by what happened.", "event"),
  ALERTS_WITHHELD("alerts_withheld_total", Type.COUNTER, "alerts", "Alerts not told, by what held them back.", "reason"),
  ALERTS_DELIVERED("alerts_delivered_total", Type.COUNTER, "alerts", "Alerts that a sink took, as far as it can be known.", "sink"),
  ALERT_FAILURES("alert_failures_total", Type.COUNTER, "times", "Tries to deliver an alert that failed; it may be tried again.", "sink"),
  ALERTS_DROPPED("alerts_dropped_total", Type.COUNTER, "alerts",
      "Alerts given up: queue or spool was full, or the receiver refused them.", "sink"),
  ALERTS_QUEUED("alerts_queued", Type.GAUGE, "alerts", "Alerts that wait for a sink, in memory and in its spool.", "sink"),
  STORE_RECORDS("store_records_total", Type.COUNTER, "records", "Access records written to the store."),
  STORE_RECORDS_LOST("store_records_lost_total", Type.COUNTER, "records", "Access records that the store could not take."),
  STORE_ERRORS("store_errors_total", Type.COUNTER, "times", "Times the store could not be written."),
  STORE_WAITING("store_waiting_records", Type.GAUGE, "records", "Access records that wait to be written."),
  STORE_LAG("store_lag_seconds", Type.GAUGE, "seconds", "Age of the oldest access record that is not written yet."),
  STORE_BYTES("store_bytes", Type.GAUGE, "bytes", "Size of the store."),
  EVIDENCE_FILES("evidence_files_total", Type.COUNTER, "files", "Evidence files written to the folder of --evidence."),
  EVIDENCE_REMOVED("evidence_removed_total", Type.COUNTER, "files", "Evidence files removed for want of room, the oldest first."),
  EVIDENCE_LOST("evidence_lost_total", Type.COUNTER, "files", "Evidence files that could not be written."),
  EVIDENCE_PACKETS_LOST("evidence_packets_lost_total", Type.COUNTER, "packets",
      "Packets that would prove something, and found the memory for them full."),
  EVIDENCE_BYTES("evidence_bytes", Type.GAUGE, "bytes", "Room that the evidence files take."),
  HTTP_REFUSED("http_refused_total", Type.COUNTER, "times", "Requests and connections to this page that were sent away.", "reason"),
  STATE_SAVES("state_saves_total", Type.COUNTER, "times", "Times the state was written to the file of --state."),
  STATE_ERRORS("state_errors_total", Type.COUNTER, "times", "Times it could not be written, or not be read at the start."),
  STATE_RECORDS_LOST("state_records_lost_total", Type.COUNTER, "records", "Records of the state that could not be used, or found no room."),
  RULES_LOADED("rules_loaded_timestamp_seconds", Type.GAUGE, "seconds", "When the rules in use were read, in seconds since 1970."),
  RULES_USABLE("rules_last_reload_successful", Type.GAUGE, "", "1, or 0 while rules that changed were refused and the old ones stay.");

  /** Types of Prometheus. */
  public enum Type {
    COUNTER, GAUGE
  }

  private static final String PREFIX = "stratoscope_";
  private static final String TOTAL = "_total";

  private final String suffix;
  private final Type type;
  private final String unit;
  private final String sentence;
  /** Separated by spaces. */
  private final String labels;

  Meter(String suffix, Type type, String unit, String sentence, String... labels) {
    this.suffix = suffix;
    this.type = type;
    this.unit = unit;
    this.sentence = sentence;
    this.labels = String.join(" ", labels);
  }

  /** The name on the page. */
  public String fullName() {
    return PREFIX + suffix;
  }

  /** The name for Micrometer, which adds the end of a counter's itself. */
  String registeredName() {
    return PREFIX + (type == Type.COUNTER ? suffix.substring(0, suffix.length() - TOTAL.length()) : suffix);
  }

  public Type type() {
    return type;
  }

  /** What is counted; empty for a bare number. */
  public String unit() {
    return unit;
  }

  public String sentence() {
    return sentence;
  }

  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
  }
}
