package stratoscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;

/**
 * One conversation of a script: turns what its sides say into TCP segments (or UDP datagrams) and acknowledgements. Not thread-safe.
 * Sequence numbers are derived from the endpoints, so that the same script always gives the same packets.
 */
final class Flow {
  private static final long ROUND_TRIP_MICROS = 20_000;
  private static final long SAME_SIDE_MICROS = 300;
  private static final long ACKNOWLEDGE_MICROS = 60;
  private static final long SEQUENCE_MASK = 0xffff_ffffL;

  /** Where packets go: after so many microseconds, and not into the capture when the sensor is to miss them. */
  interface Wire {
    void packet(long afterMicros, boolean fromClient, byte[] ipPacket, boolean captured);
  }

  /** How a flow begins. {@code number} tells apart flows between the same endpoints. */
  record Opening(boolean midstream, boolean reverse, boolean refused, boolean udp, Long sequence, int number) {}

  /** How one message crosses the wire; segments are counted from 1. */
  record Delivery(int segmentBytes, boolean reversed, int overlapBytes, IntPredicate dropped) {}

  private record Sent(boolean fromClient, long sequence, byte[] payload) {}

  private static final class Side {
    private final Endpoint endpoint;
    private long sequence;
    private int packets;
    private byte[] said = new byte[0];

    private Side(Endpoint endpoint, long sequence) {
      this.endpoint = endpoint;
      this.sequence = sequence;
    }
  }

  private final Wire wire;
  private final Opening opening;
  private final Side client;
  private final Side server;
  private boolean clientSpoke = true;
  private boolean offloaded;
  private List<Sent> lastMessage = List.of();

  Flow(Wire wire, Endpoint client, Endpoint server, Opening opening) {
    this.wire = wire;
    this.opening = opening;
    this.client = new Side(client, firstSequence(client, server, opening));
    this.server = new Side(server, firstSequence(server, client, opening));
  }

  private static long firstSequence(Endpoint from, Endpoint to, Opening opening) {
    if (opening.sequence != null) {
      return opening.sequence;
    }
    CRC32 crc = new CRC32();
    crc.update((from + ">" + to + "#" + opening.number).getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  /** Leaves the checksums of the client's segments to its network card, as its own capture shows them. */
  void offloadChecksums() {
    offloaded = true;
  }

  void open() {
    boolean clientOpens = !opening.reverse;
    if (opening.udp || opening.midstream) {
      return;
    }
    segment(0, clientOpens, IpPackets.SYN);
    side(clientOpens).sequence++;
    if (opening.refused) {
      segment(ROUND_TRIP_MICROS, !clientOpens, IpPackets.RST | IpPackets.ACK);
      return;
    }
    segment(ROUND_TRIP_MICROS, !clientOpens, IpPackets.SYN | IpPackets.ACK);
    side(!clientOpens).sequence++;
    segment(ACKNOWLEDGE_MICROS, clientOpens, IpPackets.ACK);
  }

  void say(boolean fromClient, byte[] message, Delivery how) {
    Side from = side(fromClient);
    long delay = fromClient == clientSpoke ? SAME_SIDE_MICROS : ROUND_TRIP_MICROS;
    clientSpoke = fromClient;
    if (opening.udp) {
      wire.packet(delay, fromClient, IpPackets.udp(from.endpoint, side(!fromClient).endpoint, from.packets++, message),
          !how.dropped.test(1));
      return;
    }
    int overlap = Math.min(how.overlapBytes, from.said.length);
    byte[] bytes = ByteWriter.concat(Arrays.copyOfRange(from.said, from.said.length - overlap, from.said.length), message);
    List<Sent> segments = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += how.segmentBytes) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + how.segmentBytes));
      segments.add(new Sent(fromClient, from.sequence - overlap + at & SEQUENCE_MASK, part));
    }
    from.sequence += message.length;
    from.said = message;
    lastMessage = List.copyOf(segments);
    transmit(delay, segments, how);
  }

  /** Sends the last message's segments once more. */
  void retransmit() {
    transmit(ROUND_TRIP_MICROS, lastMessage, new Delivery(1, false, 0, number -> false));
  }

  private void transmit(long delay, List<Sent> segments, Delivery how) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      order.add(i);
    }
    if (how.reversed) {
      Collections.reverse(order);
    }
    long wait = delay;
    for (int i : order) {
      Sent sent = segments.get(i);
      boolean captured = !how.dropped.test(i + 1);
      data(wait, sent, captured);
      wait = ACKNOWLEDGE_MICROS;
    }
    if (!segments.isEmpty()) {
      segment(ACKNOWLEDGE_MICROS, !segments.get(0).fromClient, IpPackets.ACK);
    }
  }

  /** A keep-alive probe: the byte before the next one, or nothing in its place; the other side acknowledges. */
  void keepAlive(boolean fromClient, int probeBytes) {
    data(ROUND_TRIP_MICROS, new Sent(fromClient, side(fromClient).sequence - 1 & SEQUENCE_MASK, new byte[probeBytes]), true);
    segment(ACKNOWLEDGE_MICROS, !fromClient, IpPackets.ACK);
  }

  /** Ends the connection in good order, this side first. */
  void finish(boolean fromClient) {
    segment(ROUND_TRIP_MICROS, fromClient, IpPackets.FIN | IpPackets.ACK);
    side(fromClient).sequence++;
    segment(ROUND_TRIP_MICROS, !fromClient, IpPackets.FIN | IpPackets.ACK);
    side(!fromClient).sequence++;
    segment(ACKNOWLEDGE_MICROS, fromClient, IpPackets.ACK);
  }

  void reset(boolean fromClient) {
    segment(ROUND_TRIP_MICROS, fromClient, IpPackets.RST | IpPackets.ACK);
  }

  private Side side(boolean ofClient) {
    return ofClient ? client : server;
  }

  private void data(long afterMicros, Sent sent, boolean captured) {
    int flags = IpPackets.ACK | (sent.payload.length > 0 ? IpPackets.PSH : 0);
    emit(afterMicros, sent, flags, captured);
  }

  private void segment(long afterMicros, boolean fromClient, int flags) {
    emit(afterMicros, new Sent(fromClient, side(fromClient).sequence & SEQUENCE_MASK, new byte[0]), flags, true);
  }

  private void emit(long afterMicros, Sent sent, int flags, boolean captured) {
    Side from = side(sent.fromClient);
    Side to = side(!sent.fromClient);
    long acknowledged = (flags & IpPackets.ACK) == 0 ? 0 : to.sequence & SEQUENCE_MASK;
    byte[] packet = IpPackets.tcp(from.endpoint, to.endpoint, from.packets++,
        new IpPackets.Segment(sent.sequence, acknowledged, flags, sent.payload, offloaded && sent.fromClient));
    wire.packet(afterMicros, sent.fromClient, packet, captured);
  }
}
