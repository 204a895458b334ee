package stratoscope.stratum;

/**
 * Stratum V1 as Bitcoin miners speak it, and the {@code mining.*} skeleton that other coins borrowed from it.
 *
 * <pre>
 * miner  {"id":1,"method":"mining.subscribe","params":["cgminer/4.12.1"]}
 * pool   {"id":1,"result":[[["mining.notify","ae68"]],"08000002",4],"error":null}
 * miner  {"id":2,"method":"mining.authorize","params":["wallet.worker","x"]}
 * pool   {"id":null,"method":"mining.set_difficulty","params":[8192]}
 * pool   {"id":null,"method":"mining.notify","params":["job",prev64,cb1,cb2,[branch64…],ver8,nbits8,ntime8,true]}
 * miner  {"id":4,"method":"mining.submit","params":["wallet.worker","job",extranonce2,ntime8,nonce8(,version8)]}
 * pool   {"id":4,"result":true,"error":null}                or  "error":[23,"Low difficulty share",null]
 * </pre>
 *
 * <p>Confused with: other services that name their methods {@code mining.something} (told apart by parameter shapes and by the answer),
 * Electrum, whose protocol is also called Stratum ({@code server.version}, {@code blockchain.*}: no method here). Reference: the
 * stratum protocol pages of slushpool, BIP 310 for {@code mining.configure}.
 */
final class StratumV1Dialect implements StratumDialect {

  @Override
  public String id() {
    return "stratum-v1";
  }

  @Override
  public Probe probe(RpcMessage message) {
    String method = message.method();
    if (method == null) {
      return message.isAnswer() ? probeAnswer(message) : Probe.NOT_MINE;
    }
    if (!message.hasPositionalParams()) {
      return Probe.NOT_MINE;
    }
    return switch (method) {
      case "mining.subscribe", "mining.authorize", "mining.submit", "mining.configure" -> Probe.CERTAIN;
      case "mining.notify", "mining.set_difficulty" -> Probe.CERTAIN;
      case "client.reconnect", "client.show_message", "client.get_version" -> Probe.POSSIBLE;
      default -> method.startsWith("mining.") ? Probe.POSSIBLE : Probe.NOT_MINE;
    };
  }

  private static Probe probeAnswer(RpcMessage message) {
    if (StratumV1Shapes.isNamedSubscribeResult(message.result())) {
      return Probe.CERTAIN;
    }
    return StratumV1Shapes.isErrorTriple(message.error()) ? Probe.POSSIBLE : Probe.NEED_MORE;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new StratumV1Session(options, sink);
  }
}
