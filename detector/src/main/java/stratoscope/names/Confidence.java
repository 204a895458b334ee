package stratoscope.names;

import java.util.Locale;

/** How sure it is that a row of the directory is right. */
public enum Confidence {
  CONFIRMED(0, 1), LIKELY(1, 0.8), CANDIDATE(2, 0.5);

  private final int code;
  private final double factor;

  Confidence(int code, double factor) {
    this.code = code;
    this.factor = factor;
  }

  /** From 0 to 1. */
  double factor() {
    return factor;
  }

  /** Its place among the values: what stands for it in a row. */
  int code() {
    return code;
  }

  /** The word in rule files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
