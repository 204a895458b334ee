package stratoscope.capture.live;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.BpfFilter;
import stratoscope.capture.CaptureException;
import stratoscope.capture.PacketSource;

/**
 * The live interfaces as one or more workers read them, each from a source of its own. Opened and closed by one thread; counts are for
 * any.
 */
public final class LiveWire implements Closeable {
  private final List<LiveSource> live = new ArrayList<>();
  private final List<PacketSource> sources = new ArrayList<>();
  private final List<RingLot> lots = new ArrayList<>();
  private final List<InterfaceCounts> counts;

  private LiveWire(List<String> interfaces, LiveOptions options, FlowSplit split, Consumer<String> log) throws CaptureException {
    try {
      if (split.workers() > 1) {
        interfaces.forEach(name -> lots.add(new RingLot(options, split)));
      }
      for (int worker = 0; worker < split.workers(); worker++) {
        LiveSource source = open(interfaces, options, worker, worker == 0 ? log : line -> {});
        live.add(source);
        sources.add(options.isFilteredHere() ? BpfFilter.live(source, String.valueOf(options.filter())) : source);
      }
    } catch (CaptureException e) {
      close();
      throw e;
    }
    counts = IntStream.range(0, interfaces.size())
        .mapToObj(at -> InterfaceCounts.sum(live.stream().map(source -> source.counts().get(at)).toList())).toList();
  }

  private LiveSource open(List<String> interfaces, LiveOptions options, int worker, Consumer<String> log) throws CaptureException {
    List<Tap> taps = new ArrayList<>();
    for (int at = 0; at < interfaces.size(); at++) {
      @Nullable RingLot lot = lots.isEmpty() ? null : lots.get(at);
      taps.add(new Tap(interfaces.get(at), options, lot, worker, log));
    }
    return LiveSource.open(taps, options, lots.isEmpty() ? LiveSource.TICK_MILLIS : LiveSource.WORKER_TICK_MILLIS);
  }

  /**
   * Opens what is there; what isn't is waited for.
   *
   * @param split how packets are split among workers
   * @param log takes a line for the user when an interface comes or goes
   * @throws CaptureException if capturing is not permitted or not possible, or the filter is none
   */
  public static LiveWire open(List<String> interfaces, LiveOptions options, FlowSplit split, Consumer<String> log)
      throws CaptureException {
    if (split.workers() > 1 && !Linux.isHere()) {
      throw new CaptureException("--workers needs the packet ring of Linux on 64 bits: use one worker");
    }
    return new LiveWire(interfaces, options, split, log);
  }

  /** What each worker reads, in their order. */
  public List<PacketSource> sources() {
    return List.copyOf(sources);
  }

  /** What happened at each interface. */
  public List<InterfaceCounts> counts() {
    return counts;
  }

  /** Brings the counts up to date, when nobody reads any more. */
  public void count() {
    live.forEach(LiveSource::count);
  }

  @Override
  public void close() throws CaptureException {
    try {
      for (PacketSource source : sources) {
        source.close();
      }
    } catch (IOException e) {
      throw new CaptureException("the capture can't be closed: " + e.getMessage(), e);
    }
    lots.forEach(RingLot::close);
  }
}
