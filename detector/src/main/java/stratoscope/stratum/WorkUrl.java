package stratoscope.stratum;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For whom a miner works, as it stands in the address of its HTTP requests where the dialect has no login.
 *
 * <pre>
 * /0x…wallet/rig        /0x…wallet.rig/30        /0x…wallet/rig/mail@host.example        /rig@0x…wallet
 * /?miner=30@0x…wallet@rig                       /?address=0x…wallet&amp;worker=rig
 * </pre>
 */
final class WorkUrl {
  private static final String PREFIX = "0x";
  private static final int WALLET_CHARS = 2 + 40;
  private static final String ENDS_OF_PART = "/?&@=";
  private static final List<String> RIG_PARAMETERS = List.of("worker", "w", "rig");

  private WorkUrl() {}

  /** The wallet in a request's target, with what the pool is told behind it; null if there is none. */
  static StratumEvent.@Nullable Login login(String target) {
    String url = decoded(target);
    int wallet = wallet(url);
    if (wallet < 0) {
      return null;
    }
    int end = wallet + WALLET_CHARS;
    boolean isRigBehind = end < url.length() && url.charAt(end) == '@';
    String user = isRigBehind ? url.substring(wallet, end) : until("?&", url, wallet);
    String rig = rigParameter(url);
    if (rig == null) {
      rig = isRigBehind ? until(ENDS_OF_PART, url, end + 1) : rigBefore(url, wallet);
    }
    return new StratumEvent.Login(user.endsWith("/") ? user.substring(0, user.length() - 1) : user, null,
        rig == null || rig.isEmpty() ? null : rig);
  }

  private static String decoded(String target) {
    try {
      return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return target; // a percent sign that means itself
    }
  }

  /** Where the first wallet begins; -1 if there is none. */
  private static int wallet(String url) {
    for (int at = url.indexOf(PREFIX); at >= 0; at = url.indexOf(PREFIX, at + 1)) {
      int end = at + WALLET_CHARS;
      if (end <= url.length() && Shapes.isPrefixedHex(url.substring(at, end), 40, 40)
          && (end == url.length() || !Character.isLetterOrDigit(url.charAt(end)))) {
        return at;
      }
    }
    return -1;
  }

  private static String until(String ends, String url, int start) {
    int end = start;
    while (end < url.length() && ends.indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(start, end);
  }

  private static @Nullable String rigParameter(String url) {
    int query = url.indexOf('?');
    if (query < 0) {
      return null;
    }
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && RIG_PARAMETERS.contains(parameter.substring(0, equals))) {
        return until(ENDS_OF_PART, parameter, equals + 1);
      }
    }
    return null;
  }

  /** {@code rig@wallet}; a number there is the hashrate that the pool is to expect. */
  private static @Nullable String rigBefore(String url, int wallet) {
    if (wallet < 1 || url.charAt(wallet - 1) != '@') {
      return null;
    }
    int start = wallet - 1;
    while (start > 0 && ENDS_OF_PART.indexOf(url.charAt(start - 1)) < 0) {
      start--;
    }
    String rig = url.substring(start, wallet - 1);
    return rig.chars().allMatch(c -> Character.isDigit(c) || c == '.') ? null : rig;
  }
}
