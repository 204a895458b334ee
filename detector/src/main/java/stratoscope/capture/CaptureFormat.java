package stratoscope.capture;

import java.nio.ByteBuffer;

/** The two kinds of capture, told apart by their first bytes. */
enum CaptureFormat {
  PCAP(24),
  PCAPNG(12),
  NONE(4);

  static final int PCAPNG_SECTION = 0x0A0D0D0A;
  static final int PCAPNG_BYTE_ORDER = 0x1A2B3C4D;
  static final int PCAPNG_BYTE_ORDER_SWAPPED = 0x4D3C2B1A;
  static final int PCAP_MICROS = 0xA1B2C3D4;
  static final int PCAP_NANOS = 0xA1B23C4D;
  /** Alexey Kuznetzov's patched libpcap: eight more bytes per record. */
  static final int PCAP_KUZNETZOV = 0xA1B2CD34;
  /** The most that has to be looked at to know the format. */
  static final int HEAD_BYTES = 24;

  private final int headerBytes;

  CaptureFormat(int headerBytes) {
    this.headerBytes = headerBytes;
  }

  /** Format of the bytes from an index on; {@link #NONE} also when the first header isn't whole. */
  static CaptureFormat of(ByteBuffer head, int at, int length) {
    if (length < NONE.headerBytes) {
      return NONE;
    }
    int magic = head.getInt(at);
    CaptureFormat format = magic == PCAPNG_SECTION ? PCAPNG : isPcap(magic) || isPcap(Integer.reverseBytes(magic)) ? PCAP : NONE;
    if (length < format.headerBytes || (format == PCAPNG && !isByteOrder(head.getInt(at + 8)))) {
      return NONE;
    }
    return format;
  }

  static boolean isPcap(int magic) {
    return magic == PCAP_MICROS || magic == PCAP_NANOS || magic == PCAP_KUZNETZOV;
  }

  static boolean isByteOrder(int mark) {
    return mark == PCAPNG_BYTE_ORDER || mark == PCAPNG_BYTE_ORDER_SWAPPED;
  }
}
