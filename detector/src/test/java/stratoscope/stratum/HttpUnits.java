package stratoscope.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stratoscope.carrier.HttpHead;

/** Cuts the HTTP messages of well-made captures, which is all that fixtures need. */
final class HttpUnits {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private HttpUnits() {}

  /** Index behind the message that starts there. */
  static int endOf(byte[] bytes, int start) {
    String text = new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1);
    int body = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
    if (body < END_OF_HEAD.length()) {
      return bytes.length;
    }
    String head = text.substring(0, body);
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      return Math.min(bytes.length, start + body + Integer.parseInt(length.group(1)));
    }
    int last = head.toLowerCase(java.util.Locale.ROOT).contains("chunked") ? text.indexOf(LAST_CHUNK, body - 2) : -1;
    return last < 0 ? start + body : start + last + LAST_CHUNK.length();
  }

  /** The start line and headers of one message. */
  static HttpHead headOf(byte[] message) {
    String[] lines = new String(message, StandardCharsets.ISO_8859_1).split(END_OF_HEAD, 2)[0].split("\r\n");
    String[] start = lines[0].split(" ", 3);
    boolean isRequest = !start[0].startsWith("HTTP/");
    List<Map.Entry<String, String>> headers = Arrays.stream(lines).skip(1).map(line -> line.split(": *", 2))
        .filter(header -> header.length == 2).map(header -> Map.entry(header[0], header[1])).toList();
    return isRequest ? new HttpHead(true, start[0], start[1], 0, headers)
        : new HttpHead(false, "", "", Integer.parseInt(start[1]), headers);
  }

  /** The body of one message as it was sent; of a chunked one the first chunk. */
  static byte[] bodyOf(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    int body = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
    int open = text.indexOf('{', body);
    int close = text.lastIndexOf('}');
    return open < 0 || close < open ? new byte[0] : Arrays.copyOfRange(message, open, close + 1);
  }
}
