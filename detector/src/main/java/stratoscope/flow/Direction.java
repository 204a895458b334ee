package stratoscope.flow;

/** One of the two ways bytes take in a connection. */
public enum Direction {
  /** From the side that opened the connection. */
  FROM_ORIGINATOR,
  /** From the side that was called. */
  FROM_RESPONDER;

  public Direction opposite() {
    return this == FROM_ORIGINATOR ? FROM_RESPONDER : FROM_ORIGINATOR;
  }
}
