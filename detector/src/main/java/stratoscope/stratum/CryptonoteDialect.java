package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The login, job, submit dialect of Monero and the other CryptoNote coins, as XMRig and its pools speak it.
 *
 * <pre>
 * miner  {"id":1,"method":"login","params":{"login":"4…wallet","pass":"x","agent":"XMRig/6.21.0 (…)","algo":["rx/0"]}}
 * pool   {"id":1,"result":{"id":"session","job":{"blob":hex,"job_id":"j","target":"b88d0600","algo":"rx/0"},"status":"OK"}}
 * pool   {"method":"job","params":{"blob":hex,"job_id":"j2","target":"b88d0600","height":1}}
 * miner  {"id":2,"method":"submit","params":{"id":"session","job_id":"j2","nonce":"d0030040","result":hash64}}
 * pool   {"id":2,"result":{"status":"OK"}}                   or  "error":{"code":-1,"message":"Low difficulty share"}
 * miner  {"id":3,"method":"keepalived","params":{"id":"session"}}      pool  {"id":3,"result":{"status":"KEEPALIVED"}}
 * </pre>
 *
 * <p>Confused with: any JSON-RPC service with methods {@code login}, {@code job} or {@code submit}; so the words weigh next to
 * nothing, and only a job's blob and target, a share's nonce and hash, a CryptoNote wallet or a list of CryptoNote algorithms count.
 * References: xmrig-proxy's STRATUM.md and STRATUM_EXT.md.
 */
final class CryptonoteDialect implements MessageDialect {

  @Override
  public String id() {
    return "cryptonote";
  }

  @Override
  public Probe probe(RpcMessage message) {
    String method = message.method();
    if (method == null || message.isAnswer()) {
      return probeAnswer(message);
    }
    Map<String, @Nullable Object> params = message.namedParams();
    return switch (method) {
      case "login" -> probeLogin(params);
      case "job" -> CryptonoteShapes.isJob(params) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "submit" -> CryptonoteShapes.isShare(params) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "keepalived" -> params.get("id") instanceof String ? Probe.POSSIBLE : Probe.NOT_MINE;
      case "getjob" -> Probe.POSSIBLE;
      default -> Probe.NOT_MINE;
    };
  }

  private static Probe probeLogin(Map<String, @Nullable Object> params) {
    if (!(params.get("login") instanceof String login)) {
      return Probe.NOT_MINE;
    }
    boolean isMiner = CryptonoteShapes.isWallet(login) || CryptonoteShapes.isAlgorithmList(params.get("algo"))
        || CryptonoteShapes.isAlgorithmSpeed(params.get("algo-perf"));
    return isMiner ? Probe.CERTAIN : Probe.POSSIBLE;
  }

  private static Probe probeAnswer(RpcMessage message) {
    Map<String, @Nullable Object> result = RpcMessage.object(message.result());
    if (CryptonoteShapes.isJob(RpcMessage.object(result.get("job"))) || CryptonoteShapes.isJob(result)) {
      return Probe.CERTAIN;
    }
    return "KEEPALIVED".equals(result.get("status")) ? Probe.POSSIBLE : Probe.NEED_MORE;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new CryptonoteSession(options, sink);
  }
}
