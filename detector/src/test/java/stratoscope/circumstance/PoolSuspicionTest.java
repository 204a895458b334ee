package stratoscope.circumstance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.flow.Attention;
import stratoscope.flow.Suspicion;
import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;
import stratoscope.testing.DnsBytes;

/** What the first payload of a connection must say to earn attention, and that shared hosting does not go on accusing its visitors. */
class PoolSuspicionTest {
  private static final String POOL = "xmr-eu1.nanopool.org";
  private static final byte[] ADDRESS = {93, (byte) 184, 44, 7};
  private static final int ANSWER_TTL = 300;
  private static final int A = 1;
  private static final int HTTPS_PORT = 443;
  private static final int ODD_PORT = 14_433;
  private static final long START = 1_700_000_000_000_000L;

  private Suspicion suspicion = Suspicion.NONE;
  private Lookups lookups;

  @BeforeEach
  void read() throws RuleFileException {
    Knowledge knowledge = RuleFiles.load(null);
    Circumstances circumstances = new Circumstances(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    lookups = circumstances.newLookups((finding, pool) -> { });
    suspicion = circumstances.newSuspicion();
  }

  @Test
  void hello_thatNamesPool_isRead() {
    assertThat(suspicion.attentionFor(hello(POOL, HTTPS_PORT))).isEqualTo(Attention.TLS);
    assertThat(suspicion.attentionFor(hello("www.example.org", HTTPS_PORT))).isNull();
  }

  @Test
  void hello_withoutName_isReadOnOddPorts_andJudgedByItsAnswerElsewhere() {
    assertThat(suspicion.attentionFor(hello("", ODD_PORT))).isEqualTo(Attention.TLS);
    assertThat(suspicion.attentionFor(hello("", HTTPS_PORT))).isEqualTo(Attention.HIDDEN);
    assertThat(suspicion.attentionFor(hello("", 993))).isEqualTo(Attention.LATER);
  }

  /** The certificate may say more than the name that was called. */
  @Test
  void hello_thatNamesAnother_onOddPort_isJudgedByItsAnswer() {
    assertThat(suspicion.attentionFor(hello("www.example.org", ODD_PORT))).isEqualTo(Attention.LATER);
    assertThat(suspicion.attentionFor(hello("www.example.org", 993))).isNull();
  }

  @Test
  void hello_inPieces_isRead() {
    for (int length : new int[] {1, 5, 6, 19, 44}) {
      TcpSegment piece = hello("www.example.org", HTTPS_PORT);
      piece.payloadLength = length;
      assertThat(suspicion.attentionFor(piece)).as("%d bytes", length).isEqualTo(Attention.TLS);
    }
  }

  @Test
  void addressThatDnsGaveForPool_isOfInterest_untilOtherNamesAreCalledThere() {
    teach();
    assertThat(suspicion.attentionFor(hello("one.example.org", HTTPS_PORT))).isEqualTo(Attention.TLS);
    for (String other : new String[] {"two.example.org", "three.example.org", "four.example.org", "five.example.org"}) {
      assertThat(suspicion.attentionFor(hello(other, HTTPS_PORT))).as("a client makes up what he likes").isEqualTo(Attention.TLS);
    }
    for (String other : new String[] {"a.example.org", "bc.example.org", "def.example.org"}) {
      TcpSegment hello = hello(other, HTTPS_PORT);
      hello.sourceLow += other.length();
      suspicion.attentionFor(hello);
    }
    assertThat(suspicion.attentionFor(hello("six.example.org", HTTPS_PORT))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: " + POOL + "\r\n\r\n", "POST /x HTTP/1.1\r\nAccept: */*\r\nhost:" + POOL + ":8080\r\n",
      "GET / HTTP/1.0\nHOST:  XMR-EU1.nanopool.org\n\n", "GET / HTTP/1.1\r\nHost: " + POOL})
  void requestOfHttp_thatAsksForPool_isRead(String request) {
    assertThat(suspicion.attentionForHttp(segment(request.getBytes(US_ASCII), 8080))).isEqualTo(Attention.POOL_ASKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n", "GET / HTTP/1.1\r\nHost: nanopool.org\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost:   \r\n\r\n", "GET / HTTP/1.1\r\n\r\nHost: " + POOL + "\r\n",
      "GET / HTTP/1.1\r\nX-Host: " + POOL + "\r\n\r\n", "HTTP/1.1 200 OK\r\nHost: " + POOL + "\r\n\r\n"})
  void otherMessageOfHttp_isNot(String message) {
    assertThat(suspicion.attentionForHttp(segment(message.getBytes(US_ASCII), 8080))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost:", "POST /x HTTP/1.1\r\nAccept: */*\r\n",
      "GET / HTTP/1.1\r\nHost: www.exam"})
  void requestOfHttp_whoseHostMayCome_isReadOn_unlessTheCaptureCutIt(String request) {
    TcpSegment segment = segment(request.getBytes(US_ASCII), 8080);
    assertThat(suspicion.attentionForHttp(segment)).isEqualTo(Attention.POOL_ASKED);
    segment.missingLength = 20;
    assertThat(suspicion.attentionForHttp(segment)).isNull();
  }

  @Test
  void pieceOfAFirstMessage_mayBeAHellos_andOnThePortOfDnsItIsThat() {
    assertThat(suspicion.attentionForPiece(segment(new byte[30], ODD_PORT))).isEqualTo(Attention.TLS);
    assertThat(suspicion.attentionForPiece(segment(new byte[30], 53))).isEqualTo(Attention.DNS);
  }

  private void teach() {
    byte[] answer = DnsBytes.response(POOL, 1).pointer(12).value(A, ANSWER_TTL, ADDRESS).toBytes();
    TcpSegment datagram = segment(answer, 40_000);
    datagram.sourcePort = 53;
    lookups.onDatagram(datagram, "");
  }

  /** A client's hello of TLS with one cipher and, unless the name is empty, that server's name. */
  private static TcpSegment hello(String name, int port) {
    int list = name.isEmpty() ? 0 : name.length() + 9;
    int body = 2 + 32 + 1 + 4 + 2 + (list == 0 ? 0 : 2 + list);
    ByteBuffer bytes = ByteBuffer.allocate(5 + 4 + body);
    bytes.put((byte) 22).putShort((short) 0x0301).putShort((short) (4 + body));
    bytes.put((byte) 1).put((byte) 0).putShort((short) body);
    bytes.putShort((short) 0x0303).put(new byte[32]).put((byte) 0).putShort((short) 2).putShort((short) 0x1301).putShort((short) 0x0100);
    if (list > 0) {
      bytes.putShort((short) list).putShort((short) 0).putShort((short) (list - 4)).putShort((short) (list - 6)).put((byte) 0)
          .putShort((short) name.length());
      for (int i = 0; i < name.length(); i++) {
        bytes.put((byte) name.charAt(i));
      }
    }
    return segment(bytes.array(), port);
  }

  private static TcpSegment segment(byte[] payload, int port) {
    IpAddress client = IpAddress.ofIpv4(0x0A00_0005);
    IpAddress server = IpAddress.ofIpv4(ByteBuffer.wrap(ADDRESS).getInt());
    TcpSegment segment = new TcpSegment();
    segment.sourceHigh = client.high();
    segment.sourceLow = client.low();
    segment.sourcePort = 50_000;
    segment.destinationHigh = server.high();
    segment.destinationLow = server.low();
    segment.destinationPort = port;
    segment.data = ByteBuffer.wrap(payload);
    segment.payloadOffset = 0;
    segment.payloadLength = payload.length;
    segment.timestampMicros = START;
    segment.packetNumber = 1;
    return segment;
  }
}
