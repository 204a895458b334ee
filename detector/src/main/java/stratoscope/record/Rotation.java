package stratoscope.record;

/**
 * When a file of records is put aside for a new one, and how many such are kept: {@code FILE.1} is the newest of them, the eldest goes.
 * Size and time may both count, the first to be reached.
 *
 * @param maxBytes a file may have, save that one line is always written; 0 for any number
 * @param periodSeconds after which a file ends: at whole multiples since 1970, so 86,400 is midnight UTC; 0 for never
 * @param files put aside that are kept, from 1
 */
public record Rotation(long maxBytes, long periodSeconds, int files) {
  /** The file grows, or somebody else renames it. */
  public static final Rotation NONE = new Rotation(0, 0, 1);

  /** Whether a file that was begun in one second must end before more is written in another. */
  boolean isDue(long bytes, long moreBytes, long begunSecond, long nowSecond) {
    boolean isFull = maxBytes > 0 && bytes > 0 && bytes + moreBytes > maxBytes;
    boolean isOver = periodSeconds > 0 && bytes > 0
        && Math.floorDiv(begunSecond, periodSeconds) < Math.floorDiv(nowSecond, periodSeconds);
    return isFull || isOver;
  }
}
