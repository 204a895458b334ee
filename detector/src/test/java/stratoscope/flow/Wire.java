package stratoscope.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import stratoscope.packet.TcpSegment;

/** A flow table fed by hand: a client at 10.0.0.1:40000 and a pool at 203.0.113.9:3333, unless told otherwise. */
final class Wire {
  static final int SYN = TcpSegment.SYN;
  static final int ACK = TcpSegment.ACK;
  static final int FIN = TcpSegment.FIN;
  static final int RST = TcpSegment.RST;

  final List<RecordingHandler> handlers = new ArrayList<>();
  final FlowTable table;
  Interest firstInterest = Interest.UNDECIDED;
  long nowMicros = 1_700_000_000_000_000L;
  long packetNumber;
  int clientPort = 40_000;
  int clientAddress = 0x0A00_0001;
  /** Put into every segment without its own; only sent if the flags say so. */
  int acknowledgement;
  int missingLength;

  Wire() {
    this(new FlowOptions());
  }

  Wire(FlowOptions options) {
    this(options, Suspicion.NONE);
  }

  Wire(FlowOptions options, Suspicion suspicion) {
    table = new FlowTable(options, suspicion, this::newHandler);
  }

  private StreamHandler newHandler(Flow flow) {
    RecordingHandler handler = new RecordingHandler(flow);
    handler.interest = firstInterest;
    handlers.add(handler);
    return handler;
  }

  Flow up(int sequence, String payload) {
    return up(sequence, payload, 0);
  }

  Flow up(int sequence, String payload, int flags) {
    return send(true, sequence, flags, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  Flow down(int sequence, String payload) {
    return down(sequence, payload, 0);
  }

  Flow down(int sequence, String payload, int flags) {
    return send(false, sequence, flags, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The pool says that it has everything in front of this number. */
  Flow downAck(int sequence, int acknowledged) {
    acknowledgement = acknowledged;
    return down(sequence, "", ACK);
  }

  Flow send(boolean isUp, int sequence, int flags, byte[] payload) {
    return table.onSegment(segment(isUp, sequence, flags, payload));
  }

  TcpSegment segment(boolean isUp, int sequence, int flags, byte[] payload) {
    TcpSegment segment = new TcpSegment();
    long client = TcpSegment.IPV4_MAPPED | (clientAddress & 0xFFFF_FFFFL);
    long pool = TcpSegment.IPV4_MAPPED | 0xCB00_7109L;
    segment.sourceLow = isUp ? client : pool;
    segment.destinationLow = isUp ? pool : client;
    segment.sourcePort = isUp ? clientPort : 3333;
    segment.destinationPort = isUp ? 3333 : clientPort;
    segment.sequence = sequence;
    segment.acknowledgement = acknowledgement;
    segment.flags = flags;
    segment.data = ByteBuffer.allocate(payload.length + 3).put(2, payload);
    segment.payloadOffset = 2;
    segment.payloadLength = payload.length;
    segment.missingLength = missingLength;
    segment.timestampMicros = nowMicros;
    segment.packetNumber = ++packetNumber;
    return segment;
  }

  /** SYN and SYN-ACK: the client's data begins at 1001, the pool's at 5001. */
  void handshake() {
    up(1000, "", SYN);
    acknowledgement = 1001;
    down(5000, "", SYN | ACK);
  }

  void passSeconds(double seconds) {
    nowMicros += (long) (seconds * 1e6);
  }

  RecordingHandler handler() {
    return handlers.get(0);
  }

  List<String> calls() {
    return handler().calls;
  }

  long count(FlowCount what) {
    return table.counts().of(what);
  }
}
