package stratoscope.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Goes through a message of HTTP line by line for what mining over HTTP shows: a body of JSON, or a header that miners and pools know.
 * JSON over HTTP is common and mining is not, so what is found here merely earns a closer look. Stateless; allocates nothing.
 *
 * <p>A line ends at a line feed, looked for in eight bytes at once. Where the body is in sight it decides, since half the web is made of
 * JSON: it must hold a call or an answer. A compressed one is not looked into: miners compress nothing, and a pool's answer belongs to a
 * request that was seen.
 */
public final class HttpScreen {
  /** Of {@link #hostAt}. */
  public static final int NO_HOST = -1;
  /** Of {@link #hostAt}. */
  public static final int CUT_BEFORE_HOST = -2;

  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long LINE_FEEDS = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final int LONG_BYTES = 8;
  /** A shorter piece of a body may lack the name that is looked for. */
  private static final int MIN_BODY_BYTES = 64;
  /** What one segment holds on most networks; a head of mining is a third of it. */
  private static final int MAX_BYTES = 1500;
  /** Servers refuse longer heads. */
  private static final int MAX_HEAD_BYTES = 16 << 10;
  private static final int START_BYTES = 4;
  /** {@code HTTP/1.1 }. */
  private static final int STATUS_AT = 9;
  /** {@code HTTP/1.0 200} and two line ends. */
  private static final int OK_LINE_BYTES = 14;
  // How messages begin: four characters, big-endian.
  private static final int GET = 0x4745_5420;
  private static final int POST = 0x504F_5354;
  private static final int PUT = 0x5055_5420;
  private static final int HEAD = 0x4845_4144;
  private static final int OPTIONS = 0x4F50_5449;
  private static final int HTTP = 0x4854_5450;

  private static final byte[][] FRONTS = {ascii("CONNECT "), ascii("GET http"), ascii("GET /"), ascii("POST http"), ascii("POST /"),
      ascii("HTTP/1.")};

  // Names end with a colon if they are whole.
  private static final byte[] CONTENT_TYPE = ascii("content-type:");
  private static final byte[] HOST = ascii("host:");
  /** In front of the host in the target of a request to a proxy. */
  private static final byte[] WHOLE_URI = ascii(" http://");
  private static final byte[] JSON = ascii("json");
  private static final byte[] METHOD = ascii("\"method\"");
  private static final byte[] RESULT = ascii("\"result\"");
  private static final byte[] UPGRADE = ascii("upgrade:");
  private static final byte[] ESTABLISHED = ascii("established");
  private static final byte[] WEBSOCKET = ascii("websocket");
  /** Of getwork and its extensions. */
  private static final byte[][] MINING = {ascii("x-mining"), ascii("x-stratum"), ascii("x-long-polling"), ascii("x-roll-ntime")};

  private HttpScreen() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** True for the first four characters of a message, but not of CONNECT. */
  static boolean isMessage(int word) {
    return word == GET || word == POST || word == HTTP || word == PUT || word == HEAD || word == OPTIONS;
  }

  /** True for fewer bytes than tell a message, or a CONNECT, which may be the front of one: of the first payload of a stream. */
  static boolean isCut(ByteBuffer data, int from, int end) {
    int length = end - from;
    if (length >= LONG_BYTES) {
      return false;
    }
    for (byte[] front : FRONTS) {
      int at = 0;
      while (at < Math.min(length, front.length) && data.get(from + at) == front[at]) {
        at++;
      }
      if (at == Math.min(length, front.length)) {
        return true;
      }
    }
    return false;
  }

  /** True for what answers a CONNECT: {@code HTTP/1.1 200 Connection established}, or a start line and nothing else. */
  private static boolean opensTunnel(ByteBuffer data, int from, int end) {
    if (end - from < OK_LINE_BYTES || data.get(from + STATUS_AT) != '2') {
      return false;
    }
    int second = nextLine(data, from, end);
    boolean isAlone = second < end && end - second <= 2 && data.get(end - 1) == '\n';
    return isAlone || lineHolds(data, from + STATUS_AT, end, ESTABLISHED);
  }

  /** True for a message, told by its first four characters, that may be mining or opens a tunnel. */
  static boolean isOpening(ByteBuffer data, int from, int end) {
    int word = data.getInt(from);
    return showsMining(data, from, end, word != GET) || (word == HTTP && opensTunnel(data, from, end));
  }

  /** @param mayHoldJson whether a content type of JSON says something: in a GET it does not */
  private static boolean showsMining(ByteBuffer data, int from, int payloadEnd, boolean mayHoldJson) {
    int end = Math.min(payloadEnd, from + MAX_BYTES);
    boolean isJson = false;
    int body = from;
    do { // for each message in the pipeline whose body is not in sight
      int line = nextLine(data, body, end);
      while (line < end && !isBlank(data, line)) {
        if (isMiningHeader(data, line, end)) {
          return true;
        }
        isJson |= mayHoldJson && isJson(data, line, end);
        line = nextLine(data, line, end);
      }
      body = nextLine(data, line, end);
    } while (body < end && beginsMessage(data, body, end));
    if (body >= end) {
      return isJson; // the body comes in the next segment, if there is any
    }
    int json = startOfJson(data, body, end);
    return json < 0 ? isJson && end - body < MIN_BODY_BYTES : holdsCall(data, json, end);
  }

  /** True if a payload in a stream that began with HTTP is a body, or the end of one, that holds neither call nor answer. */
  static boolean isOtherBody(ByteBuffer data, int from, int payloadEnd) {
    int end = Math.min(payloadEnd, from + MAX_BYTES);
    int json = startOfJson(data, from, end);
    return json < 0 ? end - from >= MIN_BODY_BYTES : !holdsCall(data, json, end);
  }

  /**
   * True for the first message of a visit to the web: its head is whole and shows nothing of mining, and so does the body. Without a body
   * in sight it is only known of a GET, and of an answer that says it is something else than JSON. Behind a long head it is not looked at.
   *
   * @param isInPieces whether the head came in several: then so does the body, and little of it tells nothing
   */
  public static boolean isVisit(ByteBuffer data, int from, int deliveryEnd, boolean isInPieces) {
    int end = Math.min(deliveryEnd, from + MAX_HEAD_BYTES);
    int word = end - from < OK_LINE_BYTES ? 0 : data.getInt(from);
    if (word != GET && word != POST && word != HTTP) {
      return false;
    }
    boolean isGet = word == GET;
    boolean isOther = false;
    int line = nextLine(data, from, end);
    while (line < end && !isBlank(data, line)) {
      int next = nextLine(data, line, end);
      boolean isJson = isJson(data, line, end);
      if (next - from > MAX_BYTES && (isMiningHeader(data, line, end) || (isJson && !isGet))) { // beyond what is asked for below
        return false;
      }
      isOther |= word == HTTP && !isJson && begins(data, line, end, CONTENT_TYPE);
      line = next;
    }
    int body = nextLine(data, line, end);
    boolean isKnown = isGet
        || (isInPieces ? end - body >= MIN_BODY_BYTES && startOfJson(data, body, end) < 0 : isOther || body < end);
    return line < end && isKnown && !isOpening(data, from, end);
  }

  /**
   * Where a request that begins here names its host: in a target that is a whole URI, as proxies are sent, which goes before the header
   * Host (RFC 9112 section 3.2.2), or as that header's value; {@link #NO_HOST} in an answer and if there is none,
   * {@link #CUT_BEFORE_HOST} if it may come in the next segment.
   */
  public static int hostAt(ByteBuffer data, int from, int payloadEnd) {
    if (data.get(from) == 'H' && data.get(from + 1) == 'T') {
      return NO_HOST;
    }
    int end = Math.min(payloadEnd, from + MAX_HEAD_BYTES);
    int target = from + START_BYTES - 1;
    while (target < from + LONG_BYTES && target < end && data.get(target) != ' ') {
      target++;
    }
    if (begins(data, target, end, WHOLE_URI)) {
      return behindUser(data, target + WHOLE_URI.length, end);
    }
    int line = nextLine(data, from, end);
    while (line < end && !isBlank(data, line)) {
      if (begins(data, line, end, HOST)) {
        return line + HOST.length;
      }
      line = nextLine(data, line, end);
    }
    return line < end || end < payloadEnd ? NO_HOST : CUT_BEFORE_HOST;
  }

  /** Behind {@code user@}, if that stands here. */
  private static int behindUser(ByteBuffer data, int from, int end) {
    int host = from;
    for (int at = from; at < end && isOfHost(data.get(at)); at++) {
      host = data.get(at) == '@' ? at + 1 : host;
    }
    return host;
  }

  /** True for what may stand in the name of a host, in the port behind it, or before them. */
  public static boolean isOfHost(byte b) {
    return b > ' ' && b != '/' && b != '?' && b != '#';
  }

  private static boolean isBlank(ByteBuffer data, int line) {
    return data.get(line) == '\r' || data.get(line) == '\n';
  }

  /** Where JSON begins: here, or behind a line such as the length of a chunk; negative if it does not. */
  private static int startOfJson(ByteBuffer data, int from, int end) {
    if (isBracket(data.get(from))) {
      return from;
    }
    int second = nextLine(data, from, end);
    return second < end && isBracket(data.get(second)) ? second : -1;
  }

  private static boolean isBracket(byte b) {
    return b == '{' || b == '[';
  }

  /** True if a member named {@code method} or {@code result} is in sight, or too little to tell: few bytes, and not the end. */
  private static boolean holdsCall(ByteBuffer data, int json, int end) {
    for (int at = json + 1; at + METHOD.length <= end; at++) {
      if (data.get(at) == '"' && (begins(data, at, end, METHOD) || begins(data, at, end, RESULT))) {
        return true;
      }
    }
    return end - json < MIN_BODY_BYTES && !closes(data.get(end - 1));
  }

  private static boolean closes(byte b) {
    return b == '}' || b == ']';
  }

  private static boolean isMiningHeader(ByteBuffer data, int line, int end) {
    return switch (data.get(line)) {
      case 'X', 'x' -> isMiningName(data, line, end);
      case 'U', 'u' -> begins(data, line, end, UPGRADE) && lineHolds(data, line + UPGRADE.length, end, WEBSOCKET);
      default -> false;
    };
  }

  private static boolean isJson(ByteBuffer data, int line, int end) {
    return begins(data, line, end, CONTENT_TYPE) && lineHolds(data, line + CONTENT_TYPE.length, end, JSON);
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
