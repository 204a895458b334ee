package stratoscope.rhythm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** The packets of one talk, or of a piece of it, as a capture would hold them: a TCP connection with a real handshake where it is TLS. */
final class TalkPackets implements PacketSource {
  private static final int ETHERNET = 1;
  private static final int IP_BYTES = 20;
  private static final int TCP_BYTES = 20;
  private static final int ETHERNET_BYTES = 14;
  private static final int SEGMENT_BYTES = 1448;
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int CLIENT = 0xC000_020A;
  private static final int SERVER = 0xC633_6414;
  private static final int CLIENT_PORT = 41_000;
  private static final int ACK = 0x10;
  private static final int SYN = 0x02;
  private static final double ROUND_TRIP_SECONDS = 0.03;

  /** How the connection is opened, which the talk itself leaves open. */
  enum Opening {
    /** To the web's port, in TLS to a named host that is no pool's: nothing but the rhythm can tell. */
    NAMED(443, "backend.example"),
    /** To an odd port, in TLS that names nobody. */
    NAMELESS(14_433, ""),
    /** To the web's port, in TLS that names nobody. */
    HIDDEN(443, "");

    private final int port;
    private final List<RecordedTls.Sent> handshake;

    Opening(int port, String serverName) {
      this.port = port;
      handshake = RecordedTls.session(new TlsPeers(TlsKeys.chain("backend.example")), TlsOptions.tls13().withServerName(serverName),
          List.of()).records();
    }
  }

  private record Segment(double second, boolean isUp, int flags, byte[] payload) {}

  private final int port;
  private final List<Segment> segments = new ArrayList<>();
  private final ByteBuffer data = ByteBuffer.allocateDirect(ETHERNET_BYTES + IP_BYTES + TCP_BYTES + SEGMENT_BYTES);
  private final int[] sent = {1000, 5000};
  private int next;

  /** The whole connection, from its opening on. */
  static TalkPackets whole(Talk talk, Opening opening) {
    return first(talk, opening, Double.MAX_VALUE);
  }

  /** Its first seconds, after which it goes on unseen. */
  static TalkPackets first(Talk talk, Opening opening, double seconds) {
    TalkPackets packets = new TalkPackets(opening.port);
    packets.segments.add(new Segment(-2 * ROUND_TRIP_SECONDS, true, SYN, new byte[0]));
    packets.segments.add(new Segment(-ROUND_TRIP_SECONDS, false, SYN | ACK, new byte[0]));
    if (talk.isTls()) {
      opening.handshake.forEach(record -> packets.add(0, record.isByClient(), record.bytes()));
    }
    packets.add(talk, 0, seconds);
    return packets;
  }

  /** What happens between two moments, of a connection whose opening was not seen. */
  static TalkPackets piece(Talk talk, double from, double to) {
    TalkPackets packets = new TalkPackets(Opening.NAMED.port);
    packets.add(talk, from, to);
    return packets;
  }

  private TalkPackets(int port) {
    this.port = port;
  }

  private void add(Talk talk, double from, double to) {
    for (Talk.Message message : talk.messages()) {
      if (message.second() >= from && message.second() < to) {
        add(message.second() + ROUND_TRIP_SECONDS, message.isUp(), bytesOf(talk, message.bytes()));
      }
    }
  }

  private static byte[] bytesOf(Talk talk, int length) {
    byte[] bytes = Talk.noise(length);
    if (talk.isTls()) {
      ByteBuffer.wrap(bytes).put((byte) 23).putShort((short) 0x0303).putShort((short) (length - RECORD_HEADER_BYTES));
    }
    return bytes;
  }

  private void add(double second, boolean isUp, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += SEGMENT_BYTES) {
      byte[] payload = new byte[Math.min(SEGMENT_BYTES, bytes.length - at)];
      System.arraycopy(bytes, at, payload, 0, payload.length);
      segments.add(new Segment(second, isUp, ACK, payload));
    }
  }

  @Override
  public boolean next(RawPacket packet) {
    if (next == segments.size()) {
      return false;
    }
    Segment segment = segments.get(next++);
    int own = segment.isUp() ? 0 : 1;
    data.clear();
    data.putLong(0x0200_0000_0001_0200L).putInt(2).putShort((short) 0x0800);
    data.putShort((short) 0x4500).putShort((short) (IP_BYTES + TCP_BYTES + segment.payload().length)).putInt(0).put((byte) 64).put((byte) 6)
        .putShort((short) 0).putInt(segment.isUp() ? CLIENT : SERVER).putInt(segment.isUp() ? SERVER : CLIENT);
    data.putShort((short) (segment.isUp() ? CLIENT_PORT : port)).putShort((short) (segment.isUp() ? port : CLIENT_PORT)).putInt(sent[own])
        .putInt(sent[1 - own]).put((byte) (TCP_BYTES / 4 << 4)).put((byte) segment.flags()).putShort((short) 64_240).putInt(0);
    data.put(segment.payload());
    sent[own] += segment.payload().length + ((segment.flags() & SYN) != 0 ? 1 : 0);
    packet.data = data;
    packet.offset = 0;
    packet.capturedLength = data.position();
    packet.originalLength = data.position();
    packet.linkType = ETHERNET;
    packet.timestampMicros = Talk.START_MICROS + (long) (segment.second() * 1e6);
    packet.number = next;
    return true;
  }

  @Override
  public String name() {
    return "talk";
  }

  @Override
  public void close() {
    // nothing to close
  }
}
