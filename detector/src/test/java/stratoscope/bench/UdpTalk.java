package stratoscope.bench;

import java.nio.ByteBuffer;

/** UDP datagrams of given lengths: random bytes behind a given beginning, the sides taking turns. One thread. */
final class UdpTalk implements Talk {
  private static final int HEADER_BYTES = 8;

  private final Route route;
  private final long pauseMicros;
  private final byte[] head;
  private final int[] lengths;
  private int at;

  /** @param lengths of the datagrams' payloads; negative for those of the server */
  UdpTalk(Route route, long pauseMicros, byte[] head, int... lengths) {
    this.route = route;
    this.pauseMicros = pauseMicros;
    this.head = head;
    this.lengths = lengths;
  }

  @Override
  public long next(Frame frame) {
    boolean isByClient = lengths[at] > 0;
    int length = Math.max(head.length, Math.abs(lengths[at]));
    ByteBuffer out = frame.bytes;
    route.begin(out, isByClient, Route.UDP, HEADER_BYTES + length);
    out.putShort((short) route.port(isByClient)).putShort((short) route.port(!isByClient));
    out.putShort((short) (HEADER_BYTES + length)).putShort((short) 0).put(head);
    frame.noise(route.client() + at, length - head.length);
    at++;
    return at == lengths.length ? -1 : pauseMicros;
  }
}
