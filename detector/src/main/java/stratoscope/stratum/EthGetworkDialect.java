package stratoscope.stratum;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/**
 * Ethereum's own way of handing out work, over HTTP with a pool or one's own node: asked for every second or so. Who mines stands in the
 * address.
 *
 * <pre>
 * miner  POST /?miner=30@0x…wallet@rig …  {"id":1,"method":"eth_getWork"}        pool  {"id":1,"result":[header64,seed64,boundary64]}
 * miner  {"id":1,"method":"eth_submitWork","params":[nonce16,header64,mix64]}     pool  {"id":73,"result":true}
 * miner  {"id":1,"method":"eth_submitHashrate","params":[hex,id64]}               pool  {"id":73,"result":true}
 * </pre>
 *
 * <p>Confused with: a wallet or console that asks its node other things and may ask for work too; that speaks against mining, as long as
 * nothing is handed in. References: ethminer's EthGetworkClient, Ethereum's JSON-RPC, a capture of pool.eth.pp.ua.
 */
final class EthGetworkDialect implements MessageDialect {
  /** What wallets and consoles ask a node. */
  private static final Set<String> OF_WALLETS = Set.of("eth_blockNumber", "eth_getBalance", "eth_call", "eth_syncing", "eth_accounts",
      "eth_gasPrice", "eth_chainId", "eth_getTransactionCount", "eth_sendRawTransaction", "eth_getTransactionReceipt", "eth_estimateGas",
      "eth_mining", "eth_coinbase", "net_version", "net_peerCount", "personal_unlockAccount");

  @Override
  public String id() {
    return "eth-getwork";
  }

  @Override
  public boolean isSpokenInHttp() {
    return true;
  }

  @Override
  public Probe probe(RpcMessage message) {
    HttpHead head = message.head();
    if (head == null || message.isHeadAlone()) {
      return message.method() == null ? Probe.NEED_MORE : Probe.NOT_MINE;
    }
    if (message.isAnswer()) {
      return EthProxyDialect.isWork(message.result()) ? Probe.CERTAIN : Probe.NEED_MORE;
    }
    return switch (String.valueOf(message.method())) {
      case "eth_submitWork" -> EthProxyDialect.isShare(message.params()) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "eth_getWork", "eth_submitHashrate" -> Probe.CERTAIN;
      default -> Probe.NOT_MINE;
    };
  }

  static boolean isOfWallets(@Nullable String method) {
    return method != null && OF_WALLETS.contains(method);
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new EthGetworkSession(options, sink);
  }
}
