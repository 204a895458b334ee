package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DefaultDnsOptEcsRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.IpAddress;
import stratoscope.testing.Allocation;
import stratoscope.testing.DnsBytes;

/** The view of a DNS message: real queries, responses with every record it reads, and messages that lie. */
class DnsMessageTest {
  private static final byte[] V4 = {(byte) 192, 0, 2, 7};
  private static final byte[] V6 = HexFormat.of().parseHex("20010db8000000000000000000000007");

  private final DnsMessage message = new DnsMessage();

  @Test
  void nettysQuery_withClientSubnet_isRead() {
    byte[] query = nettyQuery("Eu.Pool.Example.", DnsRecordType.AAAA);
    assertThat(message.read(query, 0, query.length)).isTrue();
    assertThat(message.isResponse()).isFalse();
    assertThat(message.id()).isEqualTo(77);
    assertThat(message.questionName()).hasToString("eu.pool.example");
    assertThat(message.questionType()).isEqualTo(DnsMessage.AAAA);
    assertThat(message.nextAnswer()).isFalse();
  }

  @Test
  void response_withEveryRecord_tellsThem() {
    byte[] service = new DnsBytes(0, 0, 0, 0).u16(1).name("svc.pool.example").u16(1).u16(3).label("h2").u16(3).u16(2).u16(3333)
        .u16(4).u16(8).bytes(V4).bytes(V4).u16(6).u16(16).bytes(V6).toBytes();
    DnsBytes bytes = DnsBytes.response("pool.example", 5)
        .pointer(12).value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("Alias.Example"))
        .pointer(12).value(16, 60, new byte[] {3, 'a', 'b', 'c'})
        .name("alias.example").value(DnsMessage.A, 0xFFFF_FFFFL, V4)
        .label("x").pointer(12).value(DnsMessage.AAAA, 86_400, V6)
        .pointer(12).value(DnsMessage.HTTPS, 5, Arrays.copyOfRange(service, DnsMessage.HEADER_BYTES, service.length));
    assertThat(answers(bytes.toBytes())).containsExactly(
        "pool.example 5 alias.example 60 0 []",
        "alias.example 1  0 0 [192.0.2.7]",
        "x.pool.example 28  86400 0 [2001:db8::7]",
        "pool.example 65 svc.pool.example 5 3333 [192.0.2.7, 192.0.2.7, 2001:db8::7]");
    assertThat(message.isResponse()).isTrue();
    assertThat(message.responseCode()).isZero();
  }

  @Test
  void quickLook_findsAddressesBehindAnyOwner_andStopsWhereTheMessageDoes() {
    DnsMessage.AddressTest v4 = (high, low) -> high == 0 && low == 0xFFFF_C000_0207L;
    DnsMessage.AddressTest v6 = (high, low) -> high == 0x2001_0DB8_0000_0000L && low == 7;
    byte[] both = DnsBytes.response("a.example", 3).pointer(12).value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("b.example"))
        .name("b.example").value(DnsMessage.A, 60, V4).pointer(12).value(DnsMessage.AAAA, 60, V6).toBytes();
    assertThat(message.read(both, 0, both.length)).isTrue();
    assertThat(message.lookAhead(v4)).isEqualTo(DnsMessage.LEADS_TO_ALIAS | DnsMessage.LEADS_TO_ADDRESS);
    assertThat(message.lookAhead(v6)).isEqualTo(DnsMessage.LEADS_TO_ALIAS | DnsMessage.LEADS_TO_ADDRESS);
    assertThat(message.lookAhead((high, low) -> false)).isEqualTo(DnsMessage.LEADS_TO_ALIAS);
    byte[] service = DnsBytes.response("a.example", 1).pointer(12).value(DnsMessage.HTTPS, 60, new byte[] {0, 1, 0}).toBytes();
    assertThat(message.read(service, 0, service.length)).isTrue();
    assertThat(message.lookAhead((high, low) -> false)).as("hints are not looked at")
        .isEqualTo(DnsMessage.LEADS_TO_ALIAS | DnsMessage.LEADS_TO_ADDRESS);
    for (int length = both.length - 1; length > both.length - 20; length--) {
      byte[] cut = Arrays.copyOf(both, length);
      assertThat(message.read(cut, 0, length)).as("%d bytes", length).isTrue();
      assertThat(message.lookAhead(v6)).as("%d bytes", length).isEqualTo(DnsMessage.LEADS_TO_ALIAS);
    }
  }

  @Test
  void headers_thatNoQueryOrResponseHas_areRefused() {
    assertThat(reads(new DnsBytes(0x2800, 1, 0, 0))).as("update").isFalse();
    assertThat(reads(new DnsBytes(0x0140, 1, 0, 0))).as("reserved bit").isFalse();
    assertThat(reads(new DnsBytes(DnsBytes.QUERY, 0, 0, 0))).as("query without question").isFalse();
    assertThat(reads(new DnsBytes(DnsBytes.QUERY, 2, 0, 0))).as("two questions").isFalse();
    assertThat(reads(new DnsBytes(DnsBytes.QUERY, 1, 1, 0))).as("query with answer").isFalse();
    assertThat(reads(new DnsBytes(DnsBytes.RESPONSE, 1, 40_000, 40_000))).as("more records than fit").isFalse();
    assertThat(reads(new DnsBytes(DnsBytes.RESPONSE | 0x0203, 1, 0, 0))).as("no such name, truncated").isTrue();
    assertThat(message.responseCode()).isEqualTo(3);
  }

  private boolean reads(DnsBytes header) {
    byte[] bytes = header.name("a.example").u16(1).u16(1).name("a.example").u16(1).u16(1).toBytes();
    return message.read(bytes, 0, bytes.length);
  }

  @Test
  void responseWithoutQuestion_isWalked() {
    byte[] bytes = new DnsBytes(DnsBytes.RESPONSE, 0, 1, 0).name("a.example").value(DnsMessage.A, 9, V4).toBytes();
    assertThat(answers(bytes)).containsExactly("a.example 1  9 0 [192.0.2.7]");
    assertThat(message.questionName().length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"po\0ol", "po.ol", "po\nol", "p\u00f6ol", "po ol", "pool\u007f", "{pool}"})
  void labelWithBytesOfNoHostName_isNoName(String label) {
    byte[] query = new DnsBytes(DnsBytes.QUERY, 1, 0, 0).label(label).name("example").u16(1).u16(1).toBytes();
    assertThat(message.read(query, 0, query.length)).isTrue();
    assertThat(message.questionName().isHostName()).isFalse();
    assertThat(message.questionName()).hasToString("");
  }

  @Test
  void answerOfNoHostName_isPassedOver() {
    byte[] bytes = DnsBytes.response("a.example", 3)
        .label("b.c").pointer(12).value(DnsMessage.A, 1, V4)
        .name("").value(DnsMessage.A, 1, V4)
        .pointer(12).value(DnsMessage.A, 1, V4).toBytes();
    assertThat(answers(bytes)).containsExactly("a.example 1  1 0 [192.0.2.7]");
  }

  @Test
  void name_ofTheLongestLength_isReadAndOneMoreIsRefused() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    byte[] query = new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name(longest).u16(1).u16(1).toBytes();
    assertThat(message.read(query, 0, query.length)).isTrue();
    assertThat(message.questionName().length()).isEqualTo(DnsName.MAX_BYTES);
    assertThat(message.questionName()).hasToString(longest);
    byte[] longer = new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name(longest + "a").u16(1).u16(1).toBytes();
    assertThat(message.read(longer, 0, longer.length)).isFalse();
  }

  @Test
  void pointers_forwardsToItselfAndInCircles_areRefused() {
    assertThat(answers(DnsBytes.response("a.example", 1).pointer(27).value(DnsMessage.A, 1, V4).toBytes())).as("itself").isEmpty();
    assertThat(answers(DnsBytes.response("a.example", 1).pointer(30).value(DnsMessage.A, 1, V4).toBytes())).as("forwards").isEmpty();
    assertThat(answers(DnsBytes.response("a.example", 1).label("x").pointer(27).value(DnsMessage.A, 1, V4).toBytes()))
        .as("its own first label").isEmpty();
    assertThat(answers(DnsBytes.response("a.example", 1).u8(0x41).name("a").value(DnsMessage.A, 1, V4).toBytes())).as("reserved").isEmpty();
  }

  @Test
  void pointers_inALongChain_areRefused() {
    DnsBytes bytes = new DnsBytes(DnsBytes.RESPONSE, 0, 2, 0).name("").value(16, 1, chainOfPointers(100));
    int last = bytes.length() - 2;
    assertThat(answers(bytes.pointer(last).value(DnsMessage.A, 1, V4).toBytes())).isEmpty();
    DnsBytes fine = new DnsBytes(DnsBytes.RESPONSE, 0, 2, 0).name("").value(16, 1, chainOfPointers(10));
    int lastFine = fine.length() - 2;
    assertThat(answers(fine.pointer(lastFine).value(DnsMessage.A, 1, V4).toBytes())).containsExactly("a 1  1 0 [192.0.2.7]");
  }

  /** The name "a" at offset 23, and pointers each to the one before. */
  private static byte[] chainOfPointers(int count) {
    DnsBytes chain = new DnsBytes(0, 0, 0, 0).name("a");
    for (int i = 0; i < count; i++) {
      chain.pointer(i == 0 ? 23 : 26 + 2 * (i - 1));
    }
    byte[] bytes = chain.toBytes();
    return Arrays.copyOfRange(bytes, DnsMessage.HEADER_BYTES, bytes.length);
  }

  @Test
  void answersOfLongNames_areWalkedToTheBound() {
    DnsBytes bytes = DnsBytes.response("a.".repeat(120) + "example", 1000);
    for (int i = 0; i < 1000; i++) {
      bytes.pointer(12).value(DnsMessage.A, 1, V4);
    }
    assertThat(answers(bytes.toBytes())).hasSizeBetween(30, 40);
    DnsBytes shorter = DnsBytes.response("a.example", 200);
    for (int i = 0; i < 200; i++) {
      shorter.pointer(12).value(DnsMessage.A, 1, V4);
    }
    assertThat(answers(shorter.toBytes())).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001", "000100000300010d", "00010000040003c00002", "00010000040000", "0001000006000420010db8", "000100ffff00",
      "00010000040004c00002010003000201bb", "000100000300040d050d05", "00010000010008"})
  void serviceValues_thatAreMalformed_arePassedOver(String value) {
    DnsBytes bytes = DnsBytes.response("a.example", 1).pointer(12).value(DnsMessage.SVCB, 1, HexFormat.of().parseHex(value));
    assertThat(answers(bytes.toBytes())).isEmpty();
  }

  @Test
  void addressValues_ofAnotherLength_arePassedOver() {
    DnsBytes bytes = DnsBytes.response("a.example", 3).pointer(12).value(DnsMessage.A, 1, V6).pointer(12).value(DnsMessage.AAAA, 1, V4)
        .pointer(12).value(DnsMessage.CNAME, 1, new byte[] {1, 'a', 0, 0});
    assertThat(answers(bytes.toBytes())).isEmpty();
  }

  @Test
  void message_cutAtEveryByte_isReadAsFarAsItGoes() {
    byte[] bytes = DnsBytes.response("a.example", 2).pointer(12).value(DnsMessage.A, 1, V4)
        .pointer(12).value(DnsMessage.AAAA, 1, V6).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      List<String> found = answers(Arrays.copyOf(bytes, length));
      assertThat(found).as("cut at %d", length).hasSize(length < 27 + 16 ? 0 : 1);
    }
    assertThat(answers(bytes)).hasSize(2);
  }

  @Test
  void mutatedAndRandomMessages_neverThrow() {
    Random random = new Random(7);
    byte[] seed = DnsBytes.response("a.pool.example", 3).pointer(12).value(DnsMessage.CNAME, 1, DnsBytes.nameBytes("b.example"))
        .name("b.example").value(DnsMessage.A, 1, V4)
        .pointer(12).value(DnsMessage.HTTPS, 1, HexFormat.of().parseHex("000100000300021000000400040a000001")).toBytes();
    DnsChain chain = new DnsChain();
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = seed.clone();
      if (round % 4 == 0) {
        random.nextBytes(bytes);
        bytes[2] = (byte) 0x81;
        bytes[3] = (byte) 0x80;
        bytes[4] = 0;
        bytes[5] = (byte) (round & 1);
      }
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xC0);
      }
      int length = random.nextInt(bytes.length + 1);
      if (message.read(bytes, bytes.length - length, length)) {
        chain.follow(message, (names, high, low, port, ttl) -> assertThat(names.nameCount()).isPositive());
      }
    }
  }

  @Test
  void reading_allocatesNothing() {
    byte[] query = nettyQuery("eu.pool.example.", DnsRecordType.A);
    byte[] response = DnsBytes.response("a.example", 2).pointer(12).value(DnsMessage.A, 1, V4)
        .pointer(12).value(DnsMessage.AAAA, 1, V6).toBytes();
    long bytes = Allocation.leastBytes(() -> {
      for (int i = 0; i < 1000; i++) {
        message.read(query, 0, query.length);
        message.read(response, 0, response.length);
        while (message.nextAnswer()) {
          message.addressLow(0);
        }
      }
    });
    assertThat(bytes).isLessThan(1000);
  }

  private List<String> answers(byte[] bytes) {
    List<String> found = new ArrayList<>();
    if (!message.read(bytes, 0, bytes.length)) {
      return found;
    }
    while (message.nextAnswer()) {
      List<IpAddress> addresses = new ArrayList<>();
      for (int i = 0; i < message.addressCount(); i++) {
        addresses.add(new IpAddress(message.addressHigh(i), message.addressLow(i)));
      }
      found.add(message.owner() + " " + message.type() + " " + message.target() + " " + message.ttlSeconds() + " " + message.port()
          + " " + addresses);
    }
    return found;
  }

  private static byte[] nettyQuery(String name, DnsRecordType type) {
    InetSocketAddress resolver = InetSocketAddress.createUnresolved("resolver.example", 53);
    EmbeddedChannel channel = new EmbeddedChannel(new DatagramDnsQueryEncoder());
    channel.writeOutbound(new DatagramDnsQuery(null, resolver, 77)
        .setRecursionDesired(true)
        .setRecord(DnsSection.QUESTION, new DefaultDnsQuestion(name, type))
        .addRecord(DnsSection.ADDITIONAL, new DefaultDnsOptEcsRecord(1232, SocketProtocolFamily.INET)));
    AddressedEnvelope<ByteBuf, InetSocketAddress> sent = channel.<DatagramPacket>readOutbound();
    byte[] bytes = ByteBufUtil.getBytes(sent.content());
    sent.release();
    channel.finishAndReleaseAll();
    return bytes;
  }
}
