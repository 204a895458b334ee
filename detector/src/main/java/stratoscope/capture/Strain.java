package stratoscope.capture;

/**
 * How hard a source of packets is pressed by their number.
 *
 * @param usedShare of the memory for packets that wait, where most of it is used; 0 where that can't be told
 * @param lost packets so far that found no room
 */
public record Strain(double usedShare, long lost) {
  /** That of files, which wait for their reader. */
  public static final Strain NONE = new Strain(0, 0);
}
