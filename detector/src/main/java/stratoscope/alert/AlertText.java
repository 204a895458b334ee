package stratoscope.alert;

import stratoscope.evidence.Verdict;

/** What an alert says to people, and how urgent it is. */
final class AlertText {
  private AlertText() {}

  /** {@code Cryptocurrency mining confirmed}; the same for all alerts of a verdict, so that a SIEM can group by it. */
  static String signature(Alert alert) {
    return "Cryptocurrency mining " + alert.finding().verdict().label();
  }

  /** As in EVE: 1 is the highest. */
  static int eveSeverity(Verdict verdict) {
    return switch (verdict) {
      case CONFIRMED -> 1;
      case PROBABLE -> 2;
      default -> 3;
    };
  }

  /** As in CEF: 10 is the highest; what is gone is of low interest. */
  static int cefSeverity(Alert alert) {
    if (alert.event() == AlertEvent.GONE) {
      return 2;
    }
    return switch (alert.finding().verdict()) {
      case CONFIRMED -> 8;
      case PROBABLE -> 6;
      default -> 3;
    };
  }

  /** As in syslog: critical, warning, notice; informational for what is gone. */
  static int syslogSeverity(Alert alert) {
    if (alert.event() == AlertEvent.GONE) {
      return 6;
    }
    return switch (alert.finding().verdict()) {
      case CONFIRMED -> 2;
      case PROBABLE -> 4;
      default -> 5;
    };
  }

  /** Its beginning, never with half a character at the end. */
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
  }
}
