package stratoscope.capture.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * The rings of one interface, one for each worker, opened together by the first that finds it up. Safe for threads. Closes what nobody came
 * for before the interface was replaced.
 */
final class RingLot implements AutoCloseable {
  private final String name;
  private final LiveOptions options;
  private final FlowSplit split;
  private final List<@Nullable Ring> left = new ArrayList<>();
  private int index;

  /** @param options of all rings together */
  RingLot(String name, LiveOptions options, FlowSplit split) {
    this.name = name;
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
   * @throws CaptureException if the filter is none, or the worker has had its ring: rings opened one by one would show packets twice
   */
  synchronized Ring take(int worker, int now, LinkLayer link) throws CaptureException {
    if (now != index || left.isEmpty()) {
      close();
      left.addAll(Ring.openAll(now, link, options, split));
      index = now;
    }
    Ring ring = left.set(worker, null);
    if (ring == null) {
      throw new CaptureException(name + ": a worker lost its ring");
    }
    return ring;
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
