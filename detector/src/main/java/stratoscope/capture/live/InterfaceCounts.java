package stratoscope.capture.live;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What happened at one interface since the start. Written by the thread that captures, read by any. */
public final class InterfaceCounts {
  private final String name;
  /** Of the workers, where these are their sum. */
  private final List<InterfaceCounts> parts;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong freezes = new AtomicLong();
  private final AtomicLong losses = new AtomicLong();
  private volatile boolean isCapturing;
  private volatile double usedShare;

  InterfaceCounts(String name) {
    this(name, List.of());
  }

  private InterfaceCounts(String name, List<InterfaceCounts> parts) {
    this.name = name;
    this.parts = parts;
  }

  /** What happened at one interface, of which each part of the packets has a worker of its own that counts. */
  static InterfaceCounts sum(List<InterfaceCounts> workers) {
    return workers.size() == 1 ? workers.get(0) : new InterfaceCounts(workers.get(0).name, workers);
  }

  void add(long moreReceived, long moreDropped, long moreFreezes) {
    received.addAndGet(moreReceived);
    dropped.addAndGet(moreDropped);
    freezes.addAndGet(moreFreezes);
  }

  void onUsed(double share) {
    usedShare = share;
  }

  void onCapturing(boolean isNow) {
    if (isCapturing && !isNow) {
      losses.incrementAndGet();
    }
    isCapturing = isNow;
  }

  /** The interface, as the user wrote it. */
  public String name() {
    return name;
  }

  /** Packets that passed the filter, those dropped included. */
  public long received() {
    return received.get() + parts.stream().mapToLong(InterfaceCounts::received).sum();
  }

  /** Of these, the ones that the kernel dropped because we were too slow. */
  public long dropped() {
    return dropped.get() + parts.stream().mapToLong(InterfaceCounts::dropped).sum();
  }

  /** Times the ring was full, so that the kernel stopped filling it. */
  public long freezes() {
    return freezes.get() + parts.stream().mapToLong(InterfaceCounts::freezes).sum();
  }

  /** Times the interface went down or away. */
  public long losses() {
    return parts.stream().mapToLong(InterfaceCounts::losses).max().orElseGet(losses::get);
  }

  /** Share of the ring that held packets to be read when it was last looked at; 0 with libpcap, which doesn't tell. */
  public double usedShare() {
    return parts.stream().mapToDouble(InterfaceCounts::usedShare).max().orElse(usedShare);
  }

  /** Whether packets can come. */
  public boolean isCapturing() {
    return parts.isEmpty() ? isCapturing : parts.stream().allMatch(InterfaceCounts::isCapturing);
  }
}
