package stratoscope.inventory;

/**
 * Finds a place among IPv4 addresses in order, each with a long, with two misses of the processor's caches: a table tells for each slice of
 * the room between the first and the last address at which places the search begins and ends. Immutable.
 */
final class Ipv4Places {
  /** Of 4 bytes each. */
  private static final int MAX_SLICES = 1 << 20;
  private static final int LONGS = 2;

  /** Addresses, each followed by its long. */
  private final long[] places;
  /** The last place up to the beginning of each slice, and at the end the last of all. */
  private final int[] slices;
  private final int shift;
  private final int count;

  /** Of the elements from one to before another, in order. */
  Ipv4Places(long[] numbers, long[] values, int from, int to) {
    count = to - from;
    places = new long[LONGS * count];
    for (int i = 0; i < count; i++) {
      places[LONGS * i] = numbers[from + i];
      places[LONGS * i + 1] = values[from + i];
    }
    long room = count == 0 ? 0 : number(count - 1) - number(0);
    int wanted = Integer.highestOneBit(Math.max(1, Math.min(MAX_SLICES / 2, count))) * 2;
    int bits = 0;
    while (room >>> bits >= wanted) {
      bits++;
    }
    shift = bits;
    slices = new int[(int) (room >>> shift) + 2];
    int place = 0;
    for (int slice = 0; slice < slices.length - 1; slice++) {
      while (place + 1 < count && number(place + 1) - number(0) <= (long) slice << shift) {
        place++;
      }
      slices[slice] = place;
    }
    slices[slices.length - 1] = Math.max(0, count - 1);
  }

  /** Index of the last one that is not above a number; -1 if all are. */
  int lastUpTo(long number) {
    if (count == 0 || number < places[0]) {
      return -1;
    }
    int slice = (int) Math.min((number - places[0]) >>> shift, slices.length - 2);
    int low = slices[slice];
    int high = slices[slice + 1];
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (places[LONGS * middle] <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long number(int index) {
    return places[LONGS * index];
  }

  long value(int index) {
    return places[LONGS * index + 1];
  }
}
