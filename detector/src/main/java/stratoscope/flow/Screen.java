package stratoscope.flow;

import java.nio.ByteBuffer;
import stratoscope.packet.TcpSegment;

/**
 * The look at a payload's first and last bytes that ends the way of nine packets in ten. Stateless; allocates nothing.
 *
 * <p>Text-like is a payload whose first bytes, up to eight, are all printable ASCII, space, tab, CR or LF. What is shorter than eight
 * bytes counts too: some miners send one byte in a segment, and their stream begins with a lone brace. A carrier's front in such pieces is
 * not known by its first byte.
 */
final class Screen {
  private static final int TEXT_BYTES = 8;
  /** White space passed over in front of the first brace and behind the last. */
  private static final int WHITE_BYTES = 8;
  /** The last name or text of a message begins or ends no farther from its closing brace. */
  private static final int QUOTED_BYTES = 32;

  /** What a payload looks like. */
  enum Look {
    BINARY,
    /** Text that neither begins nor ends as JSON does. */
    TEXT,
    /** White space only, and little of it: says nothing about what follows. */
    BLANK,
    /** A message of HTTP without a sign of mining, neither in its head nor in front of its body. */
    HTTP,
    /** Binary, and a handshake if it is the first payload of its stream: see {@link BinaryScreen}. */
    HANDSHAKE,
    /** The beginning of a message: an opening brace, behind little white space. */
    BRACE_START,
    /** The end of a message, as met midstream: a closing brace in front of little white space. */
    BRACE_END,
    /** What begins as a carrier of mining does, or a mining protocol without JSON. */
    OPENING;

    /** True if the payload alone makes its flow a candidate. */
    boolean isStrong() {
      return this == BRACE_START || this == BRACE_END || this == OPENING;
    }

    /** True if it may be a record of a cipher: no text at all. */
    boolean mayBeCipher() {
      return this == BINARY || this == HANDSHAKE;
    }

    /** True if a stream that begins so may be a miner's, be it through a carrier. */
    boolean mayStartMining() {
      return this != BINARY && this != TEXT && this != BRACE_END;
    }
  }

  private Screen() {}

  /** Looks at a payload of at least one captured byte. */
  static Look lookAt(TcpSegment segment) {
    ByteBuffer data = segment.data;
    int from = segment.payloadOffset;
    int end = from + segment.payloadLength;
    if (!isTextLike(data, from, Math.min(end, from + TEXT_BYTES))) {
      return BinaryScreen.lookAt(data, from, end, segment.missingLength);
    }
    int first = skipWhite(data, from, Math.min(end, from + WHITE_BYTES));
    if (first == end) {
      return Look.BLANK;
    }
    if (data.get(first) == '{') {
      return Look.BRACE_START;
    }
    Look look = TextScreen.lookAt(data, from, end);
    // Behind a cut by snap length lies the middle of the payload, not its end.
    return look == Look.TEXT && segment.missingLength == 0 && endsMessage(data, first, end) ? Look.BRACE_END : look;
  }

  /** True if an opening is a request of HTTP other than CONNECT, going by its first byte. */
  static boolean isRequest(TcpSegment opening) {
    byte first = opening.data.get(opening.payloadOffset);
    return first == 'P' || first == 'G';
  }

  /** True if an opening is no text: the front of SOCKS, of a frame, or of a binary protocol. */
  static boolean isBinary(TcpSegment opening) {
    return opening.data.get(opening.payloadOffset) < ' ';
  }

  private static boolean isTextLike(ByteBuffer data, int from, int end) {
    for (int i = from; i < end; i++) {
      byte b = data.get(i);
      if ((b < ' ' && !isWhite(b)) || b == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static int skipWhite(ByteBuffer data, int from, int end) {
    int i = from;
    while (i < end && isWhite(data.get(i))) {
      i++;
    }
    return i;
  }

  /** True for a closing brace in front of little white space, behind a list or with the mark of a name or a text not far in front of it. */
  private static boolean endsMessage(ByteBuffer data, int first, int end) {
    int last = end - 1;
    int floor = Math.max(first, last - WHITE_BYTES);
    while (last > floor && isWhite(data.get(last))) {
      last--;
    }
    return data.get(last) == '}' && (last - first < QUOTED_BYTES || data.get(last - 1) == ']' || isQuoted(data, last - QUOTED_BYTES, last));
  }

  private static boolean isQuoted(ByteBuffer data, int from, int end) {
    for (int i = from; i < end; i++) {
      if (data.get(i) == '"') {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhite(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
