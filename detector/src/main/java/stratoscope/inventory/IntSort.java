package stratoscope.inventory;

/**
 * Sorts numbers by what they stand for, without an object for each: a merge sort from the bottom up, fast where much is in order. Keys move
 * with the numbers, so that those that are compared lie beside each other in memory. One thread.
 */
final class IntSort {
  private final After after;
  private long[] keys;
  private long[] sortedKeys;
  private int[] numbers;
  private int[] sorted;

  private IntSort(long[] keys, After after) {
    this.after = after;
    this.keys = keys;
    sortedKeys = new long[keys.length];
    numbers = new int[keys.length];
    sorted = new int[keys.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
  }

  /** Whether what one number stands for belongs behind what another does, whose key is the same. */
  @FunctionalInterface
  interface After {
    boolean isAfter(int one, int other);
  }

  /**
   * The numbers from 0 to before the count of keys, in order.
   *
   * @param keys of what each number stands for, as unsigned numbers; they are moved about
   */
  static int[] sorted(long[] keys, After after) {
    IntSort sort = new IntSort(keys, after);
    for (int width = 1; width < keys.length; width *= 2) {
      for (int start = 0; start < keys.length; start += 2 * width) {
        sort.merge(start, Math.min(start + width, keys.length), Math.min(start + 2 * width, keys.length));
      }
      sort.turn();
    }
    return sort.numbers;
  }

  private void turn() {
    int[] oldNumbers = numbers;
    numbers = sorted;
    sorted = oldNumbers;
    long[] oldKeys = keys;
    keys = sortedKeys;
    sortedKeys = oldKeys;
  }

  private void merge(int start, int middle, int end) {
    if (middle >= end || !isAfter(middle - 1, middle)) {
      System.arraycopy(numbers, start, sorted, start, end - start);
      System.arraycopy(keys, start, sortedKeys, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      int next = left == middle || (right < end && isAfter(left, right)) ? right++ : left++;
      sorted[i] = numbers[next];
      sortedKeys[i] = keys[next];
    }
  }

  private boolean isAfter(int left, int right) {
    return keys[left] == keys[right] ? after.isAfter(numbers[left], numbers[right]) : Long.compareUnsigned(keys[left], keys[right]) > 0;
  }
}
