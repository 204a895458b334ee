package stratoscope.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import stratoscope.packet.TcpSegment;

/** The words by which miners greet pools in JSON, whatever the dialect. Stateless; asked by an overloaded table alone. */
final class Greeting {
  /** Where the word stands in every greeting known. */
  private static final int SEARCHED_BYTES = 256;
  private static final byte[][] WORDS = {
    "login".getBytes(US_ASCII), "Login".getBytes(US_ASCII), "subscribe".getBytes(US_ASCII), "auth".getBytes(US_ASCII),
    "configure".getBytes(US_ASCII), "hello".getBytes(US_ASCII), "handshake".getBytes(US_ASCII), "register".getBytes(US_ASCII)
  };

  private Greeting() {}

  static boolean isIn(TcpSegment segment) {
    int from = segment.payloadOffset;
    int end = from + Math.min(segment.payloadLength, SEARCHED_BYTES);
    for (int at = from; at < end; at++) {
      for (byte[] word : WORDS) {
        if (isAt(segment.data, at, end, word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(ByteBuffer data, int at, int end, byte[] word) {
    if (at + word.length > end) {
      return false;
    }
    int same = 0;
    while (same < word.length && data.get(at + same) == word[same]) {
      same++;
    }
    return same == word.length;
  }
}
