package stratoscope.inventory;

/** Sorts numbers by what they stand for, without an object for each: a merge sort from the bottom up, fast where much is in order. */
final class IntSort {
  private IntSort() {}

  /** Whether what one number stands for belongs behind what another does. */
  @FunctionalInterface
  interface After {
    boolean isAfter(int one, int other);
  }

  /** The numbers from 0 to before a count, in order. */
  static int[] sorted(int count, After after) {
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    int[] to = new int[count];
    for (int width = 1; width < count; width *= 2) {
      for (int start = 0; start < count; start += 2 * width) {
        merge(from, to, start, Math.min(start + width, count), Math.min(start + 2 * width, count), after);
      }
      int[] sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }

  private static void merge(int[] from, int[] to, int start, int middle, int end, After after) {
    if (middle >= end || !after.isAfter(from[middle - 1], from[middle])) {
      System.arraycopy(from, start, to, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean isRightNext = left == middle || (right < end && after.isAfter(from[left], from[right]));
      to[i] = isRightNext ? from[right++] : from[left++];
    }
  }
}
