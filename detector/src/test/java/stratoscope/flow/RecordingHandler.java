package stratoscope.flow;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reader that writes down what it is told: {@code >abc} and {@code <abc} for bytes, {@code >gap 5}, {@code end FIN}. */
final class RecordingHandler implements StreamHandler {
  final Flow flow;
  final List<String> calls = new ArrayList<>();
  final List<Long> timesMicros = new ArrayList<>();
  final List<Long> packetNumbers = new ArrayList<>();
  final ByteArrayOutputStream up = new ByteArrayOutputStream();
  final ByteArrayOutputStream down = new ByteArrayOutputStream();
  Interest interest = Interest.UNDECIDED;
  boolean isBroken;

  RecordingHandler(Flow flow) {
    this.flow = flow;
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
    if (isBroken) {
      throw new IllegalStateException("broken on purpose");
    }
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    (direction == Direction.FROM_ORIGINATOR ? up : down).writeBytes(copy);
    calls.add(arrow(direction) + new String(copy, StandardCharsets.ISO_8859_1));
    timesMicros.add(timestampMicros);
    packetNumbers.add(packetNumber);
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    calls.add(arrow(direction) + "gap " + missingBytes);
  }

  @Override
  public void onEnd(EndReason reason) {
    calls.add("end " + reason);
  }

  @Override
  public Interest interest() {
    return interest;
  }

  private static String arrow(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? ">" : "<";
  }
}
