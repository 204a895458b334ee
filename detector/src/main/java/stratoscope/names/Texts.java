package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A column of ASCII texts, one after the other in one array of bytes. One thread while it is filled, then immutable. */
final class Texts {
  private byte[] bytes;
  private int[] ends;
  private int size;

  Texts() {
    this(new byte[1024], new int[64], 0);
  }

  Texts(byte[] bytes, int[] ends, int size) {
    this.bytes = bytes;
    this.ends = ends;
    this.size = size;
  }

  /** @throws IllegalArgumentException if there is no room for it */
  void add(String ascii) {
    byte[] text = ascii.getBytes(StandardCharsets.ISO_8859_1);
    int start = size == 0 ? 0 : ends[size - 1];
    if (start > Integer.MAX_VALUE / 2 - text.length) {
      throw new IllegalArgumentException("too many rows: their names take more than a gigabyte");
    }
    if (bytes.length < start + text.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + text.length, bytes.length + bytes.length / 2));
    }
    if (ends.length == size) {
      ends = Arrays.copyOf(ends, size + size / 2);
    }
    System.arraycopy(text, 0, bytes, start, text.length);
    ends[size++] = start + text.length;
  }

  /** Gives back the room that is not used. */
  void trim() {
    bytes = Arrays.copyOf(bytes, size == 0 ? 0 : ends[size - 1]);
    ends = Arrays.copyOf(ends, size);
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  int[] ends() {
    return ends;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  int length(int index) {
    return end(index) - start(index);
  }

  String get(int index) {
    return new String(bytes, start(index), length(index), StandardCharsets.ISO_8859_1);
  }
}
