package stratoscope.record.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.stratum.Recent;

/**
 * The access records of live traffic, for a store: of each session one when its verdict rises, one a period while it goes on, and one when
 * it ends; of each host one when its verdict rises, one a period while it changes, and one when it is gone. One thread. Bounded: of
 * sessions that were told of first the period begins anew.
 */
public final class StoreRecords implements RecordSink {
  private static final int MAX_SESSIONS = 65_536;

  private final StoreWriter writer;
  private final long periodMicros;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonRecords json = JsonRecords.live(bytes);
  /** By flow, when it was last written. */
  private final Map<Long, Long> written = new Recent<>(MAX_SESSIONS);

  /** @param periodMinutes that an open session goes on before another record is written of it */
  public StoreRecords(StoreWriter writer, int periodMinutes) {
    this.writer = writer;
    periodMicros = TimeUnit.MINUTES.toMicros(periodMinutes);
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    written.remove(finding.connection().flowId());
    json.onMining(finding, proof);
    offer(finding.connection().lastSeenMicros());
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    long now = finding.connection().lastSeenMicros();
    Long last = written.get(finding.connection().flowId());
    if (isRaised || last == null || Math.abs(now - last) >= periodMicros) { // a clock may be set back
      written.put(finding.connection().flowId(), now);
      json.onOpen(finding, proof, true);
      offer(now);
    }
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    onHost(host);
  }

  @Override
  public void onHost(Host host) throws IOException {
    json.onHost(host);
    offer(host.lastSeenMicros());
  }

  @Override
  public void onStats(Stats stats) {
    // sums are for those who run the sensor
  }

  private void offer(long micros) {
    String line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    bytes.reset();
    if (!line.isEmpty()) {
      writer.offer(micros, line);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
