package stratoscope.stratum;

/** Where a dialect session puts what it reads from the message at hand. */
public interface DialectSink {
  /** Who must have said the message; a direction that speaks for both sides is a quotation, not a dialogue. */
  void said(Role role);

  /** A sign named by a rule id without its dialect's prefix, e.g. {@code subscribe}; agreements count for both sides. */
  void sign(String rule);

  void event(StratumEvent event);

  /** Passes on what the other side says went wrong, if the message says it. */
  default void reason(RpcMessage message) {
    String text = message.errorText();
    if (text != null) {
      event(new StratumEvent.ServerMessage(text));
    }
  }
}
