package stratoscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A TLS connection that two of the JDK's engines really had, kept record by record, and written into captures with the times of a script:
 * ten minutes are recorded in milliseconds.
 *
 * <pre>
 * TlsPeers peers = new TlsPeers(TlsKeys.selfSigned("pool.example"));
 * RecordedTls tls = RecordedTls.session(peers, TlsOptions.tls13().withServerName("pool.example"),
 *     List.of(Said.byClient(0.5, "hello\n"), Said.byServer(60, "job\n")));
 * byte[] pcap = tls.pcap(Endpoint.of("192.0.2.10:41000"), Endpoint.of("198.51.100.20:443"));
 * </pre>
 */
public final class RecordedTls {
  /** Most payload bytes of a segment, as on Ethernet. */
  public static final int SEGMENT_BYTES = 1448;

  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final long AT_ONCE = -1;
  /**
   * What a side says once the handshake is done.
   *
   * @param seconds since the connection was opened; said at once if that is over
   */
  public record Said(double seconds, boolean isByClient, byte[] bytes) {
    public static Said byClient(double seconds, String text) {
      return new Said(seconds, true, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Said byServer(double seconds, String text) {
      return new Said(seconds, false, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * One record as it was sent, with its header.
   *
   * @param micros since the connection was opened; negative: as soon as may be
   */
  public record Sent(long micros, boolean isByClient, byte[] bytes) {}

  private final List<Sent> records;
  private final boolean isMidstream;

  private RecordedTls(List<Sent> records, boolean isMidstream) {
    this.records = List.copyOf(records);
    this.isMidstream = isMidstream;
  }

  /** Lets the peers connect, say what the script says in its order, and close. */
  public static RecordedTls session(TlsPeers peers, TlsOptions options, List<Said> script) {
    List<Sent> records = new ArrayList<>();
    long[] micros = {AT_ONCE};
    int most = options.helloRecordBytes();
    TlsLine line = new TlsLine(peers.newClient(options), peers.newServer(options),
        record -> most == 0 ? record : TlsRecords.withHelloIn(most, record),
        (isByClient, record) -> records.add(new Sent(micros[0], isByClient, record)));
    try {
      line.handshake();
      for (Said said : script) {
        micros[0] = Math.round(said.seconds * 1_000_000);
        line.say(said.isByClient, said.bytes);
      }
      micros[0] = AT_ONCE;
      line.close();
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
    return new RecordedTls(records, false);
  }

  /** The connection as a sensor sees it that starts when the script does. */
  public RecordedTls withoutHandshake() {
    return new RecordedTls(records.stream().dropWhile(sent -> sent.micros == AT_ONCE).toList(), true);
  }

  public List<Sent> records() {
    return records;
  }

  /** Everything one side sent. */
  public byte[] stream(boolean ofClient) {
    return ByteWriter.concat(records.stream().filter(sent -> sent.isByClient == ofClient).map(Sent::bytes).toArray(byte[][]::new));
  }

  /** A capture of the connection alone, a segment for each record. */
  public byte[] pcap(Endpoint client, Endpoint server) {
    PcapBuilder capture = new PcapBuilder(PcapBuilder.Format.PCAP);
    addTo(capture, client, server, START_MICROS, SEGMENT_BYTES);
    return capture.toBytes();
  }

  /**
   * Adds the connection's packets to a capture, with opening and end.
   *
   * @param startMicros packet time of its opening
   * @param segmentBytes most payload bytes of a segment; a record begins a new one
   */
  public void addTo(PcapBuilder capture, Endpoint client, Endpoint server, long startMicros, int segmentBytes) {
    Clock clock = new Clock(startMicros);
    Flow flow = new Flow((afterMicros, fromClient, packet, captured) ->
        capture.frame(clock.next(afterMicros), new Frame(packet, false, fromClient)),
        client, server, new Flow.Opening(isMidstream, false, false, false, null, 1));
    flow.open();
    for (Sent sent : records) {
      clock.at(sent.micros == AT_ONCE ? startMicros : startMicros + sent.micros);
      flow.say(sent.isByClient, sent.bytes, new Flow.Delivery(segmentBytes, false, 0, number -> false));
    }
    flow.finish(true);
  }

  /** The time of the packets: those of the script at its times, the others as long after the one before as a network takes. */
  private static final class Clock {
    private long nowMicros;
    private long dueMicros;

    private Clock(long startMicros) {
      nowMicros = startMicros;
    }

    private void at(long micros) {
      dueMicros = micros;
    }

    private long next(long afterMicros) {
      nowMicros = dueMicros > nowMicros ? dueMicros : nowMicros + afterMicros;
      return nowMicros;
    }
  }
}
