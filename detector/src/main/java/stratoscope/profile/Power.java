package stratoscope.profile;

/**
 * Electric power, as an interval that it lies in.
 *
 * @param lowWatts at least
 * @param highWatts at most
 * @param seconds for which it was taken
 * @param assumes the hardware on which the figures rest, for people
 */
public record Power(double lowWatts, double highWatts, double seconds, String assumes) {
  private static final double JOULES_PER_KWH = 3.6e6;

  /** Energy at least, in kilowatt-hours. */
  public double lowKwh() {
    return lowWatts * seconds / JOULES_PER_KWH;
  }

  /** Energy at most, in kilowatt-hours. */
  public double highKwh() {
    return highWatts * seconds / JOULES_PER_KWH;
  }
}
