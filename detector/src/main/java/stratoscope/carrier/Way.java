package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import stratoscope.flow.Direction;

/** One direction of a flow: the stage that reads it now, and the bytes that wait for more. Belongs to the flow's thread. */
final class Way {
  /** More than stages in a deep nest, or tries to make sense of a delivery, by far; whoever makes more of them is not read. */
  private static final int MAX_STAGES_PER_DELIVERY = 1000;

  final Direction from;
  final Layers layers;
  final CarrierMemory memory;
  final CarrierSink sink;

  private Stage stage;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private int countedBytes;

  Way(Direction from, Layers layers, CarrierMemory memory, CarrierSink sink, boolean isAtStart) {
    this.from = from;
    this.layers = layers;
    this.memory = memory;
    this.sink = sink;
    stage = isAtStart ? new DetectStage(this, 0) : new UnsureStage(this, 0, false);
  }

  void onBytes(ByteBuf bytes) {
    if (held.isReadable()) {
      held.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
      read(held);
      held = held.isReadable() ? held.discardReadBytes() : Unpooled.EMPTY_BUFFER;
    } else {
      ByteBuf in = bytes.duplicate();
      read(in);
      held = in.isReadable() ? Unpooled.buffer(in.readableBytes()).writeBytes(in) : Unpooled.EMPTY_BUFFER;
    }
    if (!recount()) {
      onGap(); // all flows together hold too much: this one gives way
    }
  }

  private void read(ByteBuf in) {
    int left = MAX_STAGES_PER_DELIVERY;
    boolean isHandedOver = true;
    while (isHandedOver && in.isReadable()) {
      Stage next = left-- > 0 ? stage.onBytes(in) : PlainStage.of(this);
      isHandedOver = next != stage;
      enter(next);
    }
  }

  private void enter(Stage next) {
    if (next != stage) {
      stage.release();
      stage = next;
    }
  }

  void onGap() {
    Stage next = stage.onGap(held);
    held = Unpooled.EMPTY_BUFFER;
    enter(next);
    recount();
  }

  void release() {
    stage.release();
    held = Unpooled.EMPTY_BUFFER;
    stage = PlainStage.of(this);
    recount();
  }

  private boolean recount() {
    int before = countedBytes;
    countedBytes = held.capacity() + stage.heldBytes();
    return memory.recount(before, countedBytes);
  }
}
