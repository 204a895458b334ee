package stratoscope.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Pieces of HTML. */
final class HtmlText {
  private static final MathContext SHORT = new MathContext(3);

  private static final double MAX_WHOLE = 1e12;

  private HtmlText() {}

  /** The same text within an element or an attribute: miners choose their names. */
  static String escaped(String text) {
    return PrintableText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * The beginning of a page, which loads nothing from outside.
   *
   * @param mayRun what of the page's own may run or apply, as a Content-Security-Policy
   * @param title escaped
   */
  static String opening(String language, String mayRun, String title, String style) {
    return "<!doctype html>\n<html lang=\"" + (language.equals("zh") ? "zh-CN" : "en") + "\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; " + mayRun + "\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + title + "</title>\n<style>\n" + style
        + "</style>\n</head>\n<body>\n";
  }

  /** {@code 1.2 – 3.4}, one number if both are the same. */
  static String range(double low, double high) {
    return low == high ? number(low) : number(low) + " – " + number(high);
  }

  /** In a few digits. */
  static String number(double value) {
    if (Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return value == 0 ? "0" : new BigDecimal(value).round(SHORT).stripTrailingZeros().toPlainString();
  }

  /** A count, in a few digits if there are too many. */
  static String count(double value) {
    return value < MAX_WHOLE ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2e", value);
  }

  /** {@code 2023-11-14 22:13}. */
  static String minute(String time) {
    return beginning(time, 16);
  }

  /** {@code 2023-11-14 22:13:20}: who has the log of a NAT needs it. */
  static String second(String time) {
    return beginning(time, 19);
  }

  private static String beginning(String time, int chars) {
    return time.length() < chars ? "–" : time.substring(0, chars).replace('T', ' ');
  }
}
