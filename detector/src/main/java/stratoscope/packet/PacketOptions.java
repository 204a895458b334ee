package stratoscope.packet;

/**
 * The bounds of packet decoding.
 *
 * @param maxNesting headers followed in one packet behind the outer IP header, tags, labels and extension headers included; 32 holds
 *     two overlays with VLANs and label stacks inside each other (about 20 headers), and ends a packet built to keep the decoder busy
 * @param maxFragmentedDatagrams datagrams waiting for fragments at one time; 1024 is one lost fragment every 30 ms for the
 *     whole timeout
 * @param maxFragmentBytes memory for fragments of all waiting datagrams together; 8 MiB, reserved when the first fragment is seen
 * @param maxFragmentsPerDatagram fragments of one datagram; 128 cuts the largest datagram (65,535 bytes) for a 576-byte path
 * @param fragmentTimeoutMicros packet time from the first fragment seen until the datagram is given up; 30 s as Linux does
 *     ({@code net.ipv4.ipfrag_time})
 */
public record PacketOptions(int maxNesting, int maxFragmentedDatagrams, int maxFragmentBytes, int maxFragmentsPerDatagram,
    long fragmentTimeoutMicros) {
  private static final int MIN_SHARE_BYTES = 1 << 20;

  /** The defaults named above. */
  public static final PacketOptions DEFAULTS = new PacketOptions(32, 1024, 8 << 20, 128, 30_000_000L);

  /** Throws {@link IllegalArgumentException} if a bound is below 1. */
  public PacketOptions {
    if (maxNesting < 1 || maxFragmentedDatagrams < 1 || maxFragmentBytes < 1 || maxFragmentsPerDatagram < 1 || fragmentTimeoutMicros < 1) {
      throw new IllegalArgumentException("each bound must be at least 1");
    }
  }

  /** The same for one of so many decoders that divide the memory among them. */
  public PacketOptions sharedBy(int decoders) {
    return new PacketOptions(maxNesting, maxFragmentedDatagrams, shareOf(maxFragmentBytes, decoders), maxFragmentsPerDatagram,
        fragmentTimeoutMicros);
  }

  /** What one of so many has of memory that they divide: at least a megabyte of it, so that the longest of messages finds room. */
  public static int shareOf(int bytes, int owners) {
    return Math.max(bytes / owners, Math.min(bytes, MIN_SHARE_BYTES));
  }
}
