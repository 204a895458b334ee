package stratoscope.rhythm;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.RawPacket;
import stratoscope.packet.FrameView;
import stratoscope.packet.IpAddress;
import stratoscope.packet.PacketFate;
import stratoscope.packet.PacketOptions;
import stratoscope.packet.TcpSegment;

/**
 * The connections of captures as talks: each segment in the order captured, sent again or not. The caller is the side with the higher
 * port.
 */
final class CapturedTalks {
  private static final class Open {
    final RecordReader up = new RecordReader();
    final RecordReader down = new RecordReader();
    final List<Talk.Message> messages = new ArrayList<>();
    final long startMicros;

    Open(long startMicros) {
      this.startMicros = startMicros;
    }
  }

  private CapturedTalks() {}

  /**
   * Reads all captures under a path.
   *
   * @param seconds least time between a talk's first record and its last
   */
  static List<Talk> read(String path, double seconds) throws IOException {
    Map<String, Open> open = new LinkedHashMap<>();
    FrameView frame = new FrameView(PacketOptions.DEFAULTS);
    RawPacket packet = new RawPacket();
    try (CaptureSequence source = CaptureSequence.inOrder(CaptureFiles.of(List.of(path)).files(), new CaptureProblems())) {
      while (source.next(packet)) {
        PacketFate fate = frame.decode(packet.data, packet.offset, packet.capturedLength, packet.originalLength, packet.linkType,
            packet.timestampMicros, packet.number);
        if (fate == PacketFate.INSPECTED && frame.segment().payloadLength > 0) {
          add(open, source.name(), frame.segment());
        }
      }
    }
    return open.entrySet().stream().map(e -> new Talk(e.getKey(), e.getValue().up.isTls(), List.copyOf(e.getValue().messages)))
        .filter(talk -> talk.seconds() > seconds).toList();
  }

  private static void add(Map<String, Open> open, String file, TcpSegment segment) {
    boolean isUp = segment.sourcePort > segment.destinationPort;
    String source = new IpAddress(segment.sourceHigh, segment.sourceLow) + ":" + segment.sourcePort;
    String destination = new IpAddress(segment.destinationHigh, segment.destinationLow) + ":" + segment.destinationPort;
    String key = file.replaceFirst(".*/", "") + " " + (isUp ? source + " " + destination : destination + " " + source);
    Open talk = open.computeIfAbsent(key, k -> new Open(segment.timestampMicros));
    ByteBuffer payload = segment.data.duplicate();
    payload.clear().position(segment.payloadOffset).limit(segment.payloadOffset + segment.payloadLength);
    double second = (segment.timestampMicros - talk.startMicros) / 1e6;
    (isUp ? talk.up : talk.down).onBytes(Unpooled.wrappedBuffer(payload),
        bytes -> talk.messages.add(new Talk.Message(second, isUp, bytes)));
  }
}
