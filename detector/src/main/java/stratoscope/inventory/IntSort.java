package stratoscope.inventory;

import java.util.concurrent.CompletableFuture;

/**
 * Sorts numbers by what they stand for, without an object for each: a merge sort from the bottom up, fast where much is in order. Keys move
 * with the numbers, so that those that are compared lie beside each other in memory. Of many, half is sorted on a thread of its own.
 */
final class IntSort {
  /** Sorting fewer takes no longer than starting a thread. */
  private static final int MANY = 1 << 15;

  private final After after;

  private IntSort(After after) {
    this.after = after;
  }

  /** Whether what one number stands for belongs behind what another does, whose key is the same. */
  @FunctionalInterface
  interface After {
    boolean isAfter(int one, int other);
  }

  /** Numbers and the keys of what they stand for. */
  private static final class Keyed {
    final long[] keys;
    final int[] numbers;

    Keyed(long[] keys, int[] numbers) {
      this.keys = keys;
      this.numbers = numbers;
    }
  }

  /**
   * The numbers from 0 to before the count of keys, in order.
   *
   * @param keys of what each number stands for, as unsigned numbers; they are moved about
   * @param after for several threads
   */
  static int[] sorted(long[] keys, After after) {
    int[] numbers = new int[keys.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    IntSort sort = new IntSort(after);
    Keyed given = new Keyed(keys, numbers);
    Keyed other = new Keyed(new long[keys.length], new int[keys.length]);
    int middle = keys.length / 2;
    int half = keys.length - middle;
    if (keys.length < MANY) {
      return sort.sort(given, other, 0, keys.length, keys.length).numbers;
    }
    CompletableFuture<Keyed> upper = CompletableFuture.supplyAsync(() -> sort.sort(given, other, middle, keys.length, half));
    Keyed lower = sort.sort(given, other, 0, middle, half);
    upper.join();
    Keyed whole = lower == given ? other : given;
    sort.merge(lower, whole, 0, middle, keys.length);
    return whole.numbers;
  }

  /** Sorts the places between two, in turns from one to the other; gives that in which they are in order in the end. */
  private Keyed sort(Keyed given, Keyed other, int from, int to, int length) {
    Keyed sorted = given;
    Keyed next = other;
    for (int width = 1; width < length; width *= 2) {
      for (int start = from; start < to; start += 2 * width) {
        merge(sorted, next, start, Math.min(start + width, to), Math.min(start + 2 * width, to));
      }
      Keyed last = sorted;
      sorted = next;
      next = last;
    }
    return sorted;
  }

  private void merge(Keyed from, Keyed to, int start, int middle, int end) {
    if (middle >= end || !isAfter(from, middle - 1, middle)) {
      System.arraycopy(from.numbers, start, to.numbers, start, end - start);
      System.arraycopy(from.keys, start, to.keys, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      int next = left == middle || (right < end && isAfter(from, left, right)) ? right++ : left++;
      to.numbers[i] = from.numbers[next];
      to.keys[i] = from.keys[next];
    }
  }

  private boolean isAfter(Keyed keyed, int left, int right) {
    long key = keyed.keys[left];
    long other = keyed.keys[right];
    return key == other ? after.isAfter(keyed.numbers[left], keyed.numbers[right]) : Long.compareUnsigned(key, other) > 0;
  }
}
