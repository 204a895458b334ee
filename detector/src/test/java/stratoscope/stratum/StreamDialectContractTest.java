package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.Interest;
import stratoscope.flow.TestFlows;
import stratoscope.stratum.Fixture.Piece;

/** What every dialect that is no JSON must hold, tried on the captures in the folder of its name; its author writes nothing here. */
class StreamDialectContractTest {
  private static final StratumOptions OPTIONS = StratumOptions.DEFAULTS;
  private static final StratumConversation.Factory FACTORY =
      new StratumConversation.Factory(OPTIONS, Dialogue.KNOWLEDGE.rules(), Dialogue.KNOWLEDGE.dialects(), new FlowCounts());

  /** A dialect with its own captures. */
  record Subject(String id, List<Fixture> fixtures) {
    @Override
    public String toString() {
      return id;
    }

    List<Fixture> whole() {
      return fixtures.stream().filter(Fixture::isWhole).toList();
    }

    Fixture model() {
      return fixtures.stream().filter(fixture -> fixture.name().equals(id + "/handshake")).findFirst().orElseThrow();
    }
  }

  static List<Subject> all() {
    return Dialogue.KNOWLEDGE.dialects().stream().filter(StreamDialect.class::isInstance).map(StratumDialect::id)
        .map(id -> new Subject(id, Fixture.ofFolder(Fixture.root().resolve(id)))).toList();
  }

  private static Dialogue.Outcome of(List<Piece> pieces) {
    return Fixture.replay(FACTORY, TestFlows.fromStart(), pieces).outcome();
  }

  @ParameterizedTest
  @MethodSource("all")
  void fixtures_areToldAsThisDialect(Subject subject) {
    assertThat(subject.whole()).isNotEmpty();
    assertThat(subject.model().turns()).hasSizeGreaterThan(5);
    for (Fixture fixture : subject.fixtures) {
      Dialogue.Outcome outcome = fixture.replay(FACTORY).outcome();
      assertThat(outcome.dialectId()).as(fixture.name()).isEqualTo(subject.id);
      assertThat(outcome.evidence()).as(fixture.name()).allMatch(sign -> sign.startsWith(subject.id + "-"));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void wholeInput_byteAtATime_randomCuts_sameOutcome(Subject subject) {
    Random random = new Random(1);
    for (Fixture fixture : subject.whole()) {
      Dialogue.Outcome whole = of(fixture.turns());
      assertThat(of(cut(fixture.turns(), () -> 1))).as(fixture + ", byte at a time").isEqualTo(whole);
      for (int round = 0; round < 20; round++) {
        int longest = 1 + random.nextInt(400);
        assertThat(of(cut(fixture.turns(), () -> 1 + random.nextInt(longest)))).as(fixture + ", cut at random").isEqualTo(whole);
      }
    }
  }

  private static List<Piece> cut(List<Piece> pieces, IntSupplier length) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      int at = 0;
      while (at < piece.bytes().length) {
        int end = Math.min(piece.bytes().length, at + length.getAsInt());
        cut.add(new Piece(piece.direction(), Arrays.copyOfRange(piece.bytes(), at, end)));
        at = end;
      }
    }
    return cut;
  }

  @ParameterizedTest
  @MethodSource("all")
  void truncatedAtEveryOffset_showsAFrontOfTheEvidence(Subject subject) {
    List<Piece> turns = subject.model().turns();
    Dialogue.Outcome whole = of(turns);
    for (int last = 0; last < turns.size(); last++) {
      byte[] turn = turns.get(last).bytes();
      for (int length = 1; length <= turn.length; length++) {
        Dialogue.Outcome truncated =
            of(with(turns.subList(0, last), new Piece(turns.get(last).direction(), Arrays.copyOf(turn, length)), List.of()));
        String what = "turn " + last + " cut after " + length + " bytes";
        assertThat(whole.evidence().subList(0, truncated.evidence().size())).as(what).isEqualTo(truncated.evidence());
        assertThat(whole.events().subList(0, truncated.events().size())).as(what).isEqualTo(truncated.events());
      }
    }
  }

  private static List<Piece> with(List<Piece> before, Piece piece, List<Piece> after) {
    List<Piece> all = new ArrayList<>(before);
    all.add(piece);
    all.addAll(after);
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void gapAnywhere_isNoOtherDialectAndShowsNoMore(Subject subject) {
    for (Fixture fixture : subject.whole()) {
      List<Piece> turns = fixture.turns();
      Dialogue.Outcome whole = of(turns);
      for (int lost = 0; lost < turns.size(); lost++) {
        byte[] turn = turns.get(lost).bytes();
        Direction side = turns.get(lost).direction();
        for (int at = 0; at < turn.length; at += 1 + turn.length / 10) {
          List<Piece> after = with(List.of(), new Piece(side, Arrays.copyOfRange(turn, Math.min(turn.length, at + 5), turn.length)),
              turns.subList(lost + 1, turns.size()));
          List<Piece> before = with(turns.subList(0, lost), new Piece(side, Arrays.copyOf(turn, at)), List.of());
          Dialogue.Outcome outcome = of(with(before, new Piece(side, new byte[0]), after));
          assertThat(outcome.dialectId()).as("%s: turn %d lost from %d", fixture, lost, at).isIn(subject.id, "null");
          assertThat(outcome.verdict()).as("%s: turn %d lost from %d", fixture, lost, at).isLessThanOrEqualTo(whole.verdict());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneDirection_isProbableAtMostAndTellsWhoMines(Subject subject) {
    for (Fixture fixture : subject.whole()) {
      Direction miner = of(fixture.turns()).miner();
      for (Direction side : Direction.values()) {
        Dialogue.Outcome outcome = of(fixture.turns().stream().filter(turn -> turn.direction() == side).toList());
        assertThat(outcome.verdict()).as(fixture + ", " + side + " alone").isLessThanOrEqualTo(Verdict.PROBABLE);
        assertThat(outcome.dialectId()).isIn(subject.id, "null");
        assertThat(outcome.miner()).isIn(miner, null);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void midstream_fromAnyByte_isThisDialectOrNothing(Subject subject) {
    List<Piece> turns = subject.model().turns();
    Dialogue.Outcome whole = of(turns);
    for (int first = 0; first < turns.size(); first++) {
      List<Piece> rest = turns.subList(first + 1, turns.size());
      byte[] turn = turns.get(first).bytes();
      for (int at = 0; at < turn.length; at += turn.length > 200 ? 7 : 1) {
        List<Piece> seen = with(List.of(), new Piece(turns.get(first).direction(), Arrays.copyOfRange(turn, at, turn.length)), rest);
        Dialogue.Outcome outcome = Fixture.replay(FACTORY, TestFlows.midstream(), seen).outcome();
        assertThat(outcome.dialectId()).as("from byte %d of turn %d", at, first).isIn(subject.id, "null");
        assertThat(outcome.miner()).as("from byte %d of turn %d", at, first).isIn(whole.miner(), null);
        assertThat(outcome.verdict()).as("from byte %d of turn %d", at, first).isLessThanOrEqualTo(whole.verdict());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void fixturesOfOtherFolders_showNoneOfItsSigns(Subject subject) {
    for (Fixture fixture : others(subject.id)) {
      assertThat(fixture.replay(FACTORY).signs()).as(fixture.name()).noneMatch(sign -> sign.startsWith(subject.id + "-"));
      Dialogue swapped = Fixture.replay(FACTORY, TestFlows.midstream(), fixture.pieces());
      assertThat(swapped.signs()).as(fixture + ", midstream").noneMatch(sign -> sign.startsWith(subject.id + "-"));
    }
  }

  /** Taken up midstream, too: nothing that begins anew is mistaken there. */
  @Test
  void nearMisses_metMidstream_areNoneOfThese() {
    for (Fixture fixture : Fixture.ofFolder(Fixture.root().resolve("near-miss"))) {
      Dialogue dialogue = Fixture.replay(FACTORY, TestFlows.midstream(), fixture.pieces());
      boolean isOurs = all().stream().anyMatch(subject -> subject.id.equals(dialogue.outcome().dialectId()));
      assertThat(isOurs ? dialogue.verdict() : Verdict.NONE).as(fixture.name()).isEqualTo(Verdict.NONE);
    }
  }

  /** Near misses may show a sign, and come to nothing all the same. */
  private static List<Fixture> others(String id) {
    try (Stream<Path> folders = Files.list(Fixture.root())) {
      return folders.filter(folder -> Files.isDirectory(folder) && !folder.endsWith(id) && !folder.endsWith("tunnels")
          && !folder.endsWith("formats") && !folder.endsWith("near-miss"))
          .sorted().flatMap(folder -> Fixture.ofFolder(folder).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file, a page or a log that quotes a conversation says both sides' words on one. */
  @Test
  void bothSidesSaidByOne_isNoMining() {
    for (String id : List.of("stratum-v2", "duino-coin")) {
      List<Piece> quoted = new Subject(id, Fixture.ofFolder(Fixture.root().resolve(id))).model().turns().stream()
          .map(turn -> new Piece(Dialogue.DOWN, turn.bytes())).toList();
      assertThat(of(quoted).verdict()).as(id).isEqualTo(Verdict.NONE);
      assertThat(Fixture.replay(FACTORY, TestFlows.midstream(), quoted).verdict()).as(id).isEqualTo(Verdict.NONE);
    }
  }

  @Test
  void randomBytes_areNothingAndGivenUp() {
    Random random = new Random(2);
    for (int round = 0; round < 300; round++) {
      List<Piece> pieces = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        byte[] bytes = new byte[i < 2 ? List.of(64, 32, 17, 200, 150).get(random.nextInt(5)) : 1 + random.nextInt(3000)];
        random.nextBytes(bytes);
        bytes[0] = round % 3 == 0 ? 0 : bytes[0];
        pieces.add(new Piece(i % 2 == 0 ? Dialogue.UP : Dialogue.DOWN, bytes));
      }
      Dialogue dialogue = Fixture.replay(FACTORY, round % 2 == 0 ? TestFlows.fromStart() : TestFlows.midstream(), pieces);
      assertThat(dialogue.signs()).isSubsetOf("conversation-destination"); // a random byte 4 may begin SOCKS
      assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
      assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void mutatedFixtures_neverThrowAndStayBounded(Subject subject) {
    Random random = new Random(3);
    int rules = Dialogue.KNOWLEDGE.rules().all().size();
    for (Fixture fixture : subject.fixtures) {
      for (int round = 0; round < 100; round++) {
        Dialogue dialogue = Fixture.replay(FACTORY, fixture.newFlow(), mutated(fixture.pieces(), random));
        assertThat(dialogue.conversation.interest()).isNotNull();
        assertThat(dialogue.conversation.evidence().score()).isBetween(0, 100);
        assertThat(dialogue.conversation.evidence().entries()).hasSizeLessThanOrEqualTo(rules)
            .allMatch(evidence -> evidence.excerpt().length() <= Evidence.MAX_EXCERPT_CHARS + 1);
      }
    }
  }

  /** Bytes flipped, pieces cut, repeated, dropped, given to the other side; gaps. */
  private static List<Piece> mutated(List<Piece> pieces, Random random) {
    List<Piece> mutated = new ArrayList<>();
    byte[] values = {0, 1, -1, 0x7F, (byte) 0x80, ',', '\n', 32, 2};
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes().clone();
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        int at = random.nextInt(3) == 0 ? random.nextInt(Math.min(bytes.length, 8)) : random.nextInt(bytes.length);
        bytes[at] = random.nextBoolean() ? values[random.nextInt(values.length)] : (byte) random.nextInt();
      }
      int start = random.nextInt(10) == 0 ? random.nextInt(bytes.length + 1) : 0;
      Direction side = random.nextInt(20) == 0 ? piece.direction().opposite() : piece.direction();
      for (int copies = random.nextInt(10) == 0 ? random.nextInt(3) : 1; copies > 0; copies--) {
        mutated.add(new Piece(side, Arrays.copyOfRange(bytes, start, bytes.length)));
      }
    }
    return mutated;
  }
}
