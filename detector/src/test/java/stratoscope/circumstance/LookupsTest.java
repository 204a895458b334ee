package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.CAPTURE;
import static stratoscope.circumstance.Samples.MINER;
import static stratoscope.circumstance.Samples.OTHER;
import static stratoscope.circumstance.Samples.POOL;
import static stratoscope.circumstance.Samples.START;
import static stratoscope.circumstance.Samples.row;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Verdict;
import stratoscope.names.DnsMessage;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;
import stratoscope.profile.Finding;
import stratoscope.testing.Allocation;
import stratoscope.testing.DnsBytes;
import stratoscope.testing.DnsScript;

/** Who is suspected for what is asked of DNS, and what answers teach. */
class LookupsTest {
  private static final IpAddress RESOLVER = Samples.address("192.0.2.53");
  private static final IpAddress ROOT = Samples.address("203.0.113.53");
  private static final String NAME = "eu.pool.example";
  private static final int PORT = 14_433;
  private static final int NOT_RECURSIVE = 0x0000;

  private final List<Finding> found = new ArrayList<>();
  private final List<String> pools = new ArrayList<>();
  private final Circumstances circumstances = Samples.circumstances(row("pool.example", ""), row("=donate.example", "", PoolKind.DONATION),
      row("both.example", "", PoolKind.POOL, PoolKind.POOL_WEBSITE), row("=site.example", "", PoolKind.POOL_WEBSITE));
  private final Lookups lookups = circumstances.newLookups((finding, pool) -> {
    found.add(finding);
    pools.add(pool);
  });

  private void asks(IpAddress client, IpAddress server, byte[] query) {
    lookups.onDatagram(datagram(client, 40_001, server, 53, query), "sample.pcap");
  }

  private void answers(IpAddress server, IpAddress client, byte[] response) {
    lookups.onDatagram(datagram(server, 53, client, 40_001, response), "sample.pcap");
  }

  private static TcpSegment datagram(IpAddress from, int fromPort, IpAddress to, int toPort, byte[] payload) {
    TcpSegment datagram = new TcpSegment();
    datagram.sourceHigh = from.high();
    datagram.sourceLow = from.low();
    datagram.sourcePort = fromPort;
    datagram.destinationHigh = to.high();
    datagram.destinationLow = to.low();
    datagram.destinationPort = toPort;
    datagram.data = ByteBuffer.wrap(payload);
    datagram.payloadLength = payload.length;
    datagram.timestampMicros = START;
    datagram.packetNumber = 3;
    return datagram;
  }

  private boolean isLearned() {
    return circumstances.isKnown(POOL.high(), POOL.low(), PORT, START);
  }

  @Test
  void question_makesItsClientSuspect() {
    asks(MINER, RESOLVER, DnsScript.query("EU.Pool.Example"));
    assertThat(found).singleElement().satisfies(finding -> {
      assertThat(finding.verdict()).isEqualTo(Verdict.SUSPECTED);
      assertThat(finding.connection().miner()).isEqualTo(MINER);
      assertThat(finding.connection().pool()).isEqualTo(RESOLVER);
      assertThat(finding.connection().poolPort()).isEqualTo(53);
      assertThat(finding.connection().isUdp()).isTrue();
      assertThat(finding.connection().packetNumber()).isEqualTo(3);
      assertThat(finding.dialogue().pool().host()).isEqualTo(NAME);
      assertThat(finding.evidence()).singleElement().satisfies(sign -> assertThat(sign.rule().sign()).isEqualTo("name-looked-up"));
    });
    assertThat(pools).containsExactly("Operator");
    assertThat(isLearned()).isFalse();
  }

  @Test
  void answer_makesItsClientSuspect_andTeaches() {
    answers(RESOLVER, MINER, DnsScript.answer(NAME, 60, "198.51.100.20"));
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.connection().miner()).isEqualTo(MINER));
    assertThat(isLearned()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 1", "28, 1", "64, 1", "65, 1", "255, 1", "2, 0", "6, 0", "12, 0", "15, 0", "16, 0", "33, 0", "43, 0", "48, 0"})
  void question_ofMailAndOfResolvers_isNothing(int type, int findings) {
    asks(MINER, RESOLVER, new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name(NAME).u16(type).u16(1).toBytes());
    assertThat(found).hasSize(findings);
  }

  @Test
  void answer_ofAServiceThatAPoolGives_makesItsClientSuspect() {
    byte[] hint = HexFormat.of().parseHex("00040004" + "c6336414");
    byte[] value = ByteBuffer.allocate(64).putShort((short) 1).put(DnsBytes.nameBytes(NAME)).put(hint).array();
    answers(RESOLVER, MINER, DnsBytes.response("own.example", 1).pointer(12)
        .value(DnsMessage.HTTPS, 60, Arrays.copyOf(value, 2 + NAME.length() + 2 + hint.length)).toBytes());
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.dialogue().pool().host()).isEqualTo("own.example"));
    assertThat(isLearned()).isTrue();
  }

  /** A message of 64 KB holds sixteen thousand addresses. */
  @Test
  void answer_ofManyAddresses_teachesOthersAFew() {
    List<Lesson> lessons = new ArrayList<>();
    circumstances.tell(lessons::add);
    ByteBuffer hints = ByteBuffer.allocate(7 + 64_000).putShort((short) 1).put((byte) 0).putShort((short) 4).putShort((short) 64_000);
    for (int i = 0; i < 16_000; i++) {
      hints.putInt(0x2D00_0000 + i);
    }
    byte[] answer = DnsBytes.response(NAME, 1).pointer(12).value(DnsMessage.HTTPS, 60, hints.array()).toBytes();
    answers(RESOLVER, MINER, answer);
    assertThat(lessons.stream().filter(Lesson.Resolved.class::isInstance)).hasSize(64);
    assertThat(lessons.stream().filter(Lesson.Resolved.class::isInstance).map(lesson -> ((Lesson.Resolved) lesson).answer()).distinct())
        .hasSize(1);
  }

  @Test
  void answer_ofTheUnspecifiedAddressBehindNat64_teachesNothing() {
    answers(RESOLVER, MINER, DnsScript.answer(NAME, 60, "64:ff9b::"));
    IpAddress sink = new IpAddress(0x0064_FF9B_0000_0000L, 0);
    assertThat(circumstances.isKnown(sink.high(), sink.low(), PORT, START)).isFalse();
  }

  @Test
  void webSite_isNothing_andDoesNotTeachMining() {
    asks(MINER, RESOLVER, DnsScript.query("site.example"));
    asks(MINER, RESOLVER, DnsScript.query("www.pool.example"));
    asks(MINER, RESOLVER, DnsScript.query("mail.pool.example"));
    assertThat(found).isEmpty();
  }

  @Test
  void hostThatIsAlsoAWebSite_isLess() {
    asks(MINER, RESOLVER, DnsScript.query("both.example"));
    assertThat(found).singleElement().satisfies(finding -> {
      assertThat(finding.evidence()).extracting(sign -> sign.rule().sign()).containsExactly("name-looked-up", "web-site");
      assertThat(finding.verdict()).isEqualTo(Verdict.NONE);
    });
  }

  @Test
  void donationHost_hasItsOwnSign() {
    asks(MINER, RESOLVER, DnsScript.query("donate.example"));
    assertThat(found).singleElement().satisfies(finding ->
        assertThat(finding.evidence()).extracting(sign -> sign.rule().sign()).containsExactly("donation"));
  }

  private List<String> signsOf(IpAddress miner) {
    EvidenceLog log = circumstances.newLog();
    PoolEntry entry = circumstances.weigh(new Circumstances.Ends(miner, POOL, PORT, CAPTURE, 7, START), new Sightings(), log);
    return Stream.concat(Stream.ofNullable(entry).map(PoolEntry::indicator),
        log.entries().stream().map(sign -> sign.rule().sign() + " " + sign.excerpt())).toList();
  }

  @Test
  void addressOfAWebSite_isThePoolsOnceThatIsThere() {
    answers(RESOLVER, OTHER, DnsScript.answer("www.pool.example", 60, "198.51.100.20"));
    assertThat(signsOf(MINER)).isEmpty();
    answers(RESOLVER, ROOT, DnsScript.answer(NAME, 60, "198.51.100.20"));
    assertThat(signsOf(MINER)).containsExactly("pool.example", "name-resolved dns " + NAME + " = 198.51.100.20");
  }

  @Test
  void addressOfTwoPools_isOfTheOneThatTheClientAskedFor() {
    answers(RESOLVER, OTHER, DnsScript.answer(NAME, 60, "198.51.100.20"));
    answers(RESOLVER, MINER, DnsScript.answer("donate.example", 60, "198.51.100.20"));
    assertThat(signsOf(MINER)).containsExactly("=donate.example", "donation dns donate.example = 198.51.100.20");
    assertThat(signsOf(OTHER)).containsExactly("pool.example", "name-looked-up dns " + NAME + " = 198.51.100.20");
  }

  @Test
  void server_thatAsksOthers_isNotSuspected() {
    asks(MINER, RESOLVER, DnsScript.query(NAME));
    asks(RESOLVER, ROOT, DnsScript.query(NAME));
    answers(ROOT, RESOLVER, DnsScript.answer(NAME, 60, "198.51.100.20"));
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.connection().miner()).isEqualTo(MINER));
    assertThat(isLearned()).as("its answers teach all the same").isTrue();
  }

  /** Who sends a host a question makes no server of it; one that asks on does so at once. */
  @Test
  void hostThatWasAsked_isExcusedForSeconds_andForLongerIfItAnswers() {
    asks(OTHER, MINER, DnsScript.query(NAME));
    found.clear();
    later(9, MINER, 40_001, RESOLVER, 53, DnsScript.query(NAME));
    assertThat(found).isEmpty();
    later(11, MINER, 40_001, RESOLVER, 53, DnsScript.query(NAME));
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.connection().miner()).isEqualTo(MINER));
    later(12, MINER, 53, OTHER, 40_001, DnsScript.answer(NAME, 60, POOL.toString()));
    found.clear();
    later(3600, MINER, 40_001, RESOLVER, 53, DnsScript.query(NAME));
    assertThat(found).isEmpty();
  }

  private void later(int seconds, IpAddress from, int fromPort, IpAddress to, int toPort, byte[] payload) {
    TcpSegment datagram = datagram(from, fromPort, to, toPort, payload);
    datagram.timestampMicros += seconds * Samples.SECOND;
    lookups.onDatagram(datagram, "sample.pcap");
  }

  /** Anybody can send anyone a datagram that looks like an answer. */
  @Test
  void answerThatNobodyAskedFor_isNothing_toWhoIsSeenAsking() {
    asks(MINER, RESOLVER, DnsScript.query("www.example.org"));
    asks(MINER, ROOT, DnsScript.query("alias.example.org"));
    byte[] answer = DnsScript.answer(NAME, 60, POOL.toString());
    lookups.onDatagram(datagram(RESOLVER, 53, MINER, 40_002, answer), "sample.pcap");
    lookups.onDatagram(datagram(OTHER, 53, MINER, 40_001, answer), "sample.pcap");
    answer[1]++;
    lookups.onDatagram(datagram(RESOLVER, 53, MINER, 40_001, answer), "sample.pcap");
    assertThat(found).isEmpty();
    assertThat(isLearned()).isFalse();
    answers(ROOT, MINER, DnsScript.aliases(POOL.toString(), "alias.example.org", NAME));
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.connection().miner()).isEqualTo(MINER));
    assertThat(isLearned()).isTrue();
  }

  @Test
  void answerAlone_countsForWhoWasNotSeenAsking_andInAnotherCapture() {
    asks(OTHER, RESOLVER, DnsScript.query("www.example.org"));
    answers(RESOLVER, MINER, DnsScript.answer(NAME, 60, POOL.toString()));
    assertThat(found).hasSize(1);
    lookups.onNewCapture();
    lookups.onDatagram(datagram(RESOLVER, 53, OTHER, 40_002, DnsScript.answer(NAME, 60, POOL.toString())), "other.pcap");
    assertThat(found).hasSize(2);
  }

  @Test
  void answerToThePortOfDns_andQuestionFromIt_areNobodys() {
    byte[] answer = DnsScript.answer(NAME, 60, POOL.toString());
    lookups.onDatagram(datagram(OTHER, 4444, RESOLVER, 53, answer), "sample.pcap");
    lookups.onDatagram(datagram(MINER, 53, RESOLVER, 4444, DnsScript.query(NAME)), "sample.pcap");
    assertThat(found).isEmpty();
    assertThat(isLearned()).isFalse();
    lookups.onDatagram(datagram(RESOLVER, 53, MINER, 53, answer), "sample.pcap");
    assertThat(found).extracting(finding -> finding.connection().miner()).containsExactly(MINER);
    assertThat(isLearned()).isTrue();
  }

  @Test
  void questionToAZonesOwnServer_isAResolvers() {
    asks(OTHER, ROOT, new DnsBytes(NOT_RECURSIVE, 1, 0, 0).name(NAME).u16(1).u16(1).toBytes());
    assertThat(found).isEmpty();
  }

  @Test
  void alias_thatIsAPoolsWebSite_excusesNobody() {
    answers(RESOLVER, MINER, DnsScript.aliases("198.51.100.20", NAME, "www.pool.example"));
    assertThat(found).singleElement().satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.SUSPECTED));
  }

  @Test
  void alias_thatIsAPools_isOne() {
    answers(RESOLVER, MINER, DnsScript.aliases("198.51.100.20", "own.example", "cdn.example", NAME));
    assertThat(found).singleElement().satisfies(finding ->
        assertThat(finding.dialogue().pool().host()).as("what was asked for").isEqualTo("own.example"));
    assertThat(found.get(0).evidence().get(0).excerpt()).isEqualTo("dns own.example = " + NAME);
    assertThat(isLearned()).isTrue();
  }

  @Test
  void answerWithError_teachesNothing_butTheQuestionCounts() {
    byte[] refused = DnsScript.answer(NAME, 60, "198.51.100.20");
    refused[3] |= 3;
    answers(RESOLVER, MINER, refused);
    assertThat(found).hasSize(1);
    assertThat(isLearned()).isFalse();
  }

  @Test
  void addressesOfNowhere_teachNothing() {
    for (String nowhere : List.of("0.0.0.0", "127.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "fe80::1")) {
      answers(RESOLVER, MINER, DnsScript.answer(NAME, 60, nowhere));
      IpAddress address = Samples.address(nowhere);
      assertThat(circumstances.isKnown(address.high(), address.low(), PORT, START)).as(nowhere).isFalse();
    }
  }

  @Test
  void otherNames_atALearnedAddress_makeItShared() {
    answers(RESOLVER, MINER, DnsScript.answer(NAME, 60, "198.51.100.20"));
    for (int i = 0; i < 4; i++) {
      assertThat(isLearned()).isTrue();
      answers(RESOLVER, OTHER, DnsScript.answer("site" + i + ".test", 60, "198.51.100.20"));
    }
    assertThat(isLearned()).isFalse();
  }

  @Test
  void damagedMessages_neverThrow_norAccuseOthersThanTheClient() {
    Random random = new Random(11);
    byte[][] messages = {DnsScript.query(NAME), DnsScript.answer(NAME, 60, "198.51.100.20"),
        DnsScript.aliases("198.51.100.20", "own.example", "cdn.example", NAME), DnsScript.service(NAME, "198.51.100.20")};
    for (int round = 0; round < 20_000; round++) {
      byte[] message = messages[round % messages.length].clone();
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(message, random.nextInt(8) == 0 ? random.nextInt(message.length) : message.length);
      if ((message[2] & 0x80) != 0) {
        answers(RESOLVER, MINER, cut);
      } else {
        asks(MINER, RESOLVER, cut);
      }
    }
    assertThat(found).isNotEmpty().allMatch(finding -> finding.connection().miner().equals(MINER));
  }

  @Test
  void messagesAboutOthers_makeNothing() {
    TcpSegment query = datagram(MINER, 40_001, RESOLVER, 53, DnsScript.query("www.test"));
    TcpSegment answer = datagram(RESOLVER, 53, MINER, 40_001, DnsScript.answer("www.test", 60, "198.51.100.20"));
    assertThat(Allocation.leastBytes(() -> {
      for (int i = 0; i < 1000; i++) {
        lookups.onDatagram(query, "sample.pcap");
        lookups.onDatagram(answer, "sample.pcap");
      }
    })).isLessThan(1000);
    assertThat(found).isEmpty();
  }
}
