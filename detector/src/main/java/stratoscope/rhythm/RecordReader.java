package stratoscope.rhythm;

import io.netty.buffer.ByteBuf;

/**
 * Finds the records in one direction of a stream without looking inside: those of TLS by their headers, and where there are none, what
 * was sent at once. Any cut of the bytes gives the same records of TLS. One thread; holds a few numbers.
 */
final class RecordReader {
  private static final int HEADER_BYTES = 5;
  private static final int FIRST_TYPE = 20;
  private static final int APPLICATION_DATA = 23;
  private static final int LAST_TYPE = 24;
  private static final int MAX_VERSION_MINOR = 4;
  /** RFC 8446 section 5.2 and RFC 5246 section 6.2.3: what a record may hold, and what a cipher may add. */
  private static final int MAX_RECORD_BYTES = 16_384 + 2048;

  /** Takes the length of each record that may hold data, header included. */
  @FunctionalInterface
  interface Sink {
    void onRecord(int bytes);
  }

  private enum State { UNKNOWN, TLS, OTHER }

  private State state = State.UNKNOWN;
  /** Of the header at hand: type and both bytes of the length, as far as they were seen. */
  private int headerSeen;
  private int type;
  private int length;
  /** Bytes of the record at hand that are still to come. */
  private int left;

  /** Takes the next bytes, of which at least one is readable, and gives the records that begin in them. */
  void onBytes(ByteBuf data, Sink sink) {
    if (state == State.UNKNOWN) {
      state = isHeader(data) ? State.TLS : State.OTHER;
    }
    int at = data.readerIndex();
    while (state == State.TLS && at < data.writerIndex()) {
      if (left > 0) {
        int taken = Math.min(left, data.writerIndex() - at);
        left -= taken;
        at += taken;
      } else {
        onHeaderByte(data.getUnsignedByte(at++), sink);
      }
    }
    if (state == State.OTHER) {
      sink.onRecord(data.readableBytes());
    }
  }

  /** A header that is cut is believed as far as it goes. */
  private static boolean isHeader(ByteBuf data) {
    int at = data.readerIndex();
    int seen = data.readableBytes();
    return isType(data.getUnsignedByte(at)) && (seen < 2 || data.getUnsignedByte(at + 1) == 3)
        && (seen < 3 || data.getUnsignedByte(at + 2) <= MAX_VERSION_MINOR)
        && (seen < HEADER_BYTES || data.getUnsignedShort(at + 3) <= MAX_RECORD_BYTES);
  }

  private static boolean isType(int type) {
    return type >= FIRST_TYPE && type <= LAST_TYPE;
  }

  private void onHeaderByte(int value, Sink sink) {
    boolean fits = true;
    switch (headerSeen) {
      case 0 -> {
        type = value;
        fits = isType(value);
      }
      case 1 -> fits = value == 3;
      case 2 -> fits = value <= MAX_VERSION_MINOR;
      case 3 -> length = value << 8;
      default -> {
        length |= value;
        fits = length <= MAX_RECORD_BYTES;
      }
    }
    headerSeen = (headerSeen + 1) % HEADER_BYTES;
    if (!fits) {
      state = State.OTHER;
    } else if (headerSeen == 0) {
      left = length;
      if (type == APPLICATION_DATA) {
        sink.onRecord(HEADER_BYTES + length);
      }
    }
  }

  /** Forgets where in a record it is, as bytes are missing, unless all of them are that record's; 0 if it is not known how many. */
  void onGap(long missingBytes) {
    if (missingBytes > 0 && missingBytes <= left) {
      left -= (int) missingBytes;
      return;
    }
    state = State.UNKNOWN;
    headerSeen = 0;
    left = 0;
  }

  /** True if what came last was records of TLS. */
  boolean isTls() {
    return state == State.TLS;
  }
}
