package stratoscope.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import stratoscope.capture.CaptureException;
import stratoscope.capture.RawPacket;

/**
 * Packets of one interface in memory shared with the kernel: a packet socket with a ring of blocks (TPACKET_V3). One thread. Blocks are
 * walked where they lie: no copy and no system call for a packet. Drops nothing itself; what finds the ring full is dropped by the kernel
 * and counted by it.
 *
 * <p>The kernel fills a block until it is full or {@link #BLOCK_MILLIS} old, and sets its status to say that it is ours; when we have seen
 * all packets we give it back. A packet may be read until the one after it is asked for, hence the block of the last one goes back then.
 * Drivers take the outermost tag of a virtual LAN off a frame and tell it beside; it is put back into room that the kernel was told to
 * leave in front. See Documentation/networking/packet_mmap.rst of Linux.
 */
final class Ring implements Capture {
  private static final int BLOCK_BYTES = 1 << 20;
  /** Longest wait of a packet for its block to fill. */
  private static final int BLOCK_MILLIS = 50;
  private static final int FRAME_BYTES = 2048;
  private static final int TAG_BYTES = 4;

  private static final int BLOCK_STATUS = 8;
  private static final int BLOCK_PACKETS = 12;
  private static final int BLOCK_FIRST = 16;
  private static final int PACKET_NEXT = 0;
  private static final int PACKET_SECONDS = 4;
  private static final int PACKET_NANOS = 8;
  private static final int PACKET_CAPTURED = 12;
  private static final int PACKET_LENGTH = 16;
  private static final int PACKET_STATUS = 20;
  private static final int PACKET_MAC = 24;
  private static final int PACKET_TAG = 32;
  private static final int PACKET_TAG_TYPE = 36;
  /** Kind of packet in the address behind the header, which takes 48 bytes. */
  private static final int PACKET_KIND = 48 + 10;
  private static final int OUTGOING = 4;
  private static final int OURS = 1;
  private static final int KERNELS = 0;
  private static final int HAS_TAG = 1 << 4;
  private static final int HAS_TAG_TYPE = 1 << 6;
  private static final int ETHERTYPE_VLAN = 0x8100;
  /** Bytes of a frame in front of the tag: both addresses. */
  private static final int ADDRESSES = 12;

  private static final VarHandle STATUS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final int socket;
  private final Pointer memory;
  private final int blocks;
  private final LinkLayer link;
  /** The packets, big-endian. */
  private final ByteBuffer data;
  /** The same memory, as the kernel writes headers. */
  private final ByteBuffer headers;
  private int block = -1;
  private int left;
  private int header;

  private Ring(int socket, Pointer memory, int blocks, LinkLayer link) {
    this.socket = socket;
    this.memory = memory;
    this.blocks = blocks;
    this.link = link;
    data = memory.getByteBuffer(0, (long) blocks * BLOCK_BYTES).order(ByteOrder.BIG_ENDIAN);
    headers = data.duplicate().order(ByteOrder.nativeOrder());
  }

  /**
   * Opens the interface. No packet of another one, and none that the filter refuses, comes in while it is being opened.
   *
   * @throws LastErrorException with errno of what the kernel refused
   * @throws CaptureException if the filter is none
   */
  static Ring open(int index, LinkLayer link, LiveOptions options) throws CaptureException {
    Ring ring = openClosed(index, link, options);
    try {
      ring.letIn(options);
      return ring;
    } catch (CaptureException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  /**
   * The same for several workers, among whom the kernel splits the packets; all begin at the same time. In the order of the workers, since
   * the kernel counts the members of a group as they join.
   */
  static List<Ring> openAll(int index, LinkLayer link, LiveOptions options, FlowSplit split) throws CaptureException {
    List<Ring> rings = new ArrayList<>();
    try {
      int group = Linux.PACKET_FANOUT_FLAG_UNIQUEID << Short.SIZE;
      for (int worker = 0; worker < split.workers(); worker++) {
        Ring ring = openClosed(index, link, options);
        rings.add(ring);
        Linux.setOption(ring.socket, Linux.SOL_PACKET, Linux.PACKET_FANOUT, group | Linux.PACKET_FANOUT_CBPF << Short.SIZE);
        if (worker == 0) {
          group = ring.split(split);
        }
      }
      for (Ring ring : rings) {
        ring.letIn(options);
      }
      return rings;
    } catch (CaptureException | RuntimeException e) {
      rings.forEach(Ring::close);
      throw e;
    }
  }

  /** Has the kernel split what comes to this ring's group, and returns the number of that. */
  private int split(FlowSplit split) {
    try (Memory joined = new Memory(Integer.BYTES); KernelFilter program = KernelFilter.of(split)) {
      program.splitGroupOf(socket);
      Linux.getOption(socket, Linux.SOL_PACKET, Linux.PACKET_FANOUT, joined);
      return joined.getInt(0) & 0xFFFF;
    }
  }

  /** An open ring that takes no packet yet. */
  private static Ring openClosed(int index, LinkLayer link, LiveOptions options) {
    int socket = Linux.socket(Linux.AF_PACKET, Linux.SOCK_RAW, 0);
    try {
      Linux.setOption(socket, Linux.SOL_PACKET, Linux.PACKET_VERSION, Linux.TPACKET_V3);
      Linux.setOption(socket, Linux.SOL_PACKET, Linux.PACKET_RESERVE, TAG_BYTES);
      try (KernelFilter filter = KernelFilter.closed()) {
        filter.attachTo(socket);
      }
      int blocks = Math.max(2, (int) (((long) options.bufferMib() << 20) / BLOCK_BYTES));
      requestRing(socket, blocks, options.isImmediate() ? 1 : BLOCK_MILLIS);
      Pointer memory = Linux.mmap(Pointer.NULL, (long) blocks * BLOCK_BYTES, Linux.PROT_READ_WRITE, Linux.MAP_SHARED, socket, 0);
      bind(socket, index);
      if (options.isPromiscuous()) {
        makePromiscuous(socket, index);
      }
      return new Ring(socket, memory, blocks, link);
    } catch (RuntimeException e) {
      Linux.close(socket);
      throw e;
    }
  }

  private void letIn(LiveOptions options) throws CaptureException {
    try (KernelFilter filter = KernelFilter.of(options.kernelFilter(), link.linkType(), options.snapBytes())) {
      filter.attachTo(socket);
    }
  }

  private static void requestRing(int socket, int blocks, int blockMillis) {
    int[] request = {BLOCK_BYTES, blocks, FRAME_BYTES, BLOCK_BYTES / FRAME_BYTES * blocks, blockMillis, 0, 0};
    try (Memory memory = new Memory((long) request.length * Integer.BYTES)) {
      memory.write(0, request, 0, request.length);
      Linux.setsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_RX_RING, memory, (int) memory.size());
    }
  }

  private static void bind(int socket, int index) {
    try (Memory address = new Memory(20)) {
      address.clear();
      address.setShort(0, (short) Linux.AF_PACKET);
      address.setByte(3, (byte) Linux.ETH_P_ALL); // in network order
      address.setInt(4, index);
      Linux.bind(socket, address, (int) address.size());
    }
  }

  private static void makePromiscuous(int socket, int index) {
    try (Memory membership = new Memory(16)) {
      membership.clear();
      membership.setInt(0, index);
      membership.setShort(4, (short) Linux.PACKET_MR_PROMISC);
      Linux.setsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_ADD_MEMBERSHIP, membership, (int) membership.size());
    }
  }

  @Override
  public boolean next(RawPacket packet) {
    do {
      while (left == 0) {
        if (!nextBlock()) {
          return false;
        }
      }
      left--;
      fill(packet, header);
      header += headers.getInt(header + PACKET_NEXT);
    } while (packet.capturedLength < 0);
    return true;
  }

  /** Gives the block that was walked back, and takes the next if it is there. */
  private boolean nextBlock() {
    int next = block < 0 ? 0 : (block + 1) % blocks;
    if (block >= 0 && header >= 0) {
      STATUS.setRelease(headers, block * BLOCK_BYTES + BLOCK_STATUS, KERNELS);
      header = -1;
    }
    if (!isOurs(next)) {
      return false;
    }
    int start = next * BLOCK_BYTES;
    block = next;
    left = headers.getInt(start + BLOCK_PACKETS);
    header = start + headers.getInt(start + BLOCK_FIRST);
    return true;
  }

  /** Captured length is below 0 if the packet is to be passed over: on the loopback each packet goes out and comes in. */
  private void fill(RawPacket packet, int at) {
    if (link.isLoopback() && headers.get(at + PACKET_KIND) == OUTGOING) {
      packet.capturedLength = -1;
      return;
    }
    packet.data = data;
    packet.offset = at + (headers.getShort(at + PACKET_MAC) & 0xFFFF);
    packet.capturedLength = headers.getInt(at + PACKET_CAPTURED);
    packet.originalLength = headers.getInt(at + PACKET_LENGTH);
    packet.timestampMicros = (headers.getInt(at + PACKET_SECONDS) & 0xFFFF_FFFFL) * 1_000_000
        + headers.getInt(at + PACKET_NANOS) / 1000;
    packet.linkType = link.linkType();
    int status = headers.getInt(at + PACKET_STATUS);
    if ((status & HAS_TAG) != 0 && link.isEthernet() && packet.capturedLength >= ADDRESSES) {
      int type = (status & HAS_TAG_TYPE) == 0 ? ETHERTYPE_VLAN : headers.getShort(at + PACKET_TAG_TYPE);
      putTag(packet, headers.getInt(at + PACKET_TAG), type);
    }
  }

  /** Moves the addresses forward and puts the tag behind them. */
  private void putTag(RawPacket packet, int tag, int type) {
    int start = packet.offset - TAG_BYTES;
    for (int i = 0; i < ADDRESSES; i += Integer.BYTES) {
      data.putInt(start + i, data.getInt(packet.offset + i));
    }
    data.putInt(start + ADDRESSES, type << Short.SIZE | (tag & 0xFFFF));
    packet.offset = start;
    packet.capturedLength += TAG_BYTES;
    packet.originalLength += TAG_BYTES;
  }

  @Override
  public int fileDescriptor() {
    return socket;
  }

  @Override
  public void addCounts(InterfaceCounts counts) {
    try (Memory statistics = new Memory(3L * Integer.BYTES)) {
      Linux.getOption(socket, Linux.SOL_PACKET, Linux.PACKET_STATISTICS, statistics);
      counts.onUsed(usedShare());
      counts.add(statistics.getInt(0) & 0xFFFF_FFFFL, statistics.getInt(Integer.BYTES) & 0xFFFF_FFFFL,
          statistics.getInt(2L * Integer.BYTES) & 0xFFFF_FFFFL);
    } catch (LastErrorException e) {
      // the interface has gone; its counts with it
    }
  }

  /** Blocks that are full and wait, of all; those behind the first that isn't are the kernel's. */
  private double usedShare() {
    int used = 0;
    while (used < blocks && isOurs((Math.max(block, 0) + used) % blocks)) {
      used++;
    }
    return (double) used / blocks;
  }

  private boolean isOurs(int index) {
    return ((int) STATUS.getAcquire(headers, index * BLOCK_BYTES + BLOCK_STATUS) & OURS) != 0;
  }

  @Override
  public void close() {
    Linux.munmap(memory, (long) blocks * BLOCK_BYTES);
    Linux.close(socket);
  }
}
