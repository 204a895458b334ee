package stratoscope.stratum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dialect that grew out of Ethereum's own RPC, called eth-proxy or stratum1: work is asked for once, then pushed under id 0.
 *
 * <pre>
 * miner  {"id":1,"method":"eth_submitLogin","params":["0xwallet.rig","x"],"worker":"rig"}    pool  {"id":1,"result":true}
 * miner  {"id":2,"method":"eth_getWork","params":[]}                 pool  {"id":2,"result":[header64,seed64,boundary64]}
 * pool   {"id":0,"result":[header64,seed64,boundary64]}
 * miner  {"id":4,"method":"eth_submitWork","params":[nonce16,header64,mix64]}                 pool  {"id":4,"result":true}
 * miner  {"id":6,"method":"eth_submitHashrate","params":[hex,id64]}
 * </pre>
 *
 * <p>Confused with: a node's or wallet's RPC, where {@code eth_getWork} and {@code eth_submitHashrate} exist too, but
 * {@code eth_submitLogin} does not. References: open-ethereum-pool's STRATUM.md, ethminer's EthStratumClient.
 */
final class EthProxyDialect implements MessageDialect {
  /** A share of 65,536 hashes; pools ask for a thousand times as many and more. */
  private static final String BOUNDARY_ZEROS = "0x0000";
  /** A boundary whose four leading zeros were left out, as nanopool does. */
  private static final int SHORT_BOUNDARY_CHARS = 2 + 60;
  /** A share of 2^64 hashes, which no miner finds in a lifetime. */
  private static final int MIN_BOUNDARY_DIGITS = 48;

  @Override
  public String id() {
    return "eth-proxy";
  }

  @Override
  public Probe probe(RpcMessage message) {
    String method = message.method();
    if (message.head() != null) {
      return Probe.NOT_MINE; // see EthGetworkDialect
    }
    if (method == null || message.isAnswer()) {
      return isWork(message.result()) ? Probe.CERTAIN : Probe.NEED_MORE;
    }
    return switch (method) {
      case "eth_submitLogin" -> message.textParam(0) != null ? Probe.CERTAIN : Probe.NOT_MINE;
      case "eth_submitWork" -> isShare(message.params()) ? Probe.CERTAIN : Probe.NOT_MINE;
      case "eth_getWork", "eth_submitHashrate" -> Probe.POSSIBLE;
      default -> Probe.NOT_MINE;
    };
  }

  /** {@code [header, seed, boundary(, height)]}. */
  static boolean isWork(@Nullable Object result) {
    return result instanceof List<?> list
        && list.size() >= 3
        && list.size() <= 5
        && Shapes.isPrefixedHash(list.get(0))
        && Shapes.isPrefixedHash(list.get(1))
        && Shapes.isPrefixedHex(list.get(2), MIN_BOUNDARY_DIGITS, Shapes.HASH_DIGITS);
  }

  /** True if the third hash is a target that takes work to stay below, and the first is a hash, which such zeros do not begin. */
  static boolean hasBoundary(List<?> work) {
    String boundary = String.valueOf(work.get(2));
    boolean hasZeros = boundary.length() <= SHORT_BOUNDARY_CHARS || boundary.startsWith(BOUNDARY_ZEROS);
    return hasZeros && !String.valueOf(work.get(0)).startsWith(BOUNDARY_ZEROS);
  }

  /** {@code [nonce, header, mix]}. */
  static boolean isShare(List<?> params) {
    return params.size() >= 3
        && Shapes.isPrefixedHex(params.get(0), 16, 16)
        && Shapes.isPrefixedHash(params.get(1))
        && Shapes.isPrefixedHash(params.get(2));
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new EthProxySession(options, sink);
  }
}
