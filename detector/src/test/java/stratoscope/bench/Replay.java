package stratoscope.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import stratoscope.testing.CaptureScript;

/** A conversation from {@code pcaps/}: the packets of a script, with addresses of its own and mended checksums. One thread. */
final class Replay implements Talk {
  /** Offsets behind a 14-byte Ethernet header. */
  private static final int IPV4_CHECKSUM = 24;
  private static final int IPV4_ADDRESSES = 26;
  private static final int TCP_CHECKSUM = 34 + 16;

  /** The packets of a script; shared by all sessions made from it. */
  static final class Session {
    private final List<byte[]> packets = new ArrayList<>();
    private final List<Long> micros = new ArrayList<>();

    Session(CaptureScript script) {
      script.forEachPacket((bytes, atMicros) -> {
        packets.add(bytes);
        micros.add(atMicros);
      });
    }

    /** True if new addresses can be put in: nothing but Ethernet, IPv4 and TCP, all in one connection. */
    boolean isPlain() {
      return !packets.isEmpty() && packets.stream().allMatch(packet ->
          packet.length <= Frame.MAX_BYTES && packet[12] == 0x08 && packet[13] == 0 && packet[23] == Route.TCP
              && clientPort(packet) == clientPort(packets.get(0)));
    }

    private static int clientPort(byte[] packet) {
      int at = packet[11] == 1 ? 34 : 36;
      return packet[at] << 8 | packet[at + 1] & 0xFF;
    }

    long durationMicros() {
      return micros.get(micros.size() - 1) - micros.get(0);
    }

    int packets() {
      return packets.size();
    }
  }

  private final Session session;
  private final int client;
  private final int server;
  private int at;

  Replay(Session session, int client, int server) {
    this.session = session;
    this.client = client;
    this.server = server;
  }

  @Override
  public long next(Frame frame) {
    ByteBuffer out = frame.bytes;
    out.clear().put(session.packets.get(at));
    boolean isByClient = out.get(11) == 1; // the scripts' MAC addresses end in the side's number
    address(out, IPV4_ADDRESSES, isByClient ? client : server);
    address(out, IPV4_ADDRESSES + 4, isByClient ? server : client);
    at++;
    return at == session.packets() ? -1 : session.micros.get(at) - session.micros.get(at - 1);
  }

  private static void address(ByteBuffer out, int offset, int address) {
    for (int half = 0; half < 2; half++) {
      int old = out.getShort(offset + 2 * half) & 0xFFFF;
      int now = address >>> (16 - 16 * half) & 0xFFFF;
      out.putShort(offset + 2 * half, (short) now);
      mend(out, IPV4_CHECKSUM, old, now);
      mend(out, TCP_CHECKSUM, old, now);
    }
  }

  /** RFC 1624. */
  private static void mend(ByteBuffer out, int checksumOffset, int old, int now) {
    int sum = (~out.getShort(checksumOffset) & 0xFFFF) + (~old & 0xFFFF) + now;
    sum = (sum & 0xFFFF) + (sum >>> 16);
    out.putShort(checksumOffset, (short) ~(sum + (sum >>> 16)));
  }
}
