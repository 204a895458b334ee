package stratoscope.stratum;

/** A dialect that is no JSON: binary records, or lines of text. It reads both streams itself. */
public non-sealed interface StreamDialect extends StratumDialect {
  /**
   * Starts to read a conversation that may be in this dialect.
   *
   * @param isAtStart whether the first bytes are the first of their streams; false if the connection was picked up midstream
   */
  StreamSession newSession(StratumOptions options, DialectSink sink, boolean isAtStart);
}
