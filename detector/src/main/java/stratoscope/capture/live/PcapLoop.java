package stratoscope.capture.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import stratoscope.capture.CaptureException;
import stratoscope.capture.RawPacket;

/**
 * Packets of one interface through libpcap, wherever that runs. One thread. libpcap pushes what has come to a listener, a batch at a time,
 * as plain bytes; from the batch packets are pulled. Each is copied twice. Drops nothing itself.
 */
final class PcapLoop implements Capture {
  private static final int BATCH_PACKETS = 256;
  /** How long the kernel may hold packets back to give several at once. */
  private static final int BATCH_MILLIS = 50;
  private static final int FIRST_SCRATCH_BYTES = 1 << 16;
  private static final long INT_MASK = 0xFFFF_FFFFL;

  private final String name;
  private final PcapHandle handle;
  private final int linkType;
  private final byte[][] batch = new byte[BATCH_PACKETS][];
  private final long[] micros = new long[BATCH_PACKETS];
  private final int[] lengths = new int[BATCH_PACKETS];
  private ByteBuffer scratch = ByteBuffer.allocateDirect(FIRST_SCRATCH_BYTES).order(ByteOrder.BIG_ENDIAN);
  private int size;
  private int given;
  private long receivedBefore;
  private long droppedBefore;

  private PcapLoop(String name, PcapHandle handle) {
    this.name = name;
    this.handle = handle;
    linkType = linkTypeOf(handle.getDlt().value());
  }

  /**
   * Opens the interface.
   *
   * @return null if it isn't there, or down
   * @throws CaptureException if it can't be opened for good: no permission, no libpcap, a filter that is none
   */
  static @Nullable PcapLoop open(String name, LiveOptions options) throws CaptureException {
    try {
      PcapHandle handle = new PcapHandle.Builder(name)
          .snaplen(options.snapBytes())
          .bufferSize(Math.min(options.bufferMib(), LiveOptions.MAX_BUFFER_MIB) << 20)
          .promiscuousMode(options.isPromiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
          .timeoutMillis(BATCH_MILLIS)
          .immediateMode(options.isImmediate())
          .timestampPrecision(TimestampPrecision.NANO)
          .build();
      if (options.kernelFilter() != null) {
        filter(handle, options.kernelFilter());
      }
      handle.setBlockingMode(BlockingMode.NONBLOCKING);
      return new PcapLoop(name, handle);
    } catch (PcapNativeException e) {
      String reason = String.valueOf(e.getMessage());
      if (reason.contains("permission") || reason.contains("Operation not permitted")) {
        throw Tap.notPermitted(name);
      }
      return null;
    } catch (NotOpenException e) {
      return null;
    } catch (LinkageError e) {
      throw new CaptureException(name + ": --capture pcap4j needs libpcap: install it (Debian: apt-get install libpcap0.8)", e);
    }
  }

  private static void filter(PcapHandle handle, String expression) throws CaptureException {
    try {
      handle.setFilter(expression, BpfCompileMode.OPTIMIZE);
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw new CaptureException("-F '" + expression + "': " + e.getMessage() + "; see 'man pcap-filter'", e);
    }
  }

  /** What libpcap calls raw IP on Linux has another number in the registry. */
  private static int linkTypeOf(int libpcapType) {
    return libpcapType == 12 ? 101 : libpcapType;
  }

  @Override
  public boolean next(RawPacket packet) throws CaptureException {
    if (given == size && !fetch()) {
      return false;
    }
    byte[] bytes = batch[given];
    if (bytes.length > scratch.capacity()) {
      scratch = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes.length) << 1).order(ByteOrder.BIG_ENDIAN);
    }
    scratch.put(0, bytes);
    packet.data = scratch;
    packet.offset = 0;
    packet.capturedLength = bytes.length;
    packet.originalLength = lengths[given];
    packet.timestampMicros = micros[given];
    packet.linkType = linkType;
    given++;
    return true;
  }

  private boolean fetch() throws CaptureException {
    size = 0;
    given = 0;
    try {
      handle.dispatch(BATCH_PACKETS, this::add);
    } catch (PcapNativeException | NotOpenException e) {
      throw new CaptureException(name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return size > 0;
  }

  private void add(byte[] bytes) {
    if (size < BATCH_PACKETS) {
      Timestamp stamp = handle.getTimestamp();
      batch[size] = bytes;
      micros[size] = stamp.getTime() / 1000 * 1_000_000 + stamp.getNanos() / 1000;
      lengths[size] = Math.max(bytes.length, handle.getOriginalLength());
      size++;
    }
  }

  @Override
  public int fileDescriptor() {
    return -1;
  }

  /** libpcap counts from the opening on, in 32 bits. */
  @Override
  public void addCounts(InterfaceCounts counts) {
    try {
      PcapStat stat = handle.getStats();
      long received = stat.getNumPacketsReceived();
      long dropped = stat.getNumPacketsDropped() + stat.getNumPacketsDroppedByIf();
      counts.add((received - receivedBefore) & INT_MASK, (dropped - droppedBefore) & INT_MASK, 0);
      receivedBefore = received;
      droppedBefore = dropped;
    } catch (PcapNativeException | NotOpenException e) {
      // the interface has gone; its counts with it
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
