package stratoscope.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of rows, which mostly no other row has: UTF-8 in a few blocks, since a million strings take four times the memory, and the
 * collector's time. One thread while it is filled.
 */
final class RowTexts {
  private static final int BLOCK_BITS = 20;
  /** Of UTF-8, of one text. */
  static final int MAX_BYTES = (1 << BLOCK_BITS) - 1;
  private static final int FIRST_ROWS = 1 << 10;

  private final List<byte[]> blocks = new ArrayList<>();
  /** Of the last block, which is full at first. */
  private int end = 1 << BLOCK_BITS;
  /** By row: number of the block, where the text begins, how long it is. Zero of rows without one. */
  private long[] places = new long[FIRST_ROWS];

  /**
   * Sets the account of a row, none if it is empty.
   *
   * @throws IllegalArgumentException if it is longer than {@value #MAX_BYTES} bytes
   */
  void set(int row, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("the account has " + bytes.length + " bytes; at most " + MAX_BYTES + " are read");
    }
    if (row >= places.length) {
      places = Arrays.copyOf(places, Math.max(row + 1, 2 * places.length));
    }
    if (bytes.length > (1 << BLOCK_BITS) - end) {
      blocks.add(new byte[1 << BLOCK_BITS]);
      end = 0;
    }
    places[row] = 0;
    if (bytes.length > 0) {
      System.arraycopy(bytes, 0, blocks.get(blocks.size() - 1), end, bytes.length);
      places[row] = ((long) (blocks.size() - 1) << BLOCK_BITS | end) << BLOCK_BITS | bytes.length;
      end += bytes.length;
    }
  }

  /** The account of a row; null if it has none. */
  @Nullable String get(int row) {
    long place = row < places.length ? places[row] : 0;
    int length = (int) place & MAX_BYTES;
    int start = (int) (place >>> BLOCK_BITS) & MAX_BYTES;
    return length == 0 ? null : new String(blocks.get((int) (place >>> (2 * BLOCK_BITS))), start, length, UTF_8);
  }
}
