package stratoscope.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.Strain;

/**
 * The packets of one or more live interfaces, as one source that never ends by itself. One thread reads; counts are for any. Where nothing
 * comes for a tenth of a second it gives a tick, so that whoever reads can go on with what is due.
 *
 * <p>Of several interfaces the earliest packet comes first, as one may carry what goes out and another what comes in: a packet waits up to
 * {@link #ORDER_MICROS} for earlier ones from an interface that is silent. Drops nothing; what the kernel drops is counted for each
 * interface.
 */
public final class LiveSource implements PacketSource {
  static final int TICK_MILLIS = 100;
  /** The same where others may have packets for whoever reads. */
  static final int WORKER_TICK_MILLIS = 5;
  /** Between two looks at an interface that can't be waited at. */
  private static final int NAP_MILLIS = 5;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** Twice as long as a packet may wait in a block of the ring. */
  private static final long ORDER_MICROS = 100_000;
  /** Packets between two looks at the clock. */
  private static final int CLOCK_MASK = 1023;
  private static final int POLLFD_BYTES = 8;

  private final List<Tap> taps;
  private final int tickMillis;
  private final Memory pollFds;
  private Tap last;
  private @Nullable Tap toTake;
  private long number;
  private long nextLookNanos = System.nanoTime();

  private LiveSource(List<Tap> taps, LiveOptions options, int tickMillis) throws CaptureException {
    if (options.mode() == LiveOptions.Mode.RING && !Linux.isHere()) {
      throw new CaptureException("--capture ring needs Linux on 64 bits: use --capture pcap4j");
    }
    if (options.filter() != null) {
      KernelFilter.check(options.filter()); // an interface that comes later would be late to complain
    }
    this.taps = List.copyOf(taps);
    this.tickMillis = tickMillis;
    last = taps.get(0);
    pollFds = new Memory((long) taps.size() * POLLFD_BYTES);
    try {
      look();
    } catch (CaptureException e) {
      close();
      throw e;
    }
  }

  /** Opens what is there; see {@link LiveWire#open}. */
  static LiveSource open(List<Tap> taps, LiveOptions options, int tickMillis) throws CaptureException {
    try {
      return new LiveSource(taps, options, tickMillis);
    } catch (LinkageError e) {
      throw new CaptureException("native code can't be loaded: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
          + "; where /tmp does not let programs run, name a folder that does: STRATOSCOPE_JAVA_OPTS=-Djna.tmpdir=DIR", e);
    }
  }

  /** What happened at each interface. */
  public List<InterfaceCounts> counts() {
    return taps.stream().map(Tap::counts).toList();
  }

  /** Brings the counts up to date. For the reading thread. */
  public void count() {
    taps.forEach(Tap::count);
  }

  @Override
  public Strain strain() {
    count();
    double used = 0;
    long dropped = 0;
    for (Tap tap : taps) {
      used = Math.max(used, tap.counts().usedShare());
      dropped += tap.counts().dropped();
    }
    return new Strain(used, dropped);
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    if ((number & CLOCK_MASK) == 0 && System.nanoTime() - nextLookNanos >= 0) {
      look();
    }
    packet.isTick = false;
    if (take(packet) || await(packet)) {
      packet.number = ++number;
      return true;
    }
    look();
    packet.isTick = true;
    packet.timestampMicros = nowMicros();
    return true;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1000;
  }

  private void look() throws CaptureException {
    long now = System.nanoTime();
    if (now - nextLookNanos >= 0) {
      nextLookNanos = now + LOOK_NANOS;
      for (Tap tap : taps) {
        tap.look();
      }
    }
  }

  private boolean take(RawPacket packet) throws CaptureException {
    return taps.size() == 1 ? last.next(packet) : takeEarliest(packet);
  }

  private boolean takeEarliest(RawPacket packet) throws CaptureException {
    if (toTake != null) {
      toTake.takeHead();
      toTake = null;
    }
    Tap first = null;
    RawPacket earliest = null;
    boolean isSilent = false;
    for (Tap tap : taps) {
      RawPacket head = tap.head();
      isSilent |= head == null && tap.isOpen();
      if (head != null && (earliest == null || head.timestampMicros < earliest.timestampMicros)) {
        first = tap;
        earliest = head;
      }
    }
    if (first == null || earliest == null || (isSilent && nowMicros() - earliest.timestampMicros < ORDER_MICROS)) {
      return false;
    }
    earliest.copyTo(packet);
    last = first;
    toTake = first;
    return true;
  }

  /** Waits until there is a packet, and takes it; false if none came in time. */
  private boolean await(RawPacket packet) throws IOException {
    long startNanos = System.nanoTime();
    long leftMillis = tickMillis;
    while (leftMillis > 0) {
      sleep((int) leftMillis);
      if (take(packet)) {
        return true;
      }
      leftMillis = tickMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
    return false;
  }

  /** Until the kernel says that something came, or a nap where it can't be asked. */
  private void sleep(int millis) throws IOException {
    boolean isPollable = taps.size() == 1 && last.fileDescriptor() >= 0;
    try {
      if (isPollable) {
        poll(last.fileDescriptor(), millis);
      } else {
        Thread.sleep(Math.min(millis, NAP_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void poll(int fileDescriptor, int millis) throws InterruptedException {
    pollFds.setInt(0, fileDescriptor);
    pollFds.setShort(4, (short) Linux.POLLIN);
    pollFds.setShort(6, (short) 0);
    try {
      int ready = Linux.poll(pollFds, 1, millis);
      if (ready > 0 && (pollFds.getShort(6) & Linux.POLLERR) != 0) {
        try (Memory error = new Memory(Integer.BYTES)) {
          Linux.getOption(fileDescriptor, Linux.SOL_SOCKET, Linux.SO_ERROR, error); // reading it clears it
        }
        Thread.sleep(NAP_MILLIS);
      }
    } catch (LastErrorException e) {
      if (e.getErrorCode() != Linux.EINTR) {
        Thread.sleep(NAP_MILLIS);
      }
    }
  }

  @Override
  public String name() {
    return last.name();
  }

  @Override
  public void close() {
    taps.forEach(Tap::close);
    pollFds.close();
  }
}
