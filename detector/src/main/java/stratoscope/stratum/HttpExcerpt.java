package stratoscope.stratum;

import java.util.Locale;
import java.util.Map;
import stratoscope.carrier.HttpHead;

/** The words of an HTTP head that evidence may quote: its start line and what it says of mining; no credentials. */
final class HttpExcerpt {
  private HttpExcerpt() {}

  static String of(HttpHead head) {
    StringBuilder text = new StringBuilder(head.isRequest() ? head.method() + " " + head.target() : "HTTP " + head.status());
    for (Map.Entry<String, String> header : head.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-") || name.equals("user-agent")) {
        text.append(' ').append(header.getKey()).append(": ").append(header.getValue());
      }
    }
    return text.toString();
  }
}
