package stratoscope.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A {@link FrameView} fed with byte arrays, each at the very end of a direct buffer of its own, so that no read behind it goes unseen. */
final class Decoder {
  static final int ETHERNET = 1;
  private static final int BEFORE = 5;

  final FrameView view;
  private long packetNumber;

  Decoder() {
    this(PacketOptions.DEFAULTS);
  }

  Decoder(PacketOptions options) {
    view = new FrameView(options);
  }

  PacketFate decode(int linkType, byte[] packet) {
    return decode(linkType, packet, packet.length);
  }

  PacketFate decode(int linkType, byte[] packet, int originalLength) {
    return decodeAt(0, linkType, packet, originalLength);
  }

  PacketFate decodeAt(long timestampMicros, int linkType, byte[] packet, int originalLength) {
    ByteBuffer data = ByteBuffer.allocateDirect(BEFORE + packet.length);
    data.put(BEFORE, packet);
    return view.decode(data, BEFORE, packet.length, originalLength, linkType, timestampMicros, ++packetNumber);
  }

  PacketFate ethernet(byte[] packet) {
    return decode(ETHERNET, packet);
  }

  TcpSegment segment() {
    return view.segment();
  }

  /** The captured payload. */
  String payload() {
    TcpSegment segment = view.segment();
    byte[] bytes = new byte[segment.payloadLength];
    segment.data.get(segment.payloadOffset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
