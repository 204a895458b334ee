package stratoscope.alert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/**
 * Takes findings and tells of them through {@link Outlet}s, as {@link AlertBook} says when. Safe for threads: several detectors
 * may hand in findings. Never waits for a receiver.
 */
public final class Alerts implements RecordSink {
  /** For all outlets to end, if there is so much time. */
  private static final long STOP_MILLIS = 2000;

  private final LongSupplier nanos;
  private final LongSupplier leftMillis;
  private final Consumer<String> log;
  private final List<Outlet> outlets = new ArrayList<>();
  private final AlertBook book;
  /** Those that are waited for. */
  private final List<Outlet> running = new ArrayList<>();
  private boolean isStopped;
  private long stopNanos;

  /**
   * Without outlets.
   *
   * @param nanos the machine's clock, for retries
   * @param leftMillis how long may be waited at the end
   * @param log takes lines for the user
   */
  public Alerts(AlertTerms terms, LongSupplier nanos, LongSupplier leftMillis, Consumer<String> log) {
    this.nanos = nanos;
    this.leftMillis = leftMillis;
    this.log = log;
    book = new AlertBook(terms, this::tell);
  }

  /**
   * Adds a sink. To be called before the first finding.
   *
   * @param label its word in metrics
   * @param spool folder in which undelivered alerts wait; null for memory
   * @param spoolBytes that may wait
   * @throws IOException if the folder can't be used
   */
  public void add(String label, AlertSink sink, @Nullable Path spool, long spoolBytes) throws IOException {
    Spool waiting = spool == null ? new MemorySpool(spoolBytes) : new DiskSpool(spool, spoolBytes);
    Outlet outlet = new Outlet(label, sink, waiting, OutletTerms.defaults(), nanos, log);
    outlets.add(outlet);
    running.add(outlet);
  }

  private void tell(Alert alert) {
    outlets.forEach(outlet -> outlet.offer(alert));
  }

  /** Takes the detector's time. */
  public synchronized void onPulse(Pulse pulse) {
    if (pulse.newestMicros() > 0) {
      book.onTime(pulse.newestMicros());
    }
  }

  /** What was told, as pieces to be saved, each in a moment: findings hardly wait for it. Any thread. */
  public synchronized List<Stateful> pieces() {
    List<Stateful> pieces = new ArrayList<>();
    book.saveTo(pieces);
    return pieces.stream().<Stateful>map(piece -> out -> {
      synchronized (this) {
        piece.save(out);
      }
    }).toList();
  }

  /** Takes what was told before a restart; false if it is something else. Before the first finding. */
  public synchronized boolean restore(StateReader in) throws StateException {
    return book.restore(in);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) {
    onFinding(finding);
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) {
    onFinding(finding);
  }

  private synchronized void onFinding(Finding finding) {
    if (finding.allowed() == null && finding.verdict() != Verdict.NONE) {
      book.onFinding(finding);
    }
  }

  @Override
  public void onHost(Host host) {}

  @Override
  public void onStats(Stats stats) {}

  /** Those added, to show their counts. */
  public List<Outlet> outlets() {
    return List.copyOf(outlets);
  }

  /** Gives one number that is counted, with the word for its kind. */
  public interface Counts {
    void show(String label, LongSupplier count);
  }

  /** Shows how many alerts were told, by event. */
  public void showTold(Counts counts) {
    for (AlertEvent event : AlertEvent.values()) {
      counts.show(event.label(), () -> book.told(event));
    }
  }

  /** Shows how many alerts were not told, by reason. */
  public void showWithheld(Counts counts) {
    for (AlertBook.Withheld reason : AlertBook.Withheld.values()) {
      counts.show(reason.label(), () -> book.withheld(reason));
    }
  }

  /** Takes no more: each outlet tries what waits, and ends. Waits for the first alone, whose alerts stand among other lines. */
  public void end() {
    stop();
    if (!running.isEmpty()) {
      running.remove(0).awaitEnd(this::waitMillis);
    }
  }

  private void stop() {
    if (!isStopped) {
      isStopped = true;
      outlets.forEach(Outlet::stop);
      stopNanos = nanos.getAsLong();
    }
  }

  private long waitMillis() {
    return Math.min(STOP_MILLIS - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - stopNanos), leftMillis.getAsLong());
  }

  /** Waits for all outlets, two seconds from {@link #end} at most. */
  @Override
  public void close() {
    stop();
    running.forEach(outlet -> outlet.awaitEnd(this::waitMillis));
    running.clear();
  }
}
