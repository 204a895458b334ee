package stratoscope.stratum;

/** A dialect whose messages are JSON objects, whatever carries them. */
public non-sealed interface MessageDialect extends StratumDialect {
  /** Judges one message by itself; answers are told by shape, since the question may not have been seen. */
  Probe probe(RpcMessage message);

  /** True if its messages come as bodies of HTTP messages. What HTTP holds of the other dialects is a quotation: a log, a page. */
  default boolean isSpokenInHttp() {
    return false;
  }

  DialectSession newSession(StratumOptions options, DialectSink sink);
}
