package stratoscope.capture.live;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to capture.
 *
 * @param filter expression of tcpdump; null for all packets
 * @param snapBytes of each packet that are kept
 * @param bufferMib memory of the kernel for packets that wait, for each interface
 * @param isPromiscuous whether the interface takes packets for others, too
 * @param isImmediate whether packets come one by one and not in blocks: sooner by some 50 ms, at more work for each
 */
public record LiveOptions(Mode mode, @Nullable String filter, int snapBytes, int bufferMib, boolean isPromiscuous, boolean isImmediate) {
  /** Whatever a packet may hold, also where the kernel has joined several to one. */
  public static final int MAX_SNAP_BYTES = 262_144;
  /** A second of a full gigabit link. */
  public static final int DEFAULT_BUFFER_MIB = 128;
  /** A direct view has 31 bits. */
  public static final int MAX_BUFFER_MIB = 1024;

  private static final Pattern VLAN = Pattern.compile("\\bvlan\\b", Pattern.CASE_INSENSITIVE);

  /** What reads the packets. */
  public enum Mode {
    /** The ring on Linux, and libpcap elsewhere. */
    AUTO,
    /** AF_PACKET with TPACKET_V3. */
    RING,
    /** libpcap. */
    PCAP4J;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The defaults, which are those of tcpdump but for the size of the buffer. */
  public static LiveOptions defaults() {
    return new LiveOptions(Mode.AUTO, null, MAX_SNAP_BYTES, DEFAULT_BUFFER_MIB, true, false);
  }

  /** The same with the memory divided among so many. */
  LiveOptions sharedBy(int workers) {
    return new LiveOptions(mode, filter, snapBytes, Math.max(2, bufferMib / workers), isPromiscuous, isImmediate);
  }

  /** Whether the filter asks for tags of virtual LANs, which the kernel takes off before it filters: then we filter. */
  public boolean isFilteredHere() {
    return filter != null && VLAN.matcher(filter).find();
  }

  /** The filter for the kernel; null if it is to let all pass. */
  @Nullable String kernelFilter() {
    return isFilteredHere() ? null : filter;
  }
}
