package stratoscope.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.packet.IpAddress;

/**
 * Records of the state as bytes: a byte for the kind, four for the length, then values without names, which {@link StateReader} reads in
 * the same order. One thread. Whole numbers take as many bytes as they need. A record that is too long is left out and counted.
 */
public final class StateWriter {
  /** Longest record that is written or read; a session with all that is kept of it has some 20 kB. */
  static final int MAX_RECORD_BYTES = 1 << 18;
  static final int HEAD_BYTES = 5;
  private static final int FIRST_BYTES = 1 << 16;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;
  private int recordStart;
  private long left;

  /** Begins a record. */
  public StateWriter begin(StateKind kind) {
    recordStart = size;
    room(HEAD_BYTES);
    bytes[size] = kind.code();
    size += HEAD_BYTES;
    return this;
  }

  /** Ends the record. */
  public void end() {
    int length = size - recordStart - HEAD_BYTES;
    if (length > MAX_RECORD_BYTES) {
      size = recordStart;
      left++;
      return;
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[recordStart + 1 + i] = (byte) (length >>> (8 * (Integer.BYTES - 1 - i)));
    }
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  public StateWriter number(long value) {
    room(10);
    long rest = (value << 1) ^ (value >> 63);
    byte[] to = bytes;
    int at = size;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
    return this;
  }

  public StateWriter truth(boolean value) {
    return number(value ? 1 : 0);
  }

  /** NaN is one, too. */
  public StateWriter decimal(double value) {
    return fixed(Double.doubleToRawLongBits(value));
  }

  private StateWriter fixed(long value) {
    room(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[size++] = (byte) (value >>> (8 * (Long.BYTES - 1 - i)));
    }
    return this;
  }

  public StateWriter address(IpAddress address) {
    return fixed(address.high()).fixed(address.low());
  }

  public StateWriter text(@Nullable String text) {
    if (text == null) {
      return number(-1);
    }
    byte[] encoded = text.getBytes(UTF_8);
    number(encoded.length);
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    return this;
  }

  public StateWriter texts(Collection<String> texts) {
    number(texts.size());
    texts.forEach(this::text);
    return this;
  }

  /** A number that may be unknown. */
  public StateWriter count(@Nullable Number value) {
    truth(value != null);
    return value == null ? this : number(value.longValue());
  }

  /** One of an enum's, by its name. */
  public StateWriter word(Enum<?> word) {
    return text(word.name());
  }

  /** Signs, of whose rules only the ids are kept. */
  public StateWriter signs(Collection<Evidence> signs) {
    number(signs.size());
    for (Evidence sign : signs) {
      text(sign.rule().id()).number(sign.weight()).word(sign.side()).number(sign.packetNumber()).number(sign.timestampMicros())
          .text(sign.excerpt());
    }
    return this;
  }

  /** Bytes of the records so far. */
  public int size() {
    return size;
  }

  /** Records that were too long since this was last asked. */
  long takeLeft() {
    long were = left;
    left = 0;
    return were;
  }

  /** The records so far; the next begin anew. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }
}
