package stratoscope.flow;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** What one direction of a flow has carried since it was picked up, and how far it has come. Belongs to the table's owner thread. */
final class DirectionCounts {
  long segments;
  long payloadBytes;
  long gapBytes;
  long overlappingBytes;
  long retransmittedSegments;
  long outOfOrderSegments;
  long straySegments;
  /** Whether any of its bytes, or its SYN, was seen. */
  boolean isStarted;
  /** The sequence number of the next byte, once it has started. */
  int nextSequence;

  void save(StateWriter out) {
    out.number(segments).number(payloadBytes).number(gapBytes).number(overlappingBytes).number(retransmittedSegments)
        .number(outOfOrderSegments).number(straySegments).truth(isStarted).number(nextSequence);
  }

  void restore(StateReader in) throws StateException {
    segments = in.natural();
    payloadBytes = in.natural();
    gapBytes = in.natural();
    overlappingBytes = in.natural();
    retransmittedSegments = in.natural();
    outOfOrderSegments = in.natural();
    straySegments = in.natural();
    isStarted = in.truth();
    nextSequence = in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
