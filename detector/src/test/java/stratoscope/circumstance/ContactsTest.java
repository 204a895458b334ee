package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.MINER;
import static stratoscope.circumstance.Samples.OTHER;
import static stratoscope.circumstance.Samples.SECOND;
import static stratoscope.circumstance.Samples.START;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.capture.RawPacket;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.SampleFinding;
import stratoscope.state.Records;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/** One account for each host and pool. */
class ContactsTest {
  private static final int MOST = 65_536;
  private static final ProofPackets NO_PACKETS = new ProofPackets();

  private final List<Finding> told = new ArrayList<>();
  private final Contacts contacts = new Contacts(Samples.SHIPPED.rules().thresholds(), 0, (finding, proof) -> told.add(finding));

  private static Finding finding(IpAddress miner, long seconds, String... signs) {
    SampleFinding sample = new SampleFinding();
    sample.miner = miner;
    sample.verdict = Verdict.NONE;
    sample.firstSeenMicros = START + seconds * SECOND;
    sample.bytesUp = 100L;
    for (String sign : signs) {
      sample.evidence.add(new Evidence(Samples.SHIPPED.rules().rule("circumstance-" + sign), Side.MINER, 4, START, sign));
    }
    return sample.finding();
  }

  private static List<String> signs(Finding finding) {
    return finding.evidence().stream().map(sign -> sign.rule().sign()).toList();
  }

  @Test
  void contacts_ofOneHostAndPool_areOneFinding() {
    contacts.add(finding(MINER, 0, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.add(finding(MINER, 60, "server-name", "no-server-name"), "Operator", NO_PACKETS);
    contacts.add(finding(MINER, 30, "name-looked-up"), "Operator", NO_PACKETS);
    assertThat(told).isEmpty();
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> {
      assertThat(signs(finding)).containsExactly("name-looked-up", "server-name", "no-server-name");
      assertThat(finding.verdict()).isEqualTo(Verdict.SUSPECTED);
      assertThat(finding.score()).as("cut, since no list proves that someone mines").isEqualTo(35);
      assertThat(finding.connection().connections()).isEqualTo(3);
      assertThat(finding.connection().firstSeenMicros()).isEqualTo(START);
      assertThat(finding.connection().lastSeenMicros()).isEqualTo(START + 120 * SECOND);
      assertThat(finding.connection().bytesUp()).isEqualTo(300);
      assertThat(finding.connection().bytesDown()).isNull();
      assertThat(finding.connection().sidesSeen()).isEqualTo("miner");
    });
    contacts.close();
    assertThat(told).as("told once").hasSize(1);
  }

  @Test
  void contacts_ofOtherHostsAndPools_areOthers() {
    contacts.add(finding(MINER, 0, "server-name"), "Operator", NO_PACKETS);
    contacts.add(finding(OTHER, 0, "server-name"), "Operator", NO_PACKETS);
    contacts.add(finding(MINER, 0, "server-name"), "Another", NO_PACKETS);
    contacts.close();
    assertThat(told).hasSize(3).allMatch(finding -> finding.connection().connections() == 1);
  }

  /** Who mines at a pool looks at its web site, too. */
  @Test
  void connectionThatNothingSpeaksAgainst_isNotExcusedByOthers() {
    Finding visit = finding(MINER, 0, "name-looked-up", "web-site", "browser");
    Finding mining = finding(MINER, 60, "server-name");
    mining = new Finding(Verdict.SUSPECTED, 34, mining.connection(), mining.speech(), mining.dialogue(), mining.work(), mining.evidence());
    contacts.add(visit, "Operator", NO_PACKETS);
    contacts.add(mining, "Operator", NO_PACKETS);
    contacts.add(visit, "Operator", NO_PACKETS);
    contacts.add(visit, "Another", NO_PACKETS);
    contacts.add(finding(MINER, 60, "server-name", "browser"), "Another", NO_PACKETS);
    contacts.close();
    assertThat(told).extracting(Finding::score).containsExactly(35, 0);
    assertThat(signs(told.get(0))).containsExactly("name-looked-up", "server-name");
  }

  @Test
  void connectionThatNothingSpeaksAgainst_isNotExcusedAfterARestart() throws StateException {
    Finding mining = finding(MINER, 60, "server-name");
    contacts.add(new Finding(Verdict.SUSPECTED, 34, mining.connection(), mining.speech(), mining.dialogue(), mining.work(),
        mining.evidence()), "Operator", NO_PACKETS);
    List<Stateful> saved = new ArrayList<>();
    contacts.saveTo(saved);
    Contacts restarted = new Contacts(Samples.SHIPPED.rules().thresholds(), 0, (finding, proof) -> told.add(finding));
    for (StateReader record : Records.of(saved)) {
      assertThat(restarted.restore(record)).isTrue();
    }
    restarted.add(finding(MINER, 90, "name-looked-up", "web-site", "browser"), "Operator", NO_PACKETS);
    restarted.close();
    assertThat(told).extracting(Finding::score).containsExactly(35);
  }

  private static Finding lookup(long seconds) {
    Finding finding = finding(MINER, seconds, "name-looked-up");
    Finding.Speech dns = new Finding.Speech("dns", List.of("udp"), null, List.of(), Double.NaN);
    return new Finding(finding.verdict(), finding.score(), finding.connection(), dns,
        Finding.Dialogue.about(new Finding.Pool("Operator", "xmr.pool.example", null)), finding.work(), finding.evidence());
  }

  @Test
  void lookups_ofWhoIsAskedSoonAfter_areNobodys_unlessToldOrFollowed() {
    SampleFinding sample = new SampleFinding();
    IpAddress server = lookup(0).connection().pool();
    sample.miner = server;
    sample.firstSeenMicros = START;
    sample.evidence.addAll(lookup(0).evidence());
    Finding followed = sample.finding();
    Finding upstream = new Finding(Verdict.SUSPECTED, 34, followed.connection(), lookup(0).speech(), followed.dialogue(), followed.work(),
        followed.evidence());
    List<Contacts.Open> open = new ArrayList<>();
    contacts.add(upstream, "Operator", NO_PACKETS);
    contacts.add(lookup(1), "Operator", NO_PACKETS);
    contacts.add(upstream, "Another", NO_PACKETS);
    contacts.add(followed, "Another", NO_PACKETS);
    contacts.onTime(START + 62 * SECOND, open::add);
    assertThat(open).extracting(each -> each.finding().connection().miner()).containsExactly(MINER, server);
    contacts.close();
    assertThat(told).extracting(finding -> finding.connection().miner()).containsExactly(MINER, server);
  }

  @Test
  void connectionBehindALookup_isWhatIsTold() {
    contacts.add(lookup(0), "Operator", NO_PACKETS);
    contacts.add(finding(MINER, 60, "name-looked-up", "no-server-name"), "Operator", NO_PACKETS);
    contacts.add(lookup(90), "Operator", NO_PACKETS);
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> {
      assertThat(finding.isLookup()).isFalse();
      assertThat(finding.dialogue().pool().host()).isEqualTo("xmr.pool.example");
      assertThat(finding.connection().connections()).isEqualTo(1);
      assertThat(finding.connection().firstSeenMicros()).as("as its session has it").isEqualTo(START + 60_000_000L);
      assertThat(finding.connection().bytesUp()).isEqualTo(300);
      assertThat(signs(finding)).containsExactly("name-looked-up", "no-server-name");
    });
  }

  @Test
  void connectionBehindALookup_thatWasTold_isTheSameContact() {
    contacts.add(lookup(0), "Operator", NO_PACKETS);
    List<Finding> open = new ArrayList<>();
    contacts.onTime(START + 200 * SECOND, contact -> open.add(contact.finding()));
    assertThat(open).singleElement().satisfies(finding -> assertThat(finding.isLookup()).isTrue());
    contacts.add(finding(MINER, 300, "name-looked-up", "no-server-name"), "Operator", NO_PACKETS);
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> assertThat(finding.isLookup()).isTrue());
  }

  @Test
  void contact_longAfterASessionToldMore_isOneAgain() {
    contacts.claim(finding(MINER, 0), "Operator");
    contacts.onTime(START + 86_000 * SECOND, contact -> {});
    contacts.add(finding(MINER, 86_000, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.onTime(START + 86_600 * SECOND, contact -> {});
    contacts.add(finding(MINER, 86_600, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.close();
    assertThat(told).singleElement().satisfies(contact ->
        assertThat(contact.connection().firstSeenMicros()).isEqualTo(START + 86_600 * SECOND));
  }

  @Test
  void contact_afterTheClockWasSetBack_isToldInTime() {
    contacts.onTime(START + 30_000 * SECOND, contact -> {});
    contacts.add(lookup(0), "Operator", NO_PACKETS);
    List<Finding> open = new ArrayList<>();
    contacts.onTime(START + 200 * SECOND, contact -> open.add(contact.finding()));
    assertThat(open).hasSize(1);
  }

  private static Finding connection(long flow, long seconds, long bytes) {
    SampleFinding sample = new SampleFinding();
    sample.miner = MINER;
    sample.verdict = Verdict.NONE;
    sample.flowId = flow;
    sample.firstSeenMicros = START + seconds * SECOND;
    sample.bytesUp = bytes;
    sample.evidence.add(new Evidence(Samples.SHIPPED.rules().rule("circumstance-server-name"), Side.MINER, 4, START, "a name"));
    return sample.finding();
  }

  @Test
  void connectionThatGoesOn_isToldWhileItDoes_andCountedOnce() {
    List<Contacts.Open> open = new ArrayList<>();
    contacts.see(connection(7, 0, 100), "Operator", NO_PACKETS);
    contacts.onTime(START + 100 * SECOND, open::add);
    assertThat(open).singleElement().satisfies(contact -> {
      assertThat(contact.isRaised()).isTrue();
      assertThat(contact.finding().connection().bytesUp()).isEqualTo(100);
      assertThat(contact.finding().connection().sidesSeen()).isEqualTo("miner");
    });
    List<Finding> resumed = new ArrayList<>();
    contacts.resume(resumed::add);
    assertThat(resumed).singleElement().satisfies(contact -> assertThat(contact.connection().flowId()).isEqualTo(7));
    contacts.see(connection(7, 60, 200), "Operator", NO_PACKETS);
    assertThat(contacts.add(connection(8, 60, 30), "Operator", NO_PACKETS)).isFalse();
    contacts.onTime(START + 120 * SECOND, open::add);
    assertThat(open).as("a minute is not over").hasSize(1);
    contacts.onTime(START + 180 * SECOND, open::add);
    contacts.onTime(START + 300 * SECOND, open::add);
    assertThat(open).as("nothing came since").hasSize(2);
    assertThat(open.get(1).isRaised()).isFalse();
    assertThat(open.get(1).finding().connection().connections()).isEqualTo(2);
    assertThat(contacts.add(connection(7, 0, 300), "Operator", NO_PACKETS)).isTrue();
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> {
      assertThat(finding.connection().flowId()).isEqualTo(7);
      assertThat(finding.connection().connections()).isEqualTo(2);
      assertThat(finding.connection().bytesUp()).isEqualTo(330);
    });
  }

  @Test
  void manyContactsThatGoOn_areBroughtUpToDateInTurn() {
    List<Contacts.Open> open = new ArrayList<>();
    for (int look = 0; look < 50; look++) {
      for (int flow = 0; flow < 20_000; flow++) {
        contacts.see(connection(flow, look * 10L, 100), "Operator" + flow, NO_PACKETS);
      }
      contacts.onTime(START + (100 + look * 10L) * SECOND, open::add);
      assertThat(open.stream().filter(contact -> !contact.isRaised()).count()).isLessThanOrEqualTo(look * 1000L);
    }
    assertThat(open.stream().filter(contact -> !contact.isRaised()).map(contact -> contact.finding().connection().flowId()).distinct())
        .as("each of them").hasSize(20_000);
  }

  private static Finding of(String subscriber, Finding finding) {
    return finding.heldBy(new Holder(Owner.UNKNOWN, new Subscriber(subscriber, null, "nat", null, 0, Long.MAX_VALUE), Place.UNKNOWN));
  }

  @Test
  void contacts_ofSubscribersOfOneAddress_areTheirs_andASessionClosesItsSubscribersAndNobodys() {
    for (String subscriber : List.of("line-1", "line-2")) {
      contacts.add(of(subscriber, finding(MINER, 0, "name-looked-up")), "Operator", NO_PACKETS);
    }
    contacts.add(finding(MINER, 0, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.claim(of("line-1", finding(MINER, 0)), "Operator");
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> assertThat(finding.connection().connections()).isEqualTo(1));
  }

  @Test
  void subscriberWhoIsKnownLate_takesTheContactOver() {
    List<Contacts.Open> open = new ArrayList<>();
    contacts.see(connection(7, 0, 100), "Operator", NO_PACKETS);
    contacts.onTime(START + 100 * SECOND, open::add);
    contacts.see(of("line-1", connection(7, 60, 200)), "Operator", NO_PACKETS);
    assertThat(contacts.add(of("line-1", connection(7, 0, 300)), "Operator", NO_PACKETS)).isTrue();
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> assertThat(finding.connection().bytesUp()).isEqualTo(300));
  }

  @Test
  void contactThatWasTold_andTurnsOutAsASession_goesOnAsThat() {
    contacts.see(connection(7, 0, 100), "Operator", NO_PACKETS);
    contacts.see(connection(8, 0, 100), "Another", NO_PACKETS);
    contacts.onTime(START + 100 * SECOND, open -> {});
    contacts.claim(connection(7, 0, 300), "Operator");
    contacts.claim(connection(9, 0, 300), "Another");
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> assertThat(finding.connection().flowId()).isEqualTo(8));
  }

  @Test
  void session_thatTellsMore_closesTheAccount_beforeAndAfter() {
    contacts.add(finding(MINER, 0, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.claim(finding(MINER, 0), "Operator");
    contacts.add(finding(MINER, 60, "name-looked-up"), "Operator", NO_PACKETS);
    contacts.add(finding(OTHER, 60, "server-name"), "Operator", NO_PACKETS);
    contacts.close();
    assertThat(told).singleElement().satisfies(finding -> assertThat(finding.connection().miner()).isEqualTo(OTHER));
  }

  @Test
  void accounts_areKeptUpToABound_theEldestIsToldEarly() {
    for (int i = 0; i <= MOST; i++) {
      contacts.add(finding(IpAddress.ofIpv4(0x0B00_0000 + i), 0, "server-name"), "Operator", NO_PACKETS);
    }
    assertThat(told).singleElement().satisfies(finding ->
        assertThat(finding.connection().miner()).isEqualTo(IpAddress.ofIpv4(0x0B00_0000)));
    contacts.close();
    assertThat(told).hasSize(MOST + 1);
  }

  private static ProofPackets packets(int... bytes) {
    ProofPackets packets = new ProofPackets();
    for (int length : bytes) {
      RawPacket packet = new RawPacket();
      packet.data = ByteBuffer.allocate(length);
      packet.capturedLength = length;
      packets.add(packet);
    }
    return packets;
  }

  @Test
  void packets_thatShowANewSign_areKept() {
    List<ProofPackets> shown = new ArrayList<>();
    Contacts keeping = new Contacts(Samples.SHIPPED.rules().thresholds(), 1000, (finding, proof) -> shown.add(proof));
    ProofPackets connection = packets(500, 90);
    keeping.see(finding(MINER, 0, "server-name"), "Operator", connection);
    keeping.add(finding(MINER, 0, "server-name"), "Operator", connection);
    keeping.add(lookup(20), "Operator", packets(80));
    keeping.add(lookup(30), "Operator", packets(81));
    keeping.close();
    assertThat(shown).singleElement().satisfies(proof -> assertThat(proof.packets()).extracting(packet -> packet.capturedLength)
        .containsExactly(500, 90, 80));
    assertThat(keeping.takeLostProofs()).isZero();
  }

  @Test
  void packets_ofTheConnectionThatNothingSpeaksAgainst_areKept() {
    List<ProofPackets> shown = new ArrayList<>();
    Contacts keeping = new Contacts(Samples.SHIPPED.rules().thresholds(), 1000, (finding, proof) -> shown.add(proof));
    Finding mining = finding(MINER, 60, "server-name");
    mining = new Finding(Verdict.SUSPECTED, 34, mining.connection(), mining.speech(), mining.dialogue(), mining.work(), mining.evidence());
    keeping.add(finding(MINER, 0, "server-name", "web-site", "browser"), "Operator", packets(100));
    keeping.add(mining, "Operator", packets(101));
    keeping.add(finding(MINER, 90, "server-name", "web-site", "browser"), "Operator", packets(102));
    keeping.close();
    assertThat(shown).singleElement().satisfies(proof -> assertThat(proof.packets()).extracting(packet -> packet.capturedLength)
        .containsExactly(100, 101));
  }

  @Test
  void packetsBeyondTheMemory_areCounted_untilAnAccountGivesItsOwnBack() {
    List<Integer> kept = new ArrayList<>();
    Contacts keeping = new Contacts(Samples.SHIPPED.rules().thresholds(), 1000, (finding, proof) -> kept.add(proof.bytes()));
    keeping.add(finding(MINER, 0, "server-name"), "Operator", packets(1000));
    keeping.add(finding(OTHER, 0, "server-name"), "Operator", packets(100, 100));
    assertThat(keeping.takeLostProofs()).isEqualTo(2);
    assertThat(keeping.takeLostProofs()).isZero();
    keeping.claim(finding(MINER, 0, "server-name"), "Operator");
    keeping.add(finding(OTHER, 0, "server-name"), "Another", packets(100, 100));
    keeping.close();
    assertThat(kept).containsExactly(0, 200);
    assertThat(keeping.takeLostProofs()).isZero();
  }
}
