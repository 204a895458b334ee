package stratoscope.stratum;

/** One conversation read as one dialect: turns messages into events and signs. One thread. */
public interface DialectSession {
  /**
   * Takes a request, a notification, or an answer to a request that was not seen; in order, and whatever it holds, nothing is thrown.
   * Answers to requests that were seen go where {@link DialectSink#expect} said.
   */
  void onMessage(RpcMessage message);
}
