package stratoscope.stratum;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of webminerpool, a miner in web pages and the proxy it speaks to; usually inside WebSocket.
 *
 * <pre>
 * page   {"identifier":"handshake","pool":"pool.example","login":"4…wallet","password":"x","userid":"","version":8}
 * page   {"identifier":"handshake","loginid":"…","userid":"","version":8}
 * proxy  {"identifier":"job","job_id":hex32,"algo":"cn","variant":4,"height":2000000,"blob":hex,"target":"ffffff00"}
 * page   {"identifier":"solved","job_id":hex32,"nonce":hex8,"result":hex64}
 * proxy  {"identifier":"hashsolved"}                          or  {"identifier":"error","param":"pool rejected hash"}
 * </pre>
 *
 * <p>Confused with: work queues that call their messages the same; so only a wallet, a pool's name with all that comes with it, a job or a
 * share in CryptoNote's form counts. References: notgiven688/webminerpool.
 */
final class WebminerpoolDialect implements MessageDialect {
  private static final Set<String> OTHER_IDENTIFIERS = Set.of("hashsolved", "error", "warning", "poolinfo");

  @Override
  public String id() {
    return "webminerpool";
  }

  @Override
  public Probe probe(RpcMessage message) {
    Map<String, @Nullable Object> members = message.members();
    String identifier = String.valueOf(members.get("identifier"));
    return switch (identifier) {
      case "handshake" -> isHandshake(members) ? handshakeProbe(members) : Probe.NOT_MINE;
      case "job" -> CryptonoteShapes.isJob(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "solved" -> CryptonoteShapes.isShare(members) ? Probe.CERTAIN : Probe.NOT_MINE;
      default -> OTHER_IDENTIFIERS.contains(identifier) ? Probe.NEED_MORE : Probe.NOT_MINE;
    };
  }

  private static Probe handshakeProbe(Map<String, @Nullable Object> handshake) {
    return namesPool(handshake) || CryptonoteShapes.isWallet(String.valueOf(handshake.get("login"))) ? Probe.CERTAIN : Probe.POSSIBLE;
  }

  static boolean isHandshake(Map<String, @Nullable Object> handshake) {
    return Shapes.isInteger(handshake.get("version"))
        && (handshake.get("login") instanceof String || handshake.get("loginid") instanceof String);
  }

  /** True if all is there that the script sends, and the pool's name is a host's. */
  static boolean namesPool(Map<String, @Nullable Object> handshake) {
    return handshake.get("pool") instanceof String pool && Shapes.isHost(pool)
        && handshake.get("login") instanceof String
        && handshake.get("password") instanceof String
        && handshake.get("userid") instanceof String;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new WebminerpoolSession(options, sink);
  }
}
