package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/**
 * Bitcoin's first way of mining with a pool or one's own node: block headers are asked for and handed in over HTTP.
 *
 * <pre>
 * miner  POST / … Authorization: Basic worker:password, X-Mining-Extensions: midstate rollntime …
 *        {"method":"getwork","params":[],"id":0}
 * pool   … X-Long-Polling: /lp   {"id":0,"result":{"data":hex256,"target":hex64,"midstate":hex64,"hash1":hex128},"error":null}
 * miner  {"method":"getwork","params":[hex256],"id":1}         pool  {"id":1,"result":true,"error":null}
 * miner  GET /lp … X-Mining-Extensions: …                      pool  … as soon as there is a new block, {"result":{"data":…}}
 * </pre>
 *
 * <p>The data is a block header with the padding of its hash, each four bytes turned round; other coins' are shorter or longer. Confused
 * with: any service with a method of that name, so that the word weighs little. References: Bitcoin wiki, "Getwork".
 */
final class GetworkDialect implements MessageDialect {
  static final String METHOD = "getwork";
  /** A bare header of 80 bytes. */
  private static final int MIN_DATA_DIGITS = 160;
  private static final int MAX_DATA_DIGITS = 1024;

  @Override
  public String id() {
    return "getwork";
  }

  @Override
  public boolean isSpokenInHttp() {
    return true;
  }

  @Override
  public Probe probe(RpcMessage message) {
    HttpHead head = message.head();
    if (head != null && message.isHeadAlone()) {
      return isLongPoll(head) ? Probe.POSSIBLE : Probe.NEED_MORE;
    }
    if (message.isAnswer()) {
      return head != null && isWork(message.result()) ? Probe.CERTAIN : Probe.NEED_MORE;
    }
    boolean isAsked = head != null && METHOD.equals(message.method()) && (message.params().isEmpty() || isData(message.params().get(0)));
    return isAsked ? Probe.CERTAIN : Probe.NOT_MINE;
  }

  /** True for a request without a body that waits for the next block. */
  static boolean isLongPoll(HttpHead head) {
    return head.method().equals("GET") && MiningHeaders.areMiners(head);
  }

  static boolean isData(@Nullable Object data) {
    return data instanceof String hex && hex.length() % 8 == 0 && Shapes.isHex(data, MIN_DATA_DIGITS, MAX_DATA_DIGITS);
  }

  static boolean isWork(@Nullable Object result) {
    Map<String, @Nullable Object> work = RpcMessage.object(result);
    return isData(work.get("data")) && Shapes.isHex(work.get("target"), Shapes.HASH_DIGITS)
        && List.of("midstate", "hash1").stream().allMatch(name -> work.get(name) == null || Shapes.isHex(work.get(name), 64, 128));
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new GetworkSession(options, sink);
  }
}
