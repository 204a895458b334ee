package stratoscope.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of code takes from the heap. */
public final class Allocation {
  private static final int ROUNDS = 5;

  private Allocation() {}

  /** Code under measurement. */
  @FunctionalInterface
  public interface Work {
    /** Does the work once. */
    void run() throws Exception;
  }

  /**
   * The bytes that this thread allocates while it does the work: the least of five rounds, since the compiler's own doings cost
   * the thread something in some of them.
   */
  public static long leastBytes(Work work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        work.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
