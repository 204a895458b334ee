package stratoscope.capture.live;

/**
 * Which of several workers a connection belongs to: the same for both directions, and the same here as in the kernel, which runs it as the
 * program of {@link SplitProgram}. Immutable. Keyed, so that nobody can aim all connections at one worker.
 */
public final class FlowSplit {
  /** The upper half of a product depends on all of its factors. */
  static final int HASH_SHIFT = 16;

  private final int workers;
  private final int addressKey;
  private final int mixKey;

  /** @param seed a secret of the run */
  public FlowSplit(int workers, long seed) {
    this.workers = workers;
    addressKey = (int) seed | 1;
    mixKey = (int) (seed >>> 32) | 1;
  }

  public int workers() {
    return workers;
  }

  int addressKey() {
    return addressKey;
  }

  int mixKey() {
    return mixKey;
  }

  /** From 0, for addresses of 128 bits and ports, in either order; those of IPv4 are mapped into IPv6. */
  public int workerOf(long oneHigh, long oneLow, int onePort, long otherHigh, long otherLow, int otherPort) {
    long addresses = oneHigh ^ oneLow ^ otherHigh ^ otherLow; // what maps IPv4 is in both, and goes
    int folded = (int) (addresses ^ (addresses >>> Integer.SIZE));
    int hash = (folded * addressKey + (onePort ^ otherPort)) * mixKey;
    return (hash >>> HASH_SHIFT) % workers;
  }
}
