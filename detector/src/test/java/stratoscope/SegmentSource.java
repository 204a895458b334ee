package stratoscope;

import java.nio.ByteBuffer;
import java.util.Iterator;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;

/** Packets made while they are read, so that traffic of any size takes no memory: IPv4 and TCP, without a link layer. One thread. */
final class SegmentSource implements PacketSource {
  private static final int RAW_IP = 101;
  private static final int HEADER_BYTES = 40;
  private static final int ACK_PSH = 0x18;

  /** Who says what to whom. */
  record Segment(long micros, Connection connection, boolean isFromClient, long sequence, byte[] payload) {}

  /** Ends as IPv4 addresses and ports. */
  record Connection(int client, int clientPort, int server, int serverPort) {}

  private final Iterator<Segment> segments;
  private final ByteBuffer data = ByteBuffer.allocateDirect(1 << 16);
  private long number;

  SegmentSource(Iterator<Segment> segments) {
    this.segments = segments;
  }

  @Override
  public boolean next(RawPacket packet) {
    if (!segments.hasNext()) {
      return false;
    }
    Segment segment = segments.next();
    write(segment);
    packet.data = data;
    packet.offset = 0;
    packet.capturedLength = HEADER_BYTES + segment.payload().length;
    packet.originalLength = packet.capturedLength;
    packet.timestampMicros = segment.micros();
    packet.linkType = RAW_IP;
    packet.number = ++number;
    return true;
  }

  private void write(Segment segment) {
    Connection c = segment.connection();
    boolean up = segment.isFromClient();
    data.clear();
    data.put((byte) 0x45).put((byte) 0).putShort((short) (HEADER_BYTES + segment.payload().length)).putInt(0);
    data.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(up ? c.client() : c.server()).putInt(up ? c.server() : c.client());
    data.putShort((short) (up ? c.clientPort() : c.serverPort())).putShort((short) (up ? c.serverPort() : c.clientPort()));
    data.putInt((int) segment.sequence()).putInt(1).put((byte) 0x50).put((byte) ACK_PSH).putShort((short) 8192).putInt(0);
    data.put(segment.payload());
    data.clear();
  }

  @Override
  public String name() {
    return "made up";
  }

  @Override
  public void close() {
    // nothing to close
  }
}
