package stratoscope.capture.live;

import java.util.concurrent.atomic.AtomicLong;

/** What happened at one interface since the start. Written by the thread that captures, read by any. */
public final class InterfaceCounts {
  private final String name;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong freezes = new AtomicLong();
  private final AtomicLong losses = new AtomicLong();
  private volatile boolean isCapturing;
  private volatile double usedShare;

  InterfaceCounts(String name) {
    this.name = name;
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
    return received.get();
  }

  /** Of these, the ones that the kernel dropped because we were too slow. */
  public long dropped() {
    return dropped.get();
  }

  /** Times the ring was full, so that the kernel stopped filling it. */
  public long freezes() {
    return freezes.get();
  }

  /** Times the interface went down or away. */
  public long losses() {
    return losses.get();
  }

  /** Share of the ring that held packets to be read when it was last looked at, a tenth of a second ago; 0 with libpcap, which doesn't tell. */
  public double usedShare() {
    return usedShare;
  }

  /** Whether packets can come. */
  public boolean isCapturing() {
    return isCapturing;
  }
}
