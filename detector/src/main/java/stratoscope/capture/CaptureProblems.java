package stratoscope.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Collects what was wrong inside captures. Written by the thread that reads them; counts may be read by any thread. Every problem is
 * counted; only the first ones keep their detail, the others cost no memory.
 */
public final class CaptureProblems {
  private static final int DEFAULT_KEPT = 100;
  private final AtomicLongArray counts = new AtomicLongArray(ProblemKind.values().length);
  private final List<CaptureProblem> kept = new ArrayList<>();
  private final int keptLimit;

  public CaptureProblems() {
    this(DEFAULT_KEPT);
  }

  /**
   * An empty collection.
   *
   * @param keptLimit how many problems keep their detail
   */
  public CaptureProblems(int keptLimit) {
    this.keptLimit = keptLimit;
  }

  void add(String file, long number, long byteOffset, ProblemKind kind, long first, long second) {
    if (count(kind)) {
      kept.add(new CaptureProblem(file, number, byteOffset, kind, kind.describe(first, second)));
    }
  }

  void addUnreadable(String file, String reason) {
    if (count(ProblemKind.UNREADABLE)) {
      kept.add(new CaptureProblem(file, 0, 0, ProblemKind.UNREADABLE, reason));
    }
  }

  @SuppressWarnings("EnumOrdinal") // an index into the counts of this run, never stored
  private boolean count(ProblemKind kind) {
    counts.incrementAndGet(kind.ordinal());
    return kept.size() < keptLimit;
  }

  public long count() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  @SuppressWarnings("EnumOrdinal")
  public long countOf(ProblemKind kind) {
    return counts.get(kind.ordinal());
  }

  /** The first problems, in the order they were met. For the reading thread, or after it has ended. */
  public List<CaptureProblem> kept() {
    return List.copyOf(kept);
  }
}
