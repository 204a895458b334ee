package stratoscope.stratum;

/**
 * One way of speaking to a pool. Stateless; {@link Dialects} lists all, and adding one is described in the house rules: a class, a rule
 * file, captures, one line.
 */
public interface StratumDialect {
  /** The one name of this dialect: rule file, capture folder, record field, metric label. */
  String id();

  /** Judges one message by itself; answers are told by shape, since the question may not have been seen. */
  Probe probe(RpcMessage message);

  DialectSession newSession(StratumOptions options, DialectSink sink);
}
