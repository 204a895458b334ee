package stratoscope.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/**
 * Who sends HTTP requests, as their heads say: the software, and the user of Basic authorization. One thread. Each is told once; passwords
 * are dropped, since over HTTP they are a node's.
 */
final class HttpCaller {
  private static final String BASIC = "basic ";
  /** As many as profiles keep; what is remembered here lasts as long as the connection. */
  private static final int MAX_CHARS = 256;

  private final DialectSink sink;
  private @Nullable String agent;
  private StratumEvent.@Nullable Login login;

  HttpCaller(DialectSink sink) {
    this.sink = sink;
  }

  /** A head of a miner's request, and for whom it mines where the address says so. */
  void onRequest(HttpHead head, StratumEvent.@Nullable Login inTarget) {
    String said = head.header("User-Agent");
    String software = said == null || said.length() <= MAX_CHARS ? said : said.substring(0, MAX_CHARS);
    if (software != null && !software.isEmpty() && !software.equals(agent)) {
      agent = software;
      sink.event(new StratumEvent.Agent(software));
    }
    String user = user(head);
    StratumEvent.Login found = inTarget == null && user != null ? new StratumEvent.Login(user, null, null) : inTarget;
    if (found != null && !isTooLong(found) && !Objects.equals(found, login)) {
      login = found;
      sink.event(found);
    }
  }

  private static boolean isTooLong(StratumEvent.Login found) {
    String rig = found.rig();
    return found.user().length() > MAX_CHARS || (rig != null && rig.length() > MAX_CHARS);
  }

  /** The user of Basic authorization; null if there is none. */
  static @Nullable String user(HttpHead head) {
    String authorization = head.header("Authorization");
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return null;
    }
    try {
      String credentials = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim()), StandardCharsets.UTF_8);
      int colon = credentials.indexOf(':');
      return colon <= 0 ? null : credentials.substring(0, colon);
    } catch (IllegalArgumentException e) {
      return null; // no Base64
    }
  }
}
