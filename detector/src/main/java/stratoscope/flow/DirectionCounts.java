package stratoscope.flow;

/** What one direction of a flow has carried since it was picked up. Belongs to the table's owner thread. */
final class DirectionCounts {
  long segments;
  long payloadBytes;
  long gapBytes;
  long overlappingBytes;
  long retransmittedSegments;
  long outOfOrderSegments;
  long straySegments;
}
