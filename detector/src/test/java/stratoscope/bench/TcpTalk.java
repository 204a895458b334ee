package stratoscope.bench;

import java.nio.ByteBuffer;

/**
 * A TCP connection in which both sides say given things: handshake, full segments, an acknowledgement for every second one, closing. One
 * thread. Checksums of TCP are 0, as if left to a network card.
 */
final class TcpTalk implements Talk {
  /**
   * One thing said.
   *
   * @param head its first bytes
   * @param noiseBytes random ones that follow
   */
  record Said(boolean isByClient, byte[] head, int noiseBytes) {
    int bytes() {
      return head.length + noiseBytes;
    }
  }

  private static final int SEGMENT_BYTES = 1448;
  /** With a time stamp option, as nearly all segments have. */
  private static final int HEADER_BYTES = 32;
  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int PSH = 0x08;
  private static final int ACK = 0x10;

  private final Route route;
  private final Said[] dialogue;
  private final long pauseMicros;
  private final int[] sequence;
  private int opening;
  private int closing;
  private int at;
  private int sent;
  private int unacknowledged;

  /**
   * @param isMidstream whether the handshake came before the capture
   * @param pauseMicros mean time between packets
   */
  TcpTalk(Route route, boolean isMidstream, long pauseMicros, Said... dialogue) {
    this.route = route;
    this.pauseMicros = pauseMicros;
    this.dialogue = dialogue;
    opening = isMidstream ? 3 : 0;
    sequence = new int[] {route.client() * 31 + route.clientPort(), route.server() * 17 + route.clientPort()};
  }

  @Override
  public long next(Frame frame) {
    if (opening < 3) {
      open(frame);
    } else if (at < dialogue.length) {
      say(frame, dialogue[at]);
    } else {
      // FIN, FIN with acknowledgement, acknowledgement
      segment(frame, closing != 1, closing < 2 ? FIN | ACK : ACK, null, 0);
      closing++;
    }
    return closing == 3 ? -1 : pauseMicros;
  }

  private void open(Frame frame) {
    segment(frame, opening != 1, opening == 0 ? SYN : opening == 1 ? SYN | ACK : ACK, null, 0);
    opening++;
  }

  private void say(Frame frame, Said said) {
    boolean isDone = sent == said.bytes();
    if (unacknowledged == 2 || (isDone && unacknowledged > 0)) {
      unacknowledged = 0;
      segment(frame, !said.isByClient, ACK, null, 0);
      if (isDone) {
        at++;
        sent = 0;
      }
      return;
    }
    int length = Math.min(SEGMENT_BYTES, said.bytes() - sent);
    segment(frame, said.isByClient, ACK | PSH, said, length);
    sent += length;
    unacknowledged++;
  }

  private void segment(Frame frame, boolean isByClient, int flags, Said said, int length) {
    int side = isByClient ? 0 : 1;
    ByteBuffer out = frame.bytes;
    route.begin(out, isByClient, Route.TCP, HEADER_BYTES + length);
    out.putShort((short) route.port(isByClient)).putShort((short) route.port(!isByClient));
    out.putInt(sequence[side]).putInt((flags & ACK) == 0 ? 0 : sequence[1 - side]);
    out.put((byte) (HEADER_BYTES << 2)).put((byte) flags).putShort((short) 502).putInt(0);
    out.putInt(0x0101_080A).putInt(sequence[side]).putInt(sequence[1 - side]);
    if (length > 0) {
      int fromHead = Math.max(0, Math.min(said.head.length - sent, length));
      out.put(said.head, Math.min(sent, said.head.length), fromHead);
      frame.noise(sequence[side], length - fromHead);
    }
    sequence[side] += length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
  }
}
