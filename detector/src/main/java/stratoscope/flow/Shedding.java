package stratoscope.flow;

/**
 * What a flow table leaves out while its owner can't keep up, each level more than the one before; how a connection begins, and names, are
 * looked at on every level. Belongs to the table's owner thread.
 */
final class Shedding {
  /** No connection is taken for its pace. */
  static final int RHYTHM = 1;
  /** Streams that show no mining don't wait for holes to fill; connections whose opening was not seen are taken for a greeting only. */
  static final int REASSEMBLY = 2;
  /** So are those whose opening was seen, once their first bytes are past. */
  static final int LATE_WORDS = 3;

  private int level;

  void setLevel(int now) {
    level = now;
  }

  /** True if what belongs to this level is left out now. */
  boolean isAt(int least) {
    return level >= least;
  }
}
