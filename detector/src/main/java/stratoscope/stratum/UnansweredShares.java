package stratoscope.stratum;

import java.util.ArrayDeque;
import java.util.Deque;

/** Difficulties of shares that wait for a word about them, where answers bear no id and come in order. One thread. Bounded. */
final class UnansweredShares {
  private final int maxShares;
  private final Deque<Double> difficulties = new ArrayDeque<>(4);

  UnansweredShares(int maxShares) {
    this.maxShares = maxShares;
  }

  void add(double difficulty) {
    if (difficulties.size() >= maxShares) {
      difficulties.removeFirst();
    }
    difficulties.addLast(difficulty);
  }

  boolean isEmpty() {
    return difficulties.isEmpty();
  }

  /** The difficulty of the share that waits longest, which waits no more. */
  double take() {
    return difficulties.removeFirst();
  }
}
