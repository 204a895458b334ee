package stratoscope.stratum;

import java.nio.charset.StandardCharsets;

/**
 * What one side of a Duino-Coin connection said since its last message ended: at a line feed, or where the other side spoke. Some miners
 * send no line feeds. One thread.
 */
final class DuinoCoinText {
  /** A share has some 120; a line of the message of the day may be longer, and is not needed. */
  private static final int MAX_BYTES = 512;
  private static final String REQUEST = "JOB,";

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private boolean isSpoilt;

  /** Adds what may be part of a text; false for anything else. */
  boolean add(byte b) {
    boolean isText = b < 0 || (b >= ' ' && b != 0x7F) || b == '\t' || b == '\r';
    if (length == MAX_BYTES) {
      length = 0;
      isSpoilt = true;
    }
    bytes[length++] = b;
    isSpoilt |= !isText;
    return isText;
  }

  /** The front of the text at hand is lost: none of it is given. */
  void spoil() {
    isSpoilt = true;
  }

  /** True in front of a text's first byte. */
  boolean isAtStart() {
    return length == 0 && !isSpoilt;
  }

  /** Ends the text, and gives it; empty if it was spoilt. */
  String end() {
    return cut(length);
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
    String text = cut(length - REQUEST.length());
    for (int i = 0; i < REQUEST.length(); i++) {
      add((byte) REQUEST.charAt(i));
    }
    return text;
  }

  private String cut(int end) {
    String text = isSpoilt ? "" : new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    length = 0;
    isSpoilt = false;
    return text;
  }
}
