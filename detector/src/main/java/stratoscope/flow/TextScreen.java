package stratoscope.flow;

import java.nio.ByteBuffer;
import stratoscope.flow.Screen.Look;

/** The look at text that does not begin with a brace: HTTP, and Duino-Coin. Stateless; allocates nothing. */
final class TextScreen {
  // Four characters, big-endian.
  private static final int JOB = 0x4A4F_422C;
  // Eight.
  private static final long CONNECT = 0x434F_4E4E_4543_5420L;
  private static final long PRI_HTTP2 = 0x5052_4920_2A20_4854L;
  /** {@code FROM,PC Miner,…}: how the first miners of Duino-Coin greeted. */
  private static final long FROM_PC = 0x4652_4F4D_2C50_4320L;

  private static final int LONG_BYTES = 8;
  /** A job of Duino-Coin: {@code <40 hex>,<40 hex>,<digits>}. */
  private static final int HASH_CHARS = 40;

  private TextScreen() {}

  /** Looks at text by its first byte. */
  static Look lookAt(ByteBuffer data, int from, int end) {
    if (end - from < LONG_BYTES) {
      return Look.TEXT;
    }
    return switch (data.get(from)) {
      case 'P', 'G', 'H', 'O' -> ofHttp(data, from, end);
      case 'C' -> data.getLong(from) == CONNECT ? Look.OPENING : Look.TEXT;
      case 'F' -> data.getLong(from) == FROM_PC ? Look.OPENING : Look.TEXT;
      case 'J' -> isJobRequest(data, from) ? Look.OPENING : Look.TEXT;
      default -> isJob(data, from, end) ? Look.OPENING : Look.TEXT;
    };
  }

  private static Look ofHttp(ByteBuffer data, int from, int end) {
    if (!HttpScreen.isMessage(data.getInt(from))) {
      return data.getLong(from) == PRI_HTTP2 ? Look.OPENING : Look.TEXT;
    }
    return HttpScreen.isOpening(data, from, end) ? Look.OPENING : Look.HTTP;
  }

  /** {@code JOB,user,…}, or {@code JOBXX,user,…} for other hashes. */
  private static boolean isJobRequest(ByteBuffer data, int from) {
    int word = data.getInt(from);
    return word == JOB || (word >>> 8 == JOB >>> 8 && data.get(from + 5) == ',' && isUpper(data.get(from + 3)));
  }

  private static boolean isUpper(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  private static boolean isJob(ByteBuffer data, int from, int end) {
    int second = from + HASH_CHARS;
    int third = second + 1 + HASH_CHARS;
    if (third + 1 >= end || data.get(second) != ',' || data.get(third) != ',' || !isDigit(data.get(third + 1))) {
      return false;
    }
    for (int i = 0; i < HASH_CHARS; i++) {
      if (!isHex(data.get(from + i)) || !isHex(data.get(second + 1 + i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isHex(byte b) {
    return isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'f');
  }
}
