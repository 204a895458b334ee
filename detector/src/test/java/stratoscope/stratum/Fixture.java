package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowOptions;
import stratoscope.flow.FlowTable;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.flow.TestFlows;
import stratoscope.packet.FrameView;
import stratoscope.packet.PacketFate;
import stratoscope.packet.PacketOptions;
import stratoscope.testing.CaptureScript;

/** One connection of a capture script as the flow table hands it to a reader. */
record Fixture(String name, Flow flow, List<Piece> pieces) {

  /** Bytes in one go, or a gap where there are none. */
  record Piece(Direction direction, byte[] bytes) {
    boolean isGap() {
      return bytes.length == 0;
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** The project's captures, seen from its root or from a module. */
  static Path root() {
    Path beside = Path.of("../pcaps");
    return Files.isDirectory(beside) ? beside : Path.of("pcaps");
  }

  /** All connections of all scripts in a folder that look like JSON at some place. */
  static List<Fixture> ofFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".script")).sorted()
          .flatMap(file -> of(nameOf(file), CaptureScript.of(file)).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folder and name without the ending: {@code stratum-v1/handshake}. */
  private static String nameOf(Path script) {
    return script.getParent().getFileName() + "/" + script.getFileName().toString().replace(".script", "");
  }

  /** The connections of one script, whose link layer must be Ethernet. */
  static List<Fixture> of(String name, CaptureScript script) {
    List<Recorder> recorders = new ArrayList<>();
    FrameView frame = new FrameView(PacketOptions.DEFAULTS);
    FlowTable table = new FlowTable(new FlowOptions(), flow -> {
      Recorder recorder = new Recorder(flow);
      recorders.add(recorder);
      return recorder;
    });
    script.forEachPacket((bytes, micros) -> {
      if (frame.decode(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length, 1, micros, 1) == PacketFate.INSPECTED) {
        table.onSegment(frame.segment());
      }
    });
    table.end();
    return recorders.stream().map(recorder -> new Fixture(name, recorder.flow, recorder.pieces)).toList();
  }

  private static final class Recorder implements StreamHandler {
    private final Flow flow;
    private final List<Piece> pieces = new ArrayList<>();

    private Recorder(Flow flow) {
      this.flow = flow;
    }

    @Override
    public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.getBytes(bytes.readerIndex(), copy);
      pieces.add(new Piece(direction, copy));
    }

    @Override
    public void onGap(Direction direction, long missingBytes) {
      pieces.add(new Piece(direction, new byte[0]));
    }

    @Override
    public void onEnd(EndReason reason) {
      // the pieces are all there is
    }

    @Override
    public Interest interest() {
      return Interest.MINING;
    }
  }

  boolean isMidstream() {
    return flow.isMidstream();
  }

  /** A flow of which the same is known. */
  Flow newFlow() {
    return TestFlows.startedLike(flow);
  }

  Dialogue replay(StratumConversation.Factory factory) {
    return replay(factory, newFlow(), pieces);
  }

  static Dialogue replay(StratumConversation.Factory factory, Flow flow, List<Piece> pieces) {
    Dialogue dialogue = new Dialogue(factory, flow);
    for (Piece piece : pieces) {
      if (piece.isGap()) {
        dialogue.gap(piece.direction);
      } else {
        dialogue.bytes(piece.direction, piece.bytes);
      }
    }
    dialogue.conversation.onEnd(EndReason.END_OF_INPUT); // what is held counts for all conversations of the factory
    return dialogue;
  }

  /** True if the connection was seen from its first byte to its last. */
  boolean isWhole() {
    return !isMidstream() && pieces.stream().noneMatch(Piece::isGap);
  }

  /** What is said without a break by one side, as one piece each. */
  List<Piece> turns() {
    List<Piece> turns = new ArrayList<>();
    for (Piece piece : pieces) {
      Piece last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
      if (last != null && last.direction == piece.direction && !last.isGap() && !piece.isGap()) {
        byte[] joined = Arrays.copyOf(last.bytes, last.bytes.length + piece.bytes.length);
        System.arraycopy(piece.bytes, 0, joined, last.bytes.length, piece.bytes.length);
        turns.set(turns.size() - 1, new Piece(piece.direction, joined));
      } else {
        turns.add(piece);
      }
    }
    return turns;
  }

  /** One message each: a line with its end, or an HTTP message; a turn that ends without an end is a piece all the same. */
  List<Piece> lines() {
    List<Piece> lines = new ArrayList<>();
    for (Piece turn : turns()) {
      int start = 0;
      while (start < turn.bytes.length) {
        int end = isHttp(turn.bytes, start) ? HttpUnits.endOf(turn.bytes, start) : endOfLine(turn.bytes, start);
        lines.add(new Piece(turn.direction, Arrays.copyOfRange(turn.bytes, start, end)));
        start = end;
      }
    }
    return lines;
  }

  private static int endOfLine(byte[] bytes, int start) {
    int at = start;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(bytes.length, at + 1);
  }

  static boolean isHttp(byte[] bytes, int start) {
    String front = new String(bytes, start, Math.min(8, bytes.length - start), StandardCharsets.ISO_8859_1);
    return front.startsWith("POST ") || front.startsWith("GET ") || front.startsWith("HTTP/1.");
  }

  /** True if the connection was seen whole and each piece holds one message, as a line of JSON or in HTTP, and nothing else. */
  boolean isPlain() {
    return isWhole() && lines().stream().allMatch(line -> isHttp(line.bytes, 0)
        || (line.bytes[0] == '{' && line.bytes[line.bytes.length - 1] == '\n' && parsed(line) != null));
  }

  /** All messages that can be read, gaps or not. */
  List<RpcMessage> messages() {
    return lines().stream().filter(line -> !line.isGap()).map(Fixture::parsed).filter(message -> message != null).toList();
  }

  private static RpcMessage parsed(Piece line) {
    byte[] text = new String(isHttp(line.bytes, 0) ? HttpUnits.bodyOf(line.bytes) : line.bytes, StandardCharsets.ISO_8859_1).strip()
        .getBytes(StandardCharsets.ISO_8859_1);
    RpcMessage message = new RpcParser(StratumOptions.DEFAULTS).parse(text, 0, text.length);
    return message == null || !isHttp(line.bytes, 0) ? message : new RpcMessage(message.members(), HttpUnits.headOf(line.bytes));
  }
}
