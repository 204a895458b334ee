package stratoscope.stratum;

import java.util.List;

/**
 * A family of dialects on one skeleton, whose messages are described in the rule files, see {@link MessageForm}. There are two: Stratum V1
 * with all that borrowed its {@code mining.*} methods, and the {@code login}, {@code job}, {@code submit} of CryptoNote's kin.
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
 * Electrum, whose protocol is also called Stratum ({@code server.version}, {@code blockchain.*}: no method here). References: in the rule
 * files.
 */
final class SkeletonDialect implements MessageDialect {
  private final Skeleton skeleton;
  private final Forms forms;

  /** @param forms of all dialects on this skeleton, most specific first */
  SkeletonDialect(Skeleton skeleton, List<MessageForm> forms) {
    this.skeleton = skeleton;
    this.forms = new Forms(forms);
  }

  @Override
  public String id() {
    return skeleton.home();
  }

  @Override
  public Probe probe(RpcMessage message) {
    if (message.isAnswer() || message.method() == null) {
      return probeAnswer(message);
    }
    MessageForm form = forms.of(message);
    if (form != null) {
      return form.isCommon() ? Probe.POSSIBLE : Probe.CERTAIN;
    }
    return skeleton.owns(String.valueOf(message.method())) && message.hasPositionalParams() ? Probe.POSSIBLE : Probe.NOT_MINE;
  }

  private Probe probeAnswer(RpcMessage message) {
    if (!message.isAnswer()) {
      return Probe.NOT_MINE;
    }
    MessageForm form = forms.ofUnasked(message);
    if (form != null) {
      return form.isCommon() ? Probe.POSSIBLE : Probe.CERTAIN;
    }
    return Probe.NEED_MORE;
  }

  @Override
  public DialectSession newSession(StratumOptions options, DialectSink sink) {
    return new SkeletonSession(options, sink, forms, skeleton);
  }
}
