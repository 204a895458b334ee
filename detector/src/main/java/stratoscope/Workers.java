package stratoscope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.PacketSource;
import stratoscope.capture.live.Convoy;
import stratoscope.capture.live.FlowSplit;
import stratoscope.circumstance.Lesson;
import stratoscope.config.Knowledge;
import stratoscope.host.AddressCounter;
import stratoscope.inventory.Inventory;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateException;
import stratoscope.state.StateKeeper;
import stratoscope.state.StateReader;

/**
 * Detectors that share live traffic, each with a thread, a source and connections of its own; one alone runs on the caller's thread. What
 * one learns of pools and hosts is told to the others, what they find goes to one docket, so that together they find what one would.
 * Each thread may call {@link #use}; all else is for the one that runs them. Lessons that find a queue full are counted.
 */
public final class Workers {
  /** Memory for segments on their way between workers, all of it, and of one of many. */
  private static final int HAND_OVER_BYTES = 64 << 20;
  private static final int MIN_HAND_OVER_BYTES = 1 << 20;
  private static final int MAX_SCREENED_HOSTS = 1 << 21;

  private final List<PacketSource> sources;
  private final Docket docket;
  private final Convoy convoy;
  private final List<Detector> detectors = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final AddressCounter screened = new AddressCounter(MAX_SCREENED_HOSTS);
  private final AtomicLong lostLessons = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  /** The last of each since all were told of. */
  private final @Nullable Pulse[] pulses;

  /**
   * One detector for each source.
   *
   * @param options of all together
   * @param split how the sources were split
   * @param interfaces names that the sources may have
   */
  public Workers(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records, FlowSplit split,
      List<String> interfaces, List<? extends PacketSource> sources) {
    this(new Docket(options, knowledge, inventory, records), options, knowledge, split, interfaces, sources, new Convoy(sources.size()));
  }

  Workers(Docket docket, DetectorOptions options, Knowledge knowledge, FlowSplit split, List<String> interfaces,
      List<? extends PacketSource> sources, Convoy convoy) {
    this.docket = docket;
    this.sources = List.copyOf(sources);
    this.convoy = convoy;
    int count = sources.size();
    pulses = new Pulse[count];
    DetectorOptions share = options.sharedBy(count);
    for (int i = 0; i < count; i++) {
      detectors.add(new Detector(share, knowledge, docket));
      if (count > 1) {
        int bytes = Math.max(MIN_HAND_OVER_BYTES, (HAND_OVER_BYTES / count) & ~7);
        workers.add(new Worker(i, sources.get(i), interfaces, split, convoy, bytes));
      }
    }
    for (int i = 0; i < workers.size(); i++) {
      join(detectors.get(i), workers.get(i));
    }
  }

  private void join(Detector detector, Worker worker) {
    worker.join(workers, detector::learn);
    detector.join(worker, lesson -> tell(worker, lesson));
    detector.onAddress((high, low, micros) -> {
      synchronized (screened) {
        screened.addPair(high, low, high, low, micros);
      }
    });
  }

  @SuppressWarnings("ReferenceEquality") // it is the same worker that must not hear itself
  private void tell(Worker from, Lesson lesson) {
    for (Worker to : workers) {
      if (to != from && !to.tell(lesson)) {
        lostLessons.incrementAndGet();
      }
    }
  }

  /**
   * Says that the traffic is live, before the run.
   *
   * @param onPulse takes the sums twice a second, as long as all detectors give signs of life; one call at a time
   */
  public void watch(Consumer<Pulse> onPulse) {
    for (int i = 0; i < detectors.size(); i++) {
      int index = i;
      detectors.get(i).watch(detectors.size() == 1 ? onPulse : pulse -> onPulse(index, pulse, onPulse));
    }
  }

  private void onPulse(int index, Pulse pulse, Consumer<Pulse> onPulse) {
    synchronized (pulses) {
      pulses[index] = pulse;
      Pulse sum = null;
      for (Pulse each : pulses) {
        if (each == null) {
          return;
        }
        sum = sum == null ? each : new Pulse(sum.stats().plus(each.stats(), screenedHosts()), sum.openFlows() + each.openFlows(),
            sum.miningFlows() + each.miningFlows(), sum.outOfOrderBytes() + each.outOfOrderBytes(),
            Math.max(sum.overloadLevel(), each.overloadLevel()), Math.max(sum.newestMicros(), each.newestMicros()));
      }
      Arrays.fill(pulses, null);
      onPulse.accept(sum);
    }
  }

  private long screenedHosts() {
    synchronized (screened) {
      return screened.count();
    }
  }

  /** Lets what all know be saved, while packets come and at the end; before the run. */
  public void save(StateKeeper keeper) {
    for (int i = 0; i < detectors.size(); i++) {
      detectors.get(i).save(keeper.newPart(), i == 0);
    }
  }

  /** Takes a record from before a restart; before the run. */
  public void restore(StateReader in) throws StateException {
    if (!docket.restore(in.again())) {
      for (Detector detector : detectors) {
        detector.restore(in.again());
      }
    }
  }

  /** From their next packets on other rules count. */
  public void use(Knowledge knowledge) {
    detectors.forEach(detector -> detector.use(knowledge));
  }

  /** From now on an address is his who has it there. */
  public void use(Inventory inventory) {
    docket.use(inventory);
  }

  /**
   * Takes all packets of all sources, reports what they show, and ends every session still open.
   *
   * @throws IOException if records can't be written; a detector that fails ends all
   */
  public void run() throws IOException {
    if (workers.isEmpty()) {
      detectors.get(0).run(sources.get(0));
      return;
    }
    docket.resume();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      int index = i;
      Thread thread = new Thread(() -> read(index), "worker-" + i);
      thread.start();
      threads.add(thread);
    }
    threads.forEach(thread -> join(thread, threads));
    rethrow(failure.get());
    end();
  }

  private void read(int index) {
    try {
      detectors.get(index).read(workers.get(index));
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      workers.forEach(Worker::stop);
    } finally {
      convoy.end(index);
    }
  }

  /** Waits; who is told not to passes that on, since it is the threads that wait for input. */
  private static void join(Thread thread, List<Thread> all) {
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        all.forEach(Thread::interrupt);
      }
    }
  }

  private static void rethrow(@Nullable Throwable failed) throws IOException {
    if (failed instanceof IOException e) {
      throw e;
    } else if (failed instanceof RuntimeException e) {
      throw e;
    } else if (failed instanceof Error e) {
      throw e;
    }
  }

  /** Publishes what is left in the order in which one detector would, each session with what the ones before it taught. */
  private void end() throws IOException {
    for (Detector detector : detectors) {
      detector.leave();
    }
    for (Detector detector : detectors) {
      detector.endFlows();
    }
    workers.forEach(Worker::hear);
    for (Sessions next = nextToPublish(); next != null; next = nextToPublish()) {
      next.publishNext();
      workers.forEach(Worker::hear);
    }
    docket.close();
  }

  private @Nullable Sessions nextToPublish() {
    Sessions next = null;
    for (Detector detector : detectors) {
      Sessions each = detector.sessions();
      if (each.nextEndedMicros() < (next == null ? Long.MAX_VALUE : next.nextEndedMicros())) {
        next = each;
      }
    }
    return next;
  }

  /** The sums so far; see {@link Detector#stats}. */
  public Stats stats(Map<String, Long> captureProblems, double elapsedSeconds) {
    Stats sum = null;
    for (Detector detector : detectors) {
      Stats stats = detector.stats(captureProblems, elapsedSeconds);
      sum = sum == null ? stats : sum.plus(stats, screenedHosts());
    }
    return Objects.requireNonNull(sum);
  }

  /** Lessons that found a queue full; from any thread. */
  public long lostLessons() {
    return lostLessons.get();
  }

  /** Segments handed to the worker that has their connection; from any thread. */
  public long handedOver() {
    return workers.stream().mapToLong(Worker::handedOver).sum();
  }
}
