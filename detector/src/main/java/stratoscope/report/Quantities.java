package stratoscope.report;

import java.util.Locale;

/** Numbers with the prefix that makes them short. */
public final class Quantities {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E", "Z"};
  private static final double STEP = 1000;
  /** What is written as 1000.0, with one digit behind the point, belongs to the next prefix; so does 1000 without. */
  private static final double ROUNDS_TO_STEP = 999.95;
  private static final double ROUNDS_TO_STEP_WHOLE = 999.5;

  private Quantities() {}

  /** {@code 11.0 TH/s}. */
  public static String hashrate(double hashesPerSecond) {
    return scaled(hashesPerSecond, "H/s");
  }

  /** {@code 1.4 GB}, in powers of 1000. */
  public static String bytes(double bytes) {
    return scaled(bytes, "B");
  }

  private static String scaled(double value, String unit) {
    int prefix = 0;
    double left = value;
    while (left >= (prefix == 0 ? ROUNDS_TO_STEP_WHOLE : ROUNDS_TO_STEP) && prefix < PREFIXES.length - 1) {
      left /= STEP;
      prefix++;
    }
    return String.format(Locale.ROOT, prefix == 0 ? "%.0f %s%s" : "%.1f %s%s", left, PREFIXES[prefix], unit);
  }
}
