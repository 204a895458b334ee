package stratoscope;

import io.netty.buffer.ByteBuf;
import stratoscope.carrier.CarrierMemory;
import stratoscope.circumstance.Lookups;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.names.DnsStream;

/** DNS over one TCP connection. One thread. Holds a message of 64 KiB at most in each direction, which the memory of carriers counts. */
final class DnsSession implements StreamHandler {
  private final DnsStream queries;
  private final DnsStream responses;
  private final CarrierMemory memory;
  private int countedBytes;
  private long timestampMicros;
  private long packetNumber;

  DnsSession(Flow flow, Lookups lookups, CarrierMemory memory, String captureName) {
    this.memory = memory;
    queries = new DnsStream(lookups.view(),
        message -> lookups.onMessage(flow, Direction.FROM_ORIGINATOR, timestampMicros, packetNumber, captureName));
    responses = new DnsStream(lookups.view(),
        message -> lookups.onMessage(flow, Direction.FROM_RESPONDER, timestampMicros, packetNumber, captureName));
  }

  private DnsStream stream(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? queries : responses;
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long micros, long packet) {
    timestampMicros = micros;
    packetNumber = packet;
    stream(direction).onBytes(bytes.duplicate());
    if (!recount()) {
      stream(direction).end(); // all connections together hold too much: this one gives way
      recount();
    }
  }

  private boolean recount() {
    int before = countedBytes;
    countedBytes = queries.heldBytes() + responses.heldBytes();
    return memory.recount(before, countedBytes);
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    stream(direction).end();
    recount();
  }

  @Override
  public Interest interest() {
    return queries.isOver() && responses.isOver() ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    queries.end();
    responses.end();
    recount();
  }
}
