package stratoscope.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Goes through a message of HTTP line by line for what mining over HTTP shows: a body of JSON, or a header that miners and pools know.
 * JSON over HTTP is common and mining is not, so what is found here merely earns a closer look. Stateless; allocates nothing.
 *
 * <p>A line ends at a line feed, looked for in eight bytes at once. Of the body only the first two lines are asked: the second is the first
 * of a body in chunks.
 */
final class HttpScreen {
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long LINE_FEEDS = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final int LONG_BYTES = 8;
  private static final int BODY_LINES = 2;
  /** What one segment holds on most networks; a head of mining is a third of it. */
  private static final int MAX_BYTES = 1500;
  private static final int START_BYTES = 4;
  /** {@code HTTP/1.1 }. */
  private static final int STATUS_AT = 9;
  /** {@code HTTP/1.0 200} and two line ends. */
  private static final int OK_LINE_BYTES = 14;
  // Four characters, big-endian: another message in the pipeline.
  private static final int POST = 0x504F_5354;
  private static final int HTTP = 0x4854_5450;

  // Names end with a colon if they are whole.
  private static final byte[] CONTENT_TYPE = ascii("content-type:");
  private static final byte[] JSON = ascii("json");
  private static final byte[] UPGRADE = ascii("upgrade:");
  private static final byte[] ESTABLISHED = ascii("established");
  private static final byte[] WEBSOCKET = ascii("websocket");
  /** Of getwork and its extensions. */
  private static final byte[][] MINING = {ascii("x-mining"), ascii("x-stratum"), ascii("x-long-polling"), ascii("x-roll-ntime")};

  private HttpScreen() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** True for what answers a CONNECT: {@code HTTP/1.1 200 Connection established}, or a start line and nothing else. */
  static boolean opensTunnel(ByteBuffer data, int from, int end) {
    if (end - from < OK_LINE_BYTES || data.get(from + STATUS_AT) != '2') {
      return false;
    }
    int second = nextLine(data, from, end);
    boolean isAlone = second < end && end - second <= 2 && data.get(end - 1) == '\n';
    return isAlone || lineHolds(data, from + STATUS_AT, end, ESTABLISHED);
  }

  /**
   * True if the message may be mining.
   *
   * @param mayHoldJson whether a content type of JSON says something: in a GET it does not
   */
  static boolean showsMining(ByteBuffer data, int from, int payloadEnd, boolean mayHoldJson) {
    int end = Math.min(payloadEnd, from + MAX_BYTES);
    int bodyLines = -1;
    for (int line = nextLine(data, from, end); line < end && bodyLines < BODY_LINES; line = nextLine(data, line, end)) {
      byte first = data.get(line);
      if (first == '{') {
        return true;
      }
      if (bodyLines < 0 && isMiningHeader(data, line, end, first, mayHoldJson)) {
        return true;
      }
      boolean isBlank = first == '\r' || first == '\n';
      bodyLines = bodyLines >= 0 ? bodyLines + 1 : isBlank ? 0 : -1;
      if (bodyLines == 1 && beginsMessage(data, line, end)) {
        bodyLines = -1;
      }
    }
    return false;
  }

  private static boolean isMiningHeader(ByteBuffer data, int line, int end, byte first, boolean mayHoldJson) {
    return switch (first) {
      case 'X', 'x' -> isMiningName(data, line, end);
      case 'U', 'u' -> begins(data, line, end, UPGRADE) && lineHolds(data, line + UPGRADE.length, end, WEBSOCKET);
      case 'C', 'c' -> mayHoldJson && begins(data, line, end, CONTENT_TYPE) && lineHolds(data, line + CONTENT_TYPE.length, end, JSON);
      default -> false;
    };
  }

  private static boolean isMiningName(ByteBuffer data, int line, int end) {
    for (byte[] name : MINING) {
      if (begins(data, line, end, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsMessage(ByteBuffer data, int line, int end) {
    int word = line + START_BYTES <= end ? data.getInt(line) : 0;
    return word == POST || word == HTTP;
  }

  /** Compares letters in any case; the word is in lower case. */
  private static boolean begins(ByteBuffer data, int at, int end, byte[] word) {
    if (end - at < word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if ((data.get(at + i) | 0x20) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean lineHolds(ByteBuffer data, int from, int end, byte[] word) {
    for (int at = from; at < end && data.get(at) != '\n'; at++) {
      if ((data.get(at) | 0x20) == word[0] && begins(data, at, end, word)) {
        return true;
      }
    }
    return false;
  }

  /** Where the next line begins, or the end. */
  private static int nextLine(ByteBuffer data, int from, int end) {
    int at = from;
    for (; at + LONG_BYTES <= end; at += LONG_BYTES) {
      long other = data.getLong(at) ^ LINE_FEEDS;
      long found = ~(((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS); // the top bit of each byte that was a line feed
      if (found != 0) {
        return at + Long.numberOfLeadingZeros(found) / 8 + 1;
      }
    }
    while (at < end && data.get(at) != '\n') {
      at++;
    }
    return Math.min(end, at + 1);
  }
}
