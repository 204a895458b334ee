package stratoscope.inventory;

import java.util.Arrays;

/** What decides between rows that hold the same address: how wide they are, and when they are valid. One thread while it is filled. */
final class RowFacts {
  private static final int FIRST_CAPACITY = 1 << 10;

  private float[] sharedBits = new float[FIRST_CAPACITY];
  /** Empty as long as all rows are valid always. */
  private long[] fromMicros = new long[0];
  private long[] toMicros = new long[0];
  private int count;

  /** Adds the next row, whose addresses all share so many bits. */
  void add(float bits, long from, long to) {
    if (count == sharedBits.length) {
      sharedBits = Arrays.copyOf(sharedBits, count * 2);
    }
    sharedBits[count] = bits;
    if (fromMicros.length > 0 || from != Long.MIN_VALUE || to != Long.MAX_VALUE) {
      addTimes(from, to);
    }
    count++;
  }

  private void addTimes(long from, long to) {
    if (fromMicros.length <= count) {
      int before = fromMicros.length;
      fromMicros = Arrays.copyOf(fromMicros, sharedBits.length);
      toMicros = Arrays.copyOf(toMicros, sharedBits.length);
      Arrays.fill(fromMicros, before, fromMicros.length, Long.MIN_VALUE);
      Arrays.fill(toMicros, before, toMicros.length, Long.MAX_VALUE);
    }
    fromMicros[count] = from;
    toMicros[count] = to;
  }

  /** Ends the time of a row, which was added with times. */
  void end(int row, long micros) {
    toMicros[row] = micros;
  }

  int count() {
    return count;
  }

  float sharedBits(int row) {
    return sharedBits[row];
  }

  long fromMicros(int row) {
    return row < fromMicros.length ? fromMicros[row] : Long.MIN_VALUE;
  }

  long toMicros(int row) {
    return row < toMicros.length ? toMicros[row] : Long.MAX_VALUE;
  }

  boolean isSinceLater(int row, int other) {
    return fromMicros(row) == fromMicros(other) ? row > other : fromMicros(row) > fromMicros(other);
  }
}
