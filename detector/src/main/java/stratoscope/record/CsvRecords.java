package stratoscope.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/**
 * Writes one row per mining session as CSV (RFC 4180, UTF-8, header first); hosts and sums are for the other formats. One thread. A
 * value that a spreadsheet would run as a formula gets an apostrophe in front, since miners choose their names.
 */
public final class CsvRecords implements RecordSink {
  private static final String HEADER = "first_seen,last_seen,verdict,score,src_ip,src_port,dest_ip,dest_port,dialect,role,midstream,"
      + "sides_seen,coin,algorithm,user,wallet,worker,agent,device_class,shares_submitted,shares_accepted,shares_rejected,difficulty,"
      + "hashes_per_second,hashes_per_second_low,hashes_per_second_high,bytes_up,bytes_down,flow_id,community_id,pcap_filename,pcap_cnt,"
      + "evidence,pool,pool_host,carriers,allowed\r\n";

  /** The last four are the full-width forms, which spreadsheets take for the same (OWASP, CSV injection). */
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private final Writer out;

  /**
   * Writes the header.
   *
   * @throws IOException if the header can't be written
   */
  public CsvRecords(OutputStream stream) throws IOException {
    out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    out.write(HEADER);
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    StringBuilder row = new StringBuilder(512);
    connection(row, finding);
    dialogue(row, finding.dialogue(), finding.work());
    work(row, finding.work());
    Finding.Connection c = finding.connection();
    cells(row, c.bytesUp(), c.bytesDown(), c.flowId(), CommunityId.of(c),
        c.captureName(), c.packetNumber(),
        finding.evidence().stream().map(sign -> sign.rule().id()).collect(Collectors.joining(" ")),
        finding.dialogue().pool().name(), finding.dialogue().pool().host(), String.join(" ", finding.speech().carriers()),
        finding.allowed());
    row.setLength(row.length() - 1);
    out.write(row.append("\r\n").toString());
    out.flush();
  }

  private static void connection(StringBuilder row, Finding finding) {
    Finding.Connection c = finding.connection();
    cells(row, Timestamps.rfc3339(c.firstSeenMicros()), Timestamps.rfc3339(c.lastSeenMicros()), finding.verdict().label(),
        finding.score(), c.miner(), c.minerPort(), c.pool(), c.poolPort(), finding.dialogue().dialect(), finding.dialogue().role(),
        c.isMidstream(), c.sidesSeen());
  }

  private static void dialogue(StringBuilder row, Finding.Dialogue d, Finding.Work w) {
    Identity identity = d.identity();
    cells(row, w.coin(), w.algorithm(), identity == null ? null : identity.user(), identity == null ? null : identity.wallet(),
        identity == null ? null : identity.worker(), d.agent(), d.deviceClass());
  }

  private static void work(StringBuilder row, Finding.Work w) {
    Hashrate rate = w.hashrate();
    cells(row, w.submitted(), w.accepted(), w.rejected(), known(w.difficulty()), rate == null ? null : rate.hashesPerSecond(),
        rate == null ? null : rate.low(), rate == null ? null : rate.high());
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static void cells(StringBuilder row, @Nullable Object... values) {
    for (Object value : values) {
      row.append(value == null ? "" : value instanceof String text ? quoted(text) : value.toString()).append(',');
    }
  }

  private static String quoted(String text) {
    String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean isPlain = List.of("\"", ",", "\n", "\r").stream().noneMatch(safe::contains);
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  @Override
  public void onHost(Host host) {
    // a row is a session
  }

  @Override
  public void onStats(Stats stats) {
    // a row is a session
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
