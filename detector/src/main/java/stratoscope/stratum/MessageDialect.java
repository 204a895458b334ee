package stratoscope.stratum;

/** A dialect whose messages are JSON objects, whatever carries them. */
public non-sealed interface MessageDialect extends StratumDialect {
  /** Judges one message by itself; answers are told by shape, since the question may not have been seen. */
  Probe probe(RpcMessage message);

  DialectSession newSession(StratumOptions options, DialectSink sink);
}
