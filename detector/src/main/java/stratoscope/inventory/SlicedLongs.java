package stratoscope.inventory;

import java.util.Arrays;

/**
 * Finds a place among unsigned numbers in order, each with a long beside it, mostly with one or two misses of the processor's caches: a
 * table tells for each slice of the room between the first number and the last where it begins. A slice that is crowded has a table of its
 * own. As a table of n numbers tells log n of their 64 bits apart, few tables lie inside each other, however numbers are spread. Immutable.
 */
final class SlicedLongs {
  private static final int LONGS = 2;
  /** In one table, 4 bytes each: a megabyte, which stays in the caches that are near. */
  private static final int MAX_SLICE_BITS = 18;
  /** So many numbers lie in a few lines of a cache, and are searched without a table. */
  private static final int CROWD = 16;
  /** Tables inside each other; a crowd beyond is searched without one, so that there are no more than 16 slices for a number. */
  private static final int MAX_DEPTH = 8;
  /** First number; first place and first slice, 32 bits each; bits below those that tell the slice; number of slices. */
  private static final int TABLE_LONGS = 4;

  /** Numbers, each followed by its long. */
  private final long[] places;
  private long[] tables = new long[TABLE_LONGS];
  private int tablesEnd;
  /** The first place in each slice, or the inverse of where its table is; behind those of a table the place behind its last. */
  private int[] slices = new int[1];
  private int slicesEnd;

  /** Of the numbers from one to before another, in order, no two of them alike. */
  SlicedLongs(long[] numbers, long[] beside, int from, int to) {
    places = new long[LONGS * (to - from)];
    for (int i = from; i < to; i++) {
      places[LONGS * (i - from)] = numbers[i];
      places[LONGS * (i - from) + 1] = beside[i];
    }
    addTable(0, to - from, 0);
    tables = Arrays.copyOf(tables, tablesEnd);
    slices = Arrays.copyOf(slices, slicesEnd);
  }

  /** Adds the table of the places from one to before another; gives where it is. */
  private int addTable(int from, int to, int depth) {
    int table = tablesEnd;
    tablesEnd += TABLE_LONGS;
    tables = tablesEnd > tables.length ? Arrays.copyOf(tables, 2 * tables.length) : tables;
    long room = from == to ? 0 : number(to - 1) - number(from);
    int sliceBits = Math.min(MAX_SLICE_BITS, 32 - Integer.numberOfLeadingZeros(to - from));
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(room) - sliceBits);
    int count = from == to ? 0 : (int) (room >>> shift) + 1;
    int first = slicesEnd;
    slicesEnd += count + 1;
    slices = slicesEnd > slices.length ? Arrays.copyOf(slices, Math.max(slicesEnd, 2 * slices.length)) : slices;
    tables[table] = from == to ? 0 : number(from);
    tables[table + 1] = (long) from << 32 | first;
    tables[table + 2] = shift;
    tables[table + 3] = count;
    int place = from;
    for (int slice = 0; slice < count; slice++) {
      int start = place;
      while (place < to && (number(place) - number(from)) >>> shift == slice) {
        place++;
      }
      int found = place - start > CROWD && depth + 1 < MAX_DEPTH ? ~addTable(start, place, depth + 1) : start;
      slices[first + slice] = found;
    }
    slices[first + count] = to;
    return table;
  }

  /** Index of the last one that is not above a number; -1 if all are. */
  int lastUpTo(long number) {
    int table = 0;
    while (true) {
      long first = tables[table];
      if (Long.compareUnsigned(number, first) < 0) {
        return firstPlace(table) - 1;
      }
      long slice = (number - first) >>> tables[table + 2];
      long count = tables[table + 3];
      int at = (int) tables[table + 1];
      if (Long.compareUnsigned(slice, count) >= 0) {
        return slices[at + (int) count] - 1;
      }
      at += (int) slice;
      int start = slices[at];
      if (start >= 0) {
        int end = slices[at + 1];
        return lastUpTo(start - 1, (end >= 0 ? end : firstPlace(~end)) - 1, number + Long.MIN_VALUE);
      }
      table = ~start;
    }
  }

  /** Of the places from one that is not above a number, turned so that it compares as a signed one, to another. */
  private int lastUpTo(int from, int to, long turned) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (places[LONGS * middle] + Long.MIN_VALUE <= turned) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int firstPlace(int table) {
    return (int) (tables[table + 1] >>> 32);
  }

  long number(int place) {
    return places[LONGS * place];
  }

  long beside(int place) {
    return places[LONGS * place + 1];
  }
}
