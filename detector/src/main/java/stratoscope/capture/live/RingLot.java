package stratoscope.capture.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * The rings of one interface, one for each worker, opened together by the first that finds it up: opened one by one they would show packets
 * twice. A worker that comes again has lost its ring, and all get others. Safe for threads. Closes what nobody came for by then.
 */
final class RingLot implements AutoCloseable {
  private final LiveOptions options;
  private final FlowSplit split;
  private final List<@Nullable Ring> left = new ArrayList<>();
  private List<Ring> newest = List.of();
  private int index;

  /** @param options of all rings together */
  RingLot(LiveOptions options, FlowSplit split) {
    this.options = options.sharedBy(split.workers());
    this.split = split;
  }

  /** The options of each ring. */
  LiveOptions options() {
    return options;
  }

  int workers() {
    return split.workers();
  }

  /**
   * The ring of a worker.
   *
   * @param now number of the interface
   * @throws CaptureException if the filter is none
   */
  synchronized Ring take(int worker, int now, LinkLayer link) throws CaptureException {
    if (now != index || left.isEmpty() || left.get(worker) == null) {
      close();
      newest = Ring.openAll(now, link, options, split);
      left.addAll(newest);
      index = now;
    }
    return Objects.requireNonNull(left.set(worker, null));
  }

  /** Whether there are other rings by now. */
  synchronized boolean isOld(Capture ring) {
    return !newest.contains(ring);
  }

  @Override
  public synchronized void close() {
    left.removeAll(Collections.singleton(null));
    for (Ring ring : left) {
      if (ring != null) {
        ring.close();
      }
    }
    left.clear();
  }
}
