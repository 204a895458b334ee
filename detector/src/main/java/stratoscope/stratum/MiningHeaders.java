package stratoscope.stratum;

import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Authority;
import stratoscope.carrier.HttpHead;

/**
 * The HTTP headers of pooled mining with Bitcoin's RPC, which getwork brought and getblocktemplate kept. One thread.
 *
 * <pre>
 * miner  X-Mining-Extensions: longpoll midstate rollntime submitold        X-Mining-Hashrate: 1500000000
 * pool   X-Stratum: stratum+tcp://pool.example:3333        X-Roll-NTime: expire=120        X-Reject-Reason: stale-work
 * </pre>
 *
 * <p>What both sides send for other reasons too, as {@code X-Long-Polling}, is no sign. References: Bitcoin wiki, "Getwork"; cgminer and
 * cpuminer; XMRig's DaemonClient ({@code X-Hash-Difficulty}).
 */
final class MiningHeaders {
  private static final int MAX_HASHRATE_CHARS = 24;
  /** A scheme, a host, a port and a short path. */
  private static final int MAX_STRATUM_CHARS = 320;
  private static final String SCHEME_END = "://";

  private final DialectSink sink;
  private final HttpCaller caller;
  private double hashrate = Double.NaN;
  private @Nullable String stratum;

  MiningHeaders(DialectSink sink) {
    this.sink = sink;
    caller = new HttpCaller(sink);
  }

  static boolean areMiners(HttpHead head) {
    return head.isRequest()
        && (head.header("X-Mining-Extensions") != null || head.header("X-Mining-Hashrate") != null
            || head.header("X-Hash-Difficulty") != null);
  }

  static boolean arePools(HttpHead head) {
    return !head.isRequest() && (head.header("X-Roll-NTime") != null || stratumOf(head) != null);
  }

  /** A head of a request that is known to be a miner's. */
  void onRequest(HttpHead head) {
    caller.onRequest(head, null);
    if (areMiners(head)) {
      sink.quote(head);
      sink.miner("mining-headers");
    }
    double claimed = number(head.header("X-Mining-Hashrate"));
    if (!Double.isNaN(claimed) && claimed != hashrate) {
      hashrate = claimed;
      sink.event(new StratumEvent.HashrateClaim(claimed));
    }
  }

  /** A head of a response, whoever sends it. */
  void onResponse(HttpHead head) {
    if (arePools(head)) {
      sink.quote(head);
      sink.pool("pool-headers");
    }
    String offered = stratumOf(head);
    if (offered != null && !offered.equals(stratum)) {
      stratum = offered;
      onStratum(offered.substring(offered.indexOf(SCHEME_END) + SCHEME_END.length()));
    }
    String reason = head.header("X-Reject-Reason");
    if (reason != null && !reason.isEmpty()) {
      sink.event(new StratumEvent.ServerMessage(reason));
    }
  }

  /** {@code host:port}, {@code :port} for the same host, each with or without a path behind it. */
  private void onStratum(String address) {
    int slash = address.indexOf('/');
    Authority pool = Authority.of(slash < 0 ? address : address.substring(0, slash));
    String host = pool.host() != null && Shapes.isHost(pool.host()) ? pool.host() : null;
    Integer port = pool.port() == 0 ? null : (Integer) pool.port();
    if (host != null) {
      sink.event(new StratumEvent.Endpoint(host, port));
    }
    if (host != null || port != null) {
      sink.event(new StratumEvent.Redirect(host, port));
    }
  }

  private static @Nullable String stratumOf(HttpHead head) {
    String value = head.header("X-Stratum");
    return value != null && value.length() <= MAX_STRATUM_CHARS && value.startsWith("stratum") && value.contains(SCHEME_END) ? value : null;
  }

  /** NaN if the text is no number that a hashrate may be. */
  private static double number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_HASHRATE_CHARS
        || !text.chars().allMatch(c -> Character.digit(c, 10) >= 0 || c == '.')) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // more than one point
    }
  }
}
