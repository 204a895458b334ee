package stratoscope.alert;

import java.util.Locale;

/** Why a person is told. */
public enum AlertEvent {
  /** A host mines that did not, as far as was told. */
  FIRST_SEEN,
  /** It still does, or it is surer now. */
  STILL_THERE,
  /** It was silent for a time. */
  GONE;

  /** The word in alerts and metrics: {@code first-seen}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
