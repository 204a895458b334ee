package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.FlowOptions;
import stratoscope.flow.FlowTable;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.packet.FrameView;
import stratoscope.packet.PacketFate;
import stratoscope.packet.PacketOptions;
import stratoscope.testing.CaptureScript;
import stratoscope.testing.MakePcaps;

/** What {@code pcaps/DIALECT/handshake.script} says, as the flow table hands it over: the input of the benchmarks of this package. */
final class RecordedConversation implements StreamHandler {
  /** Bytes of one direction that came together. */
  record Delivery(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {}

  private final List<Delivery> deliveries = new ArrayList<>();
  private Flow flow;

  private RecordedConversation() {}

  static RecordedConversation of(String dialect) {
    RecordedConversation recorded = new RecordedConversation();
    FrameView view = new FrameView(PacketOptions.DEFAULTS);
    FlowTable table = new FlowTable(new FlowOptions(), opened -> {
      recorded.flow = opened;
      return recorded;
    });
    CaptureScript.of(MakePcaps.root().resolve(dialect).resolve("handshake.script")).forEachPacket((bytes, micros) -> {
      ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
      if (view.decode(data, 0, bytes.length, bytes.length, 1, micros, 1) == PacketFate.INSPECTED) {
        table.onSegment(view.segment());
      }
    });
    if (recorded.deliveries.isEmpty()) {
      throw new IllegalStateException("nothing is said in " + dialect);
    }
    return recorded;
  }

  /** The rules as shipped. */
  static Knowledge knowledge() {
    try {
      return RuleFiles.load(null);
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  Flow flow() {
    return flow;
  }

  /** Every JSON text that is said, in order. */
  List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    DecoderMemory memory = new DecoderMemory(StratumOptions.DEFAULTS, new FlowCounts());
    StratumFrameDecoder.Sink sink = new Collector(messages);
    StratumFrameDecoder up = new StratumFrameDecoder(StratumOptions.DEFAULTS, memory, true, sink);
    StratumFrameDecoder down = new StratumFrameDecoder(StratumOptions.DEFAULTS, memory, true, sink);
    for (Delivery delivery : deliveries) {
      (delivery.direction == Direction.FROM_ORIGINATOR ? up : down).onBytes(delivery.bytes);
    }
    return messages;
  }

  private record Collector(List<byte[]> messages) implements StratumFrameDecoder.Sink {
    @Override
    public void onFrame(byte[] bytes, int offset, int length) {
      messages.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onForeign(byte[] bytes, int offset, int length) {
      throw new IllegalStateException("no JSON");
    }

    @Override
    public void onOversize() {
      throw new IllegalStateException("oversize");
    }
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.readableBytes());
    bytes.getBytes(bytes.readerIndex(), copy);
    deliveries.add(new Delivery(direction, Unpooled.wrappedBuffer(copy.flip()), timestampMicros, packetNumber));
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    throw new IllegalStateException("gap");
  }

  @Override
  public void onEnd(EndReason reason) {}

  @Override
  public Interest interest() {
    return Interest.MINING;
  }
}
