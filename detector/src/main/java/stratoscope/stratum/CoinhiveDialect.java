package stratoscope.stratum;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of Coinhive's miner in web pages and of the many that took over its script; usually inside WebSocket.
 *
 * <pre>
 * page   {"type":"auth","params":{"version":7,"site_key":key32,"type":"anonymous","user":null,"goal":0}}
 * pool   {"type":"authed","params":{"token":"","hashes":0}}
 * pool   {"type":"job","params":{"job_id":"j","blob":hex,"target":"ffffff00","algo":"cn","variant":1}}
 * page   {"type":"submit","params":{"version":7,"job_id":"j","nonce":hex8,"result":hex64}}
 * pool   {"type":"hash_accepted","params":{"hashes":256}}        or  {"type":"error","params":{"error":"banned"}}, {"type":"banned",…}
 * pool   {"type":"verify","params":{"verify_id":"v","nonce":hex8,"result":hex64,"blob":hex}}
 * page   {"type":"verified","params":{"verify_id":"v","result":true}}
 * </pre>
 *
 * <p>Confused with: chats and services whose first message is {@code auth} too; so the words weigh next to nothing, and only the site key,
 * a job or a share in CryptoNote's form counts. References: cazala/coin-hive-stratum, x25/coinhive-stratum-mining-proxy.
 */
final class CoinhiveDialect implements MessageDialect {
  private static final Set<String> OTHER_TYPES = Set.of("getjob", "authed", "hash_accepted", "verify", "verified", "error", "banned");
  private static final Set<String> ACCOUNT_TYPES = Set.of("anonymous", "user", "token");
  private static final int SITE_KEY_CHARS = 32;

  @Override
  public String id() {
    return "coinhive";
  }

  @Override
  public Probe probe(RpcMessage message) {
    Map<String, @Nullable Object> params = message.namedParams();
    String type = String.valueOf(message.members().get("type"));
    return switch (type) {
      case "auth" -> isAuth(params) ? authProbe(params) : Probe.NOT_MINE;
      case "job" -> CryptonoteShapes.isJob(params) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "submit" -> CryptonoteShapes.isShare(params) ? Probe.CERTAIN : Probe.NOT_MINE;
      default -> OTHER_TYPES.contains(type) && message.members().containsKey("params") ? Probe.NEED_MORE : Probe.NOT_MINE;
    };
  }

  private static Probe authProbe(Map<String, @Nullable Object> params) {
    return hasSiteKey(params) ? Probe.CERTAIN : Probe.POSSIBLE;
  }

  static boolean isAuth(Map<String, @Nullable Object> params) {
    return params.get("site_key") instanceof String && ACCOUNT_TYPES.contains(String.valueOf(params.get("type")));
  }

  /** True for a key as Coinhive gave out, with all that its script sends beside it, or for a wallet in its place. */
  static boolean hasSiteKey(Map<String, @Nullable Object> params) {
    return params.get("site_key") instanceof String key
        && (CryptonoteShapes.isWallet(key)
            || (params.containsKey("goal") && params.containsKey("user") && key.length() == SITE_KEY_CHARS
                && key.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c))));
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new CoinhiveSession(options, sink);
  }
}
