package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.RestartedTraffic.Part;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.RawPacket;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.state.BrokenRecords;
import stratoscope.state.StateFile;
import stratoscope.state.StateReader;
import stratoscope.testing.MakePcaps;

/** A sensor that ends amid traffic, and the one that goes on with what it left. */
class RestartTest {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3600 * SECOND;
  private static final Path HANDSHAKE = MakePcaps.root().resolve("stratum-v1/handshake.pcap");
  /** Packets of that capture until a share is accepted. */
  private static final int PROVEN = 37;
  /** Messages at most of which a question was said before the cut and the answer after it, or one half each, in the shipped captures. */
  private static final long CUT_MESSAGES = 3;
  /** Places where each capture is cut, in eighths of its packets; each capture has two of them. */
  private static final int EIGHTHS = 8;

  private static Knowledge knowledge;

  @TempDir
  private Path folder;

  @BeforeAll
  static void readRules() throws RuleFileException {
    knowledge = ShippedRules.take();
  }

  private Path state() {
    return folder.resolve("state");
  }

  private static RestartedTraffic whole(Path capture) throws IOException {
    RestartedTraffic traffic = new RestartedTraffic();
    traffic.run(knowledge, new Part(capture, 0, Long.MAX_VALUE), null, null);
    return traffic;
  }

  private static long packets(Path capture) throws IOException {
    long packets = 0;
    RawPacket packet = new RawPacket();
    try (CaptureInput in = CaptureSequence.inOrder(
        List.of(new CaptureFile(capture.toString(), capture, Files.size(capture))), new CaptureProblems())) {
      while (in.next(packet)) {
        packets++;
      }
    }
    return packets;
  }

  private static Set<String> signs(Finding finding) {
    Set<String> signs = new HashSet<>();
    for (Evidence sign : finding.evidence()) {
      signs.add(sign.rule().id());
    }
    return signs;
  }

  /** What is equal wherever nothing was under way at the cut. */
  private static List<Object> essence(Finding f) {
    List<Object> essence = new ArrayList<>(List.of(f.verdict(), f.score(), f.speech().carriers(), signs(f), f.connection().sidesSeen()));
    essence.add(f.dialogue().dialect());
    essence.add(f.dialogue().identity());
    essence.add(f.dialogue().agent());
    essence.add(f.work().coin());
    essence.add(f.work().submitted());
    essence.add(f.work().accepted());
    essence.add(f.work().jobs());
    return essence;
  }

  /**
   * Each shipped capture with findings, cut in two. What may differ from the run that was not interrupted: a session that had shown nothing
   * before the cut is a new one; a message that was cut, and the answer to what was asked before, are not understood, so that a share may
   * be missing, and with the answer the sign that both sides agree. None is counted twice.
   */
  @Test
  void capturesCutInTwo_goOnWhereTheyWere() throws IOException {
    int cuts = 0;
    int equal = 0;
    int turn = 0;
    for (Path capture : MakePcaps.captures(MakePcaps.root())) {
      RestartedTraffic whole = whole(capture);
      if (whole.latest.isEmpty()) {
        continue;
      }
      turn++;
      long packets = packets(capture);
      for (long cut : List.of(packets * (1 + turn % (EIGHTHS - 1)) / EIGHTHS, packets * (1 + (turn + 3) % (EIGHTHS - 1)) / EIGHTHS)) {
        RestartedTraffic first = new RestartedTraffic();
        first.run(knowledge, new Part(capture, 0, cut), null, state());
        RestartedTraffic second = new RestartedTraffic();
        second.run(knowledge, new Part(capture, cut, Long.MAX_VALUE), state(), null);
        String name = MakePcaps.root().relativize(capture) + " cut at " + cut + " of " + packets;
        for (Map.Entry<String, Finding> one : first.latest.entrySet()) {
          check(name, one.getValue(), second.latest.get(one.getKey()), whole.latest.get(one.getKey()), first.ended);
        }
        for (Map.Entry<String, Finding> one : whole.latest.entrySet()) {
          Finding after = second.latest.getOrDefault(one.getKey(), first.latest.get(one.getKey()));
          cuts++;
          equal += after != null && essence(after).equals(essence(one.getValue())) ? 1 : 0;
        }
      }
    }
    assertThat(cuts).isGreaterThan(600);
    assertThat(equal).as("sessions of %d that a cut changed nothing of", cuts).isGreaterThan(cuts / 2);
  }

  /** @param before what was told of a session at the end of the first run; then after the second, and without a break */
  private static void check(String name, Finding before, Finding after, Finding whole, List<Finding> ended) {
    if (ended.contains(before)) {
      assertThat(after).as("%s: what had ended is over", name).isNull();
      return;
    }
    assertThat(after).as("%s: what was open goes on: %s", name, before).isNotNull();
    assertThat(after.verdict()).as(name).isGreaterThanOrEqualTo(before.verdict());
    assertThat(after.connection().firstSeenMicros()).isEqualTo(before.connection().firstSeenMicros());
    assertThat(after.connection().captureName()).isEqualTo(before.connection().captureName());
    assertThat(signs(after)).as(name).containsAll(signs(before).stream().filter(sign -> !sign.startsWith("circumstance")).toList());
    Identity identity = before.dialogue().identity();
    if (identity != null && identity.wallet() != null) {
      assertThat(after.dialogue().identity()).as(name).isEqualTo(identity);
    }
    if (whole != null && whole.work().submitted() != null && after.work().submitted() != null) {
      assertThat(after.work().submitted()).as("%s: shares", name)
          .isBetween(Math.max(orZero(before.work().submitted()), whole.work().submitted() - CUT_MESSAGES), whole.work().submitted());
      long accepted = orZero(whole.work().accepted());
      assertThat(orZero(after.work().accepted())).as("%s: accepted shares", name)
          .isBetween(Math.max(orZero(before.work().accepted()), accepted - CUT_MESSAGES), accepted);
    }
  }

  private static long orZero(Long count) {
    return count == null ? 0 : count;
  }

  @Test
  void openSession_isToldAsOpenAtTheEnd_andEndsOnceAfterTheRestart() throws IOException {
    RestartedTraffic first = new RestartedTraffic();
    first.run(knowledge, new Part(HANDSHAKE, 0, PROVEN), null, state());
    assertThat(first.ended).isEmpty();
    assertThat(first.open).last().extracting(Finding::verdict).isEqualTo(Verdict.CONFIRMED);
    RestartedTraffic second = new RestartedTraffic();
    second.run(knowledge, new Part(HANDSHAKE, PROVEN, Long.MAX_VALUE), state(), null);
    assertThat(second.resumed).hasSize(1);
    assertThat(second.open).as("nothing that was told is told again").isEmpty();
    Finding whole = whole(HANDSHAKE).ended.get(0);
    assertThat(second.ended).hasSize(1);
    Finding after = second.ended.get(0);
    assertThat(essence(after)).isEqualTo(essence(whole));
    assertThat(after.connection().flowId()).isEqualTo(whole.connection().flowId());
    assertThat(after.connection().bytesUp()).isEqualTo(whole.connection().bytesUp());
    assertThat(after.connection().isMidstream()).as("the sensor was away").isTrue();
    assertThat(after.work().hashrate()).isEqualTo(whole.work().hashrate());
    assertThat(first.hosts.values()).as("told though it goes on, in case that it does not").hasSize(1);
    assertThat(second.hosts.values()).hasSize(1).allSatisfy(host -> {
      assertThat(host.sessions()).isEqualTo(1);
      assertThat(host.firstSeenMicros()).isEqualTo(whole.connection().firstSeenMicros());
    });
  }

  /** As a sender does that has no answer while the sensor is away. */
  @Test
  void hostWhoseSessionIsOver_isToldOfAfterTheRestart() throws IOException {
    new RestartedTraffic().run(knowledge, new Part(HANDSHAKE, 0, Long.MAX_VALUE), null, state());
    RestartedTraffic second = new RestartedTraffic();
    second.run(knowledge, new Part(HANDSHAKE, 0, 0), state(), null);
    Host whole = whole(HANDSHAKE).hosts.values().iterator().next();
    assertThat(second.resumed).isEmpty();
    assertThat(second.resumedHosts).containsExactly(whole);
  }

  @Test
  void packetsFromBeforeTheCut_sentAgainBehindIt_countOnce() throws IOException {
    new RestartedTraffic().run(knowledge, new Part(HANDSHAKE, 0, PROVEN), null, state());
    RestartedTraffic second = new RestartedTraffic();
    second.run(knowledge, new Part(HANDSHAKE, PROVEN / 3, Long.MAX_VALUE), state(), null);
    Finding whole = whole(HANDSHAKE).ended.get(0);
    assertThat(second.ended).hasSize(1).first().satisfies(after -> {
      assertThat(essence(after)).isEqualTo(essence(whole));
      assertThat(after.connection().bytesUp()).isEqualTo(whole.connection().bytesUp());
      assertThat(after.connection().bytesDown()).isEqualTo(whole.connection().bytesDown());
    });
  }

  @Test
  void packetsLostWhileTheSensorWasAway_areAGap() throws IOException {
    new RestartedTraffic().run(knowledge, new Part(HANDSHAKE, 0, PROVEN), null, state());
    RestartedTraffic second = new RestartedTraffic();
    second.run(knowledge, new Part(HANDSHAKE, PROVEN + 10, Long.MAX_VALUE), state(), null);
    Finding whole = whole(HANDSHAKE).ended.get(0);
    assertThat(second.ended).hasSize(1).first().satisfies(after -> {
      assertThat(after.verdict()).isEqualTo(Verdict.CONFIRMED);
      assertThat(after.work().submitted()).isLessThan(whole.work().submitted()).isGreaterThan(0);
    });
  }

  @Test
  void sessionThatDoesNotComeBack_endsWhenItsTimeIsOver() throws IOException {
    new RestartedTraffic().run(knowledge, new Part(HANDSHAKE, 0, PROVEN), null, state());
    RestartedTraffic early = new RestartedTraffic();
    early.run(knowledge, new Part(HANDSHAKE, PROVEN, PROVEN, HOUR / 2, HOUR / 2 + SECOND), state(), folder.resolve("next"));
    assertThat(early.ended).isEmpty();
    RestartedTraffic late = new RestartedTraffic();
    late.run(knowledge, new Part(HANDSHAKE, PROVEN, PROVEN, HOUR + 100 * SECOND, HOUR + 101 * SECOND), folder.resolve("next"), null);
    assertThat(late.ended).hasSize(1).first().extracting(Finding::verdict).isEqualTo(Verdict.CONFIRMED);
    assertThat(late.ended.get(0).work().submitted()).isPositive();
  }

  @Test
  void hosts_addUpOverRestarts() throws IOException {
    Path done = MakePcaps.root().resolve("stratum-v1/among-other-traffic.pcap");
    RestartedTraffic first = new RestartedTraffic();
    first.run(knowledge, new Part(done, 0, Long.MAX_VALUE), null, state());
    RestartedTraffic second = new RestartedTraffic();
    second.run(knowledge, new Part(HANDSHAKE, 0, 0), state(), null);
    assertThat(second.hosts).hasSameSizeAs(first.hosts);
    first.hosts.forEach((address, host) -> {
      assertThat(second.hosts.get(address).sessions()).isEqualTo(host.sessions());
      assertThat(second.hosts.get(address).wallets()).isEqualTo(host.wallets());
      assertThat(second.hosts.get(address).hashrates()).isEqualTo(host.hashrates());
      assertThat(second.hosts.get(address).activeSeconds()).isEqualTo(host.activeSeconds());
    });
  }

  /** The records of a state, each as text. */
  private static List<String> records(Path file) throws IOException {
    List<String> records = new ArrayList<>();
    StateFile.read(file, knowledge.rules(), in -> records.add(in.toString()));
    records.sort(null);
    return records;
  }

  @Test
  void stateThatIsTakenUp_isLeftAsItWas() throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    for (Path capture : MakePcaps.captures(MakePcaps.root())) {
      if (Stream.of("circumstances", "encrypted", "switches", "stratum-v2", "cryptonote").noneMatch(capture.getParent()::endsWith)) {
        continue;
      }
      new RestartedTraffic().run(knowledge, new Part(capture, 0, packets(capture) / 2), null, state());
      RestartedTraffic idle = new RestartedTraffic();
      idle.run(knowledge, new Part(capture, 0, 0), state(), folder.resolve("again"));
      List<String> before = records(state());
      assertThat(records(folder.resolve("again"))).as(capture.toString()).isEqualTo(before);
      before.forEach(record -> kinds.merge(record.substring(0, record.indexOf(' ')), 1, Integer::sum));
    }
    assertThat(kinds).containsKeys("SESSION", "HOST", "LEARNED", "CONTACT", "DNS_SERVER", "PROVEN", "DONOR");
  }

  @Test
  void anyBytesInRecords_areLeftOutOrTakenUp_andNeverStopTheSensor() throws IOException {
    List<StateReader> sound = new ArrayList<>();
    for (String name : List.of("encrypted/look-up-then-mining.pcap", "stratum-v1/among-other-traffic.pcap", "cryptonote/handshake.pcap")) {
      Path capture = MakePcaps.root().resolve(name);
      new RestartedTraffic().run(knowledge, new Part(capture, 0, packets(capture) * 3 / 4), null, state());
      StateFile.read(state(), knowledge.rules(), in -> sound.add(in.again()));
    }
    Random random = new Random(1);
    int refused = 0;
    int taken = 0;
    for (int round = 0; round < 200; round++) {
      RestartedTraffic traffic = new RestartedTraffic();
      List<StateReader> records = new ArrayList<>();
      for (StateReader one : sound) {
        records.add(BrokenRecords.of(one, random));
      }
      for (boolean isTaken : traffic.runWith(knowledge, records, HANDSHAKE)) {
        taken += isTaken ? 1 : 0;
        refused += isTaken ? 0 : 1;
      }
      for (Finding finding : traffic.latest.values()) {
        new JsonRecords(OutputStream.nullOutputStream()).onMining(finding, new ProofPackets());
      }
      for (Host host : traffic.hosts.values()) {
        new JsonRecords(OutputStream.nullOutputStream()).onHost(host);
      }
      assertThat(traffic.latest.values()).as("what comes is found").anyMatch(f -> "BTC".equals(f.work().coin()));
    }
    assertThat(refused).isPositive();
    assertThat(taken).isPositive();
  }
}
