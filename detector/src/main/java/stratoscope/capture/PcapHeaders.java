package stratoscope.capture;

import java.nio.ByteBuffer;

/**
 * How the headers of one pcap file are to be read: byte order, resolution, length of the record header. Immutable.
 *
 * <pre>
 * file:   a1b2c3d4 | major 2, minor 2 | zone 4 | sigfigs 4 | snap length 4 | link type 4
 * record: seconds 4 | fraction 4 | captured 4 | original 4   (Kuznetzov's: 8 more)
 * </pre>
 *
 * The snap length isn't trusted. Of the link type only the low 16 bits are its own; above are the FCS length and reserved bits.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/">draft-ietf-opsawg-pcap</a>
 */
final class PcapHeaders {
  static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int KUZNETZOV_EXTRA_BYTES = 8;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  /** A year: farther from its neighbours no record is believed after damage. */
  private static final long SANE_DISTANCE_MICROS = 366L * 86_400 * MICROS_PER_SECOND;
  /** The largest snap length of libpcap, MAXIMUM_SNAPLEN. */
  private static final int SANE_CAPTURED_BYTES = 262_144;
  private static final int SANE_ORIGINAL_BYTES = 1 << 24;

  final int recordBytes;
  final int linkType;
  private final boolean isLittleEndian;
  private final boolean isNanos;
  /** Versions before 2.3 and 543.0 have the two lengths the other way round; 2.3 has them either way. */
  private final boolean isSwapped;
  private final boolean mayBeSwapped;
  private final int maxCaptured;

  /** @param maxCaptured the longest record that can be read */
  PcapHeaders(ByteBuffer data, int at, int maxCaptured) {
    int magic = data.getInt(at);
    this.isLittleEndian = !CaptureFormat.isPcap(magic);
    int plain = isLittleEndian ? Integer.reverseBytes(magic) : magic;
    this.isNanos = plain == CaptureFormat.PCAP_NANOS;
    this.recordBytes = RECORD_HEADER_BYTES + (plain == CaptureFormat.PCAP_KUZNETZOV ? KUZNETZOV_EXTRA_BYTES : 0);
    this.linkType = field(data, at + 20) & 0xFFFF;
    int version = field(data, at + 4);
    int major = isLittleEndian ? version & 0xFFFF : version >>> 16;
    int minor = isLittleEndian ? version >>> 16 : version & 0xFFFF;
    this.isSwapped = (major == 2 && minor < 3) || major == 543;
    this.mayBeSwapped = major == 2 && minor == 3;
    this.maxCaptured = maxCaptured;
  }

  private int field(ByteBuffer data, int at) {
    int value = data.getInt(at);
    return isLittleEndian ? Integer.reverseBytes(value) : value;
  }

  /** As claimed, unsigned. */
  long captured(ByteBuffer data, int at) {
    long first = field(data, at + 8) & 0xFFFF_FFFFL;
    if (isSwapped) {
      return field(data, at + 12) & 0xFFFF_FFFFL;
    }
    return mayBeSwapped ? Math.min(first, field(data, at + 12) & 0xFFFF_FFFFL) : first;
  }

  /** As claimed, unsigned. */
  long original(ByteBuffer data, int at) {
    long second = field(data, at + 12) & 0xFFFF_FFFFL;
    if (isSwapped) {
      return field(data, at + 8) & 0xFFFF_FFFFL;
    }
    return mayBeSwapped ? Math.max(second, field(data, at + 8) & 0xFFFF_FFFFL) : second;
  }

  long micros(ByteBuffer data, int at) {
    long seconds = field(data, at) & 0xFFFF_FFFFL;
    long fraction = field(data, at + 4) & 0xFFFF_FFFFL;
    return seconds * MICROS_PER_SECOND + (isNanos ? fraction / 1_000 : fraction);
  }

  /** Whether the record can be read at all. */
  boolean isReadable(ByteBuffer data, int at) {
    return captured(data, at) <= maxCaptured;
  }

  /** Whether this looks like the header of a record near a time. */
  boolean isSound(ByteBuffer data, int at, long nearMicros) {
    long captured = captured(data, at);
    if (captured > SANE_CAPTURED_BYTES || captured > maxCaptured) {
      return false;
    }
    long original = original(data, at);
    long fraction = field(data, at + 4) & 0xFFFF_FFFFL;
    return captured <= original && original <= SANE_ORIGINAL_BYTES && original > 0
        && fraction < (isNanos ? NANOS_PER_SECOND : MICROS_PER_SECOND)
        && Math.abs(micros(data, at) - nearMicros) <= SANE_DISTANCE_MICROS;
  }
}
