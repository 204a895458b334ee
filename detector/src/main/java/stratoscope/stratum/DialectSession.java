package stratoscope.stratum;

import stratoscope.flow.Direction;

/** One conversation read as one dialect: matches answers to requests and turns messages into events and signs. One thread. */
public interface DialectSession {
  /** Takes a message, whole and in order; whatever it holds, nothing is thrown. */
  void onMessage(RpcMessage message, Direction from);
}
