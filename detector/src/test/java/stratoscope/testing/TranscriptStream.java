package stratoscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one side of a transcript sent, line by line: gives each line the end that it had on the wire. A line of text ends with LF, one of an
 * HTTP head with CRLF; a body has as many bytes as its head says. Bytes of binary dialects are written in hex behind what they are.
 */
final class TranscriptStream {
  private static final Pattern HTTP = Pattern.compile("[A-Z]{3,7} \\S+ HTTP/1\\.[01]|HTTP/1\\.[01] \\d{3}.*");
  private static final Pattern BINARY = Pattern.compile("(header|payload|msg\\(type\\+payload\\)) [^:]+: *([0-9a-f][0-9a-f ]*)");
  private static final byte[] NOTHING = {};

  private enum State { TEXT, HEAD, BODY, CHUNK_SIZE, CHUNK, TRAILER }

  private State state = State.TEXT;
  private boolean isChunked;
  private int bodyBytes;
  private boolean hasBinaryHeader;

  /** True if the head promised more than was given. */
  boolean owesBody() {
    return state == State.BODY || state == State.CHUNK;
  }

  /** True in the midst of a head, which is sent as a whole. */
  boolean isInHead() {
    return state == State.HEAD;
  }

  /** The line as it was sent; nothing if it is only a part of something that was not written down whole. */
  byte[] bytesOf(Transcript.Line line) {
    Matcher binary = BINARY.matcher(line.text());
    if (binary.matches()) {
      return binary(binary.group(1), HexFormat.of().parseHex(binary.group(2).replace(" ", "")));
    }
    if (state == State.TEXT && HTTP.matcher(line.text()).matches()) {
      state = State.HEAD;
      isChunked = false;
      bodyBytes = 0;
    }
    String text = switch (state) {
      case TEXT -> ended(line, "\n");
      case HEAD -> head(line);
      case BODY, CHUNK -> body(line);
      case CHUNK_SIZE -> chunkSize(line);
      case TRAILER -> {
        state = line.text().isEmpty() ? State.TEXT : State.TRAILER;
        yield ended(line, "\r\n");
      }
    };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String ended(Transcript.Line line, String end) {
    return line.hasEnd() ? line.text() + end : line.text();
  }

  private String head(Transcript.Line line) {
    String[] field = line.text().toLowerCase(Locale.ROOT).split(": *", 2);
    if (field[0].equals("content-length")) {
      bodyBytes = Integer.parseInt(field[1].trim());
    } else if (field[0].equals("transfer-encoding")) {
      isChunked = field[1].contains("chunked");
    } else if (line.text().isEmpty()) {
      state = isChunked ? State.CHUNK_SIZE : bodyBytes > 0 ? State.BODY : State.TEXT;
    }
    return ended(line, "\r\n");
  }

  /** An empty line is the end of a chunk whose own last byte ended a line. */
  private String chunkSize(Transcript.Line line) {
    if (!line.text().isBlank()) {
      bodyBytes = Integer.parseInt(line.text().trim(), 16);
      state = bodyBytes == 0 ? State.TRAILER : State.CHUNK;
    }
    return ended(line, "\r\n");
  }

  private String body(Transcript.Line line) {
    int given = line.text().getBytes(StandardCharsets.UTF_8).length;
    String text = given < bodyBytes ? ended(line, "\n") : line.text();
    bodyBytes -= given + text.length() - line.text().length();
    if (bodyBytes > 0) {
      return text;
    }
    boolean isChunk = state == State.CHUNK;
    state = isChunk ? State.CHUNK_SIZE : State.TEXT;
    return isChunk && !text.endsWith("\n") ? text + "\r\n" : text;
  }

  /** Stratum V2: a header of six bytes and its payload, or a type with its payload. A payload alone is no message. */
  private byte[] binary(String kind, byte[] bytes) {
    boolean isComplete = !kind.equals("payload") || hasBinaryHeader;
    hasBinaryHeader = kind.equals("header");
    if (!kind.startsWith("msg")) {
      return isComplete ? bytes : NOTHING;
    }
    byte[] message = new byte[bytes.length + 5];
    message[2] = bytes[0];
    int length = bytes.length - 1;
    message[3] = (byte) length;
    message[4] = (byte) (length >> 8);
    message[5] = (byte) (length >> 16);
    System.arraycopy(bytes, 1, message, 6, length);
    return message;
  }
}
