package stratoscope.evidence;

import java.util.Locale;

/** How sure we are that a session is mining, from the weakest to the strongest; told to users in {@code rules/README.md}. */
public enum Verdict {
  /** Nothing worth a word. */
  NONE,
  /** One weak sign alone. */
  SUSPECTED,
  /** One side of a mining exchange. */
  PROBABLE,
  /** A mining exchange was parsed and both sides agree. */
  CONFIRMED;

  /** The word in records, metrics and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
