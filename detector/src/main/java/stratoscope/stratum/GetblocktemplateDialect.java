package stratoscope.stratum;

import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/**
 * Mining on block templates, over HTTP with a pool or one's own node: Bitcoin's and its descendants' (BIP 22, 23), and that of Monero's
 * daemon.
 *
 * <pre>
 * miner  POST / … Authorization: Basic worker:password, X-Mining-Extensions: …
 *        {"id":0,"method":"getblocktemplate","params":[{"capabilities":["coinbasetxn","workid"],"rules":["segwit"]}]}
 * pool   {"id":0,"result":{"version":…,"previousblockhash":hex64,"target":hex64,"bits":hex8,"height":…,"coinbasevalue":…,…},"error":null}
 * miner  {"id":1,"method":"submitblock","params":[hex]}                              pool  {"id":1,"result":null,"error":null}
 *
 * miner  POST /json_rpc {"id":1,"method":"getblocktemplate","params":{"wallet_address":"4…","reserve_size":8}}
 * node   {"id":1,"result":{"blocktemplate_blob":hex,"blockhashing_blob":hex,"difficulty":…,"height":…,"prev_hash":hex64,"seed_hash":…}}
 * miner  {"id":2,"method":"submitblock","params":[hex]}                              node  {"id":2,"result":{"status":"OK"}}
 * </pre>
 *
 * <p>Confused with: a pool's own node, which is asked the same, and with programs that estimate fees; so templates alone are a suspicion,
 * and headers of miners, their software or a block handed in make it mining. References: BIP 22, BIP 23; XMRig's DaemonClient.
 */
final class GetblocktemplateDialect implements MessageDialect {
  @Override
  public String id() {
    return "getblocktemplate";
  }

  @Override
  public boolean isSpokenInHttp() {
    return true;
  }

  @Override
  public Probe probe(RpcMessage message) {
    HttpHead head = message.head();
    if (message.isHeadAlone()) {
      return Probe.NEED_MORE;
    }
    if (message.isAnswer()) {
      return head != null && BlockTemplate.of(message.result()) != null ? Probe.CERTAIN : Probe.NEED_MORE;
    }
    return head != null && (isRequest(message.method()) || isSubmission(message)) ? Probe.CERTAIN : Probe.NOT_MINE;
  }

  static boolean isRequest(@Nullable String method) {
    return "getblocktemplate".equals(method) || "get_block_template".equals(method);
  }

  static boolean isSubmission(RpcMessage message) {
    boolean isSubmission = "submitblock".equals(message.method()) || "submit_block".equals(message.method());
    return isSubmission && BlockTemplate.isBlock(message.textParam(0));
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new GetblocktemplateSession(options, sink);
  }
}
