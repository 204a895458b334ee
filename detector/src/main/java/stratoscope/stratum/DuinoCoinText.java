package stratoscope.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What one side of a Duino-Coin connection said since its last message ended: at a line feed, or where the other side spoke. Some miners
 * send no line feeds. One thread.
 */
final class DuinoCoinText {
  /** A share has some 120; a line of the message of the day may be longer, and is not needed. */
  private static final int MAX_BYTES = 512;
  private static final String REQUEST = "JOB,";
  private static final int FIRST_BYTES = 64;

  private byte[] bytes = new byte[0];
  private int length;
  private boolean isCut;

  /** Adds what may be part of a text; false for anything else. Of a text that is too long, only the end is kept. */
  boolean add(byte b) {
    if (length == MAX_BYTES) {
      cut();
    } else if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(FIRST_BYTES, 2 * length));
    }
    bytes[length++] = b;
    return b < 0 || (b >= ' ' && b != 0x7F) || b == '\t' || b == '\r';
  }

  /** What was said is lost, and so may be the front of what comes. */
  void cut() {
    length = 0;
    isCut = true;
  }

  /** True if the front of the text at hand may be missing. */
  boolean isCut() {
    return isCut;
  }

  /** True in front of a text's first byte. */
  boolean isAtStart() {
    return length == 0 && !isCut;
  }

  /** Ends the text, and gives it. */
  String end() {
    return end(length);
  }

  /** True if a miner's next request stands behind other text: of a miner alone, who sends no line feeds, the text ends in front of it. */
  boolean endsInNextRequest() {
    int at = length - REQUEST.length();
    for (int i = 0; i < REQUEST.length() && at > 0; i++) {
      if (bytes[at + i] != REQUEST.charAt(i)) {
        return false;
      }
    }
    return at > 0 && bytes[at - 1] != ',';
  }

  /** Ends the text in front of that request, gives it, and begins with the request. */
  String endBeforeRequest() {
    String text = end(length - REQUEST.length());
    for (int i = 0; i < REQUEST.length(); i++) {
      add((byte) REQUEST.charAt(i));
    }
    return text;
  }

  private String end(int end) {
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    length = 0;
    isCut = false;
    return text;
  }
}
