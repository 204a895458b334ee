package stratoscope.stratum;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import stratoscope.carrier.HttpHead;

/** The words of an HTTP head that evidence may quote: its start line and what it says of mining; no credentials. */
final class HttpExcerpt {
  /** Not all that begin with {@code x-}: keys and tokens do, too. */
  private static final Set<String> QUOTED = Set.of("user-agent", "x-mining-extensions", "x-mining-hashrate", "x-hash-difficulty",
      "x-stratum", "x-long-polling", "x-roll-ntime", "x-reject-reason");

  private HttpExcerpt() {}

  static String of(HttpHead head) {
    StringBuilder text = new StringBuilder(head.isRequest() ? head.method() + " " + head.target() : "HTTP " + head.status());
    for (Map.Entry<String, String> header : head.headers()) {
      if (QUOTED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        text.append(' ').append(header.getKey()).append(": ").append(header.getValue());
      }
    }
    return text.toString();
  }
}
