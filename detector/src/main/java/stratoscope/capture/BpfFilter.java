package stratoscope.capture;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A source of which only the packets that match a filter expression remain. Belongs to the reading thread. Drops the others, and counts
 * them. The expression is compiled by libpcap, once per link type that occurs; nothing else in this package needs libpcap.
 */
public final class BpfFilter implements PacketSource {
  private static final int SNAP_LENGTH_BYTES = 262_144;
  private static final int SMALLEST_COPY_BYTES = 128;
  /** Link types of which one at least must take the expression: Ethernet, raw IP, 802.11 with radiotap. */
  private static final int[] USUAL_LINK_TYPES = {1, 101, 127};

  /** Packets in a row that may be left out before a live source is given a tick, so that whoever reads goes on with what is due. */
  private static final int LIVE_RUN_PACKETS = 4096;

  private final PacketSource source;
  private final String expression;
  private final int longestRun;
  private final Map<Integer, BpfProgram> programs = new HashMap<>();
  /** Copies of growing size for the native call, which takes whole arrays. */
  private final byte[][] copies = new byte[Integer.SIZE][];
  private @Nullable BpfProgram program;
  private int programLinkType = -1;
  private volatile long filteredOut;

  /**
   * Compiles the expression to see whether it is one.
   *
   * @throws CaptureException when it is none, with the message of libpcap, or when libpcap is missing
   */
  public BpfFilter(PacketSource source, String expression) throws CaptureException {
    this(source, expression, Integer.MAX_VALUE);
  }

  private BpfFilter(PacketSource source, String expression, int longestRun) throws CaptureException {
    this.source = source;
    this.expression = expression;
    this.longestRun = longestRun;
    check();
  }

  /**
   * The same for a live source.
   *
   * @throws CaptureException as above
   */
  public static BpfFilter live(PacketSource source, String expression) throws CaptureException {
    return new BpfFilter(source, expression, LIVE_RUN_PACKETS);
  }

  private void check() throws CaptureException {
    CaptureException first = null;
    for (int linkType : USUAL_LINK_TYPES) {
      try {
        programs.put(linkType, compile(linkType));
        return;
      } catch (CaptureException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private BpfProgram compile(int linkType) throws CaptureException {
    try (PcapHandle handle = Pcaps.openDead(DataLinkType.getInstance(platformType(linkType)), SNAP_LENGTH_BYTES)) {
      return handle.compileFilter(expression, BpfCompileMode.OPTIMIZE, (Inet4Address) InetAddress.getByAddress(new byte[4]));
    } catch (PcapNativeException | NotOpenException | IOException e) {
      throw new CaptureException("-F '" + expression + "': " + oneLine(e) + "; see 'man pcap-filter'", e);
    } catch (LinkageError e) {
      throw new CaptureException("-F needs libpcap: install it (Debian: apt-get install libpcap0.8) or scan without a filter", e);
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("not a filter expression").strip();
  }

  /** LINKTYPE_ values in files differ from libpcap's own DLT_ values on Linux in these four. */
  private static int platformType(int linkType) {
    return switch (linkType) {
      case 100 -> 11;
      case 101 -> 12;
      case 102 -> 15;
      case 103 -> 16;
      default -> linkType;
    };
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    int run = 0;
    while (source.next(packet)) {
      if (packet.isTick || matches(packet)) {
        return true;
      }
      filteredOut = filteredOut() + 1;
      if (++run == longestRun) {
        packet.isTick = true;
        return true;
      }
    }
    return false;
  }

  private boolean matches(RawPacket packet) throws CaptureException {
    BpfProgram filter = program;
    if (filter == null || programLinkType != packet.linkType) {
      filter = programFor(packet.linkType);
      program = filter;
      programLinkType = packet.linkType;
    }
    byte[] copy = copyFor(packet.capturedLength);
    packet.data.get(packet.offset, copy, 0, packet.capturedLength);
    return filter.applyFilter(copy, packet.originalLength, packet.capturedLength);
  }

  private BpfProgram programFor(int linkType) throws CaptureException {
    BpfProgram known = programs.get(linkType);
    if (known == null) {
      known = compile(linkType);
      programs.put(linkType, known);
    }
    return known;
  }

  /** The smallest power of two that holds so many bytes. */
  private byte[] copyFor(int length) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, SMALLEST_COPY_BYTES) - 1);
    byte[] copy = copies[bits];
    if (copy == null) {
      copy = new byte[1 << bits];
      copies[bits] = copy;
    }
    return copy;
  }

  /** Packets that didn't match; from any thread. */
  public long filteredOut() {
    return filteredOut;
  }

  @Override
  public Strain strain() {
    return source.strain();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void close() throws IOException {
    programs.values().forEach(BpfProgram::free);
    programs.clear();
    program = null;
    source.close();
  }
}
