package stratoscope.flow;

/** Why the table tells a reader that no more of its flow will come. */
public enum EndReason {
  /** Both sides closed and all that was held back has been handed over. */
  FIN,
  RST,
  /** No segment for longer than {@link FlowOptions#idleTimeoutMicros}. */
  IDLE,
  /** Given up to make room for a newer flow. */
  EVICTED,
  /** The same addresses and ports opened a new connection. */
  REUSED,
  END_OF_INPUT,
  /** The reader's own wish, {@link Interest#NONE}. Held segments are not handed over. */
  NO_INTEREST,
  /** The reader threw an exception. Held segments are not handed over. */
  FAILED
}
