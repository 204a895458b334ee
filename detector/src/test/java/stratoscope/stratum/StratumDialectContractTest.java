package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.TestFlows;
import stratoscope.stratum.Fixture.Piece;

/**
 * What every dialect must hold, tried on the captures in the folder of its name; its author writes nothing here. The last subject is the
 * {@link TemplateDialect}.
 */
class StratumDialectContractTest {
  /** From so many bytes on a message of HTTP is told from other text. */
  private static final int HTTP_TOLD_BYTES = 9;
  private static final StratumOptions OPTIONS = StratumOptions.DEFAULTS;
  private static final List<Subject> SUBJECTS = subjects();

  /** A dialect with its own captures. */
  record Subject(String id, StratumConversation.Factory factory, List<Fixture> fixtures) {
    @Override
    public String toString() {
      return id;
    }

    /** Connections that can be cut into messages and put together again. */
    List<Fixture> plain() {
      return fixtures.stream().filter(Fixture::isPlain).toList();
    }

    /** The handshake, or else the richest conversation that is confirmed. */
    Fixture model() {
      return plain().stream().filter(fixture -> fixture.replay(factory).verdict() == Verdict.CONFIRMED)
          .max(Comparator.<Fixture, Boolean>comparing(fixture -> fixture.name().contains("handshake"))
              .thenComparing(fixture -> fixture.lines().size()))
          .orElseThrow();
    }

    Dialogue.Outcome of(List<Piece> pieces) {
      return Fixture.replay(factory, TestFlows.fromStart(), pieces).outcome();
    }
  }

  static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    StratumConversation.Factory shipped =
        new StratumConversation.Factory(OPTIONS, Dialogue.KNOWLEDGE.rules(), Dialogue.KNOWLEDGE.dialects(), new FlowCounts());
    Set<String> streams = Dialogue.KNOWLEDGE.dialects().stream().filter(StreamDialect.class::isInstance).map(StratumDialect::id)
        .collect(Collectors.toSet());
    for (String id : Dialects.ids()) {
      if (!streams.contains(id)) {
        subjects.add(new Subject(id, shipped, Fixture.ofFolder(Fixture.root().resolve(id))));
      }
    }
    List<Rule> rules = Stream.concat(Dialogue.KNOWLEDGE.rules().all().stream(), TemplateDialect.RULES.stream()).toList();
    List<StratumDialect> dialects = Stream.concat(Stream.of(new TemplateDialect()), Dialogue.KNOWLEDGE.dialects().stream()).toList();
    StratumConversation.Factory factory =
        new StratumConversation.Factory(OPTIONS, new RuleSet(rules, Dialogue.KNOWLEDGE.rules().thresholds()), dialects, new FlowCounts());
    subjects.add(new Subject("template", factory, Fixture.ofFolder(templateFolder())));
    return subjects;
  }

  private static Path templateFolder() {
    try {
      return Path.of(StratumDialectContractTest.class.getResource("/template").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Subject> all() {
    return SUBJECTS;
  }

  @Test
  void dialects_haveIdsOfTheirOwn() {
    assertThat(Dialects.ids()).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void fixtures_areToldAsThisDialectOrNothing(Subject subject) {
    assertThat(subject.model().lines()).hasSizeGreaterThan(5);
    for (Fixture fixture : subject.fixtures) {
      assertThat(fixture.replay(subject.factory).outcome().dialectId()).as(fixture.name()).isEqualTo(subject.id);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void wholeInput_byteAtATime_randomCuts_sameOutcome(Subject subject) {
    Random random = new Random(1);
    for (Fixture fixture : subject.fixtures) {
      if (fixture.isWhole()) {
        Dialogue.Outcome whole = subject.of(fixture.turns());
        assertThat(subject.of(cut(fixture.turns(), () -> 1))).as(fixture + ", byte at a time").isEqualTo(whole);
        for (int round = 0; round < 20; round++) {
          int longest = 1 + random.nextInt(400);
          assertThat(subject.of(cut(fixture.turns(), () -> 1 + random.nextInt(longest)))).as(fixture + ", cut at random").isEqualTo(whole);
        }
      }
    }
  }

  /** Of a line nothing is read before its end; of an HTTP message its head is. */
  private static void assertOutcome(Dialogue.Outcome actual, Dialogue.Outcome without, Dialogue.Outcome with, Piece message, String what) {
    if (Fixture.isHttp(message.bytes(), 0)) {
      assertThat(actual.rules()).as(what).containsAll(without.rules()).isSubsetOf(with.rules());
    } else {
      assertThat(actual).as(what).isEqualTo(without);
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
  void truncatedAtEveryOffset_onlyTheLastMessageIsLost(Subject subject) {
    List<Piece> lines = subject.model().lines();
    for (int last = 0; last < lines.size(); last++) {
      List<Piece> before = lines.subList(0, last);
      Dialogue.Outcome expected = subject.of(before);
      byte[] line = lines.get(last).bytes();
      for (int length = 1; length < line.length - 1; length++) { // the last byte but one ends the message
        List<Piece> truncated = with(before, new Piece(lines.get(last).direction(), Arrays.copyOf(line, length)), List.of());
        assertOutcome(subject.of(truncated), expected, subject.of(lines.subList(0, last + 1)), lines.get(last),
            "line " + last + " cut after " + length + " bytes");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void gapInAnyMessage_theNextMessagesAreRead(Subject subject) {
    for (Fixture fixture : subject.plain()) {
      List<Piece> lines = fixture.lines();
      for (int lost = 0; lost < lines.size(); lost++) {
        List<Piece> before = lines.subList(0, lost);
        List<Piece> after = lines.subList(lost + 1, lines.size());
        Dialogue.Outcome without = subject.of(with(before, gap(lines.get(lost)), after));
        byte[] line = lines.get(lost).bytes();
        for (int at = Fixture.isHttp(line, 0) ? HTTP_TOLD_BYTES : 1; at < line.length - 1; at += 1 + line.length / 20) {
          Direction side = lines.get(lost).direction();
          List<Piece> frontSeen = with(before, new Piece(side, Arrays.copyOf(line, at)), with(List.of(), gap(lines.get(lost)), after));
          assertOutcome(subject.of(frontSeen), without, subject.of(lines), lines.get(lost),
              fixture + ": line " + lost + " lost from " + at);
          List<Piece> backSeen = with(before, gap(lines.get(lost)),
              with(List.of(), new Piece(side, Arrays.copyOfRange(line, at, line.length)), after));
          if (!Fixture.isHttp(line, 0)) { // the body that is left of one may be a message
            assertThat(subject.of(backSeen)).as("%s: line %d lost up to %d", fixture, lost, at).isEqualTo(without);
          }
        }
      }
    }
  }

  private static Piece gap(Piece lost) {
    return new Piece(lost.direction(), new byte[0]);
  }

  private static List<Piece> with(List<Piece> before, Piece piece, List<Piece> after) {
    List<Piece> all = new ArrayList<>(before);
    all.add(piece);
    all.addAll(after);
    return all;
  }

  /** Dialects that are not spoken in HTTP, which has no lines between its messages; long bodies are the carrier's matter. */
  static List<Subject> inLines() {
    return SUBJECTS.stream().filter(subject -> !Fixture.isHttp(subject.model().lines().get(0).bytes(), 0)).toList();
  }

  @ParameterizedTest
  @MethodSource("inLines")
  void oversizeLine_isDroppedAndTheNextOneParsed(Subject subject) {
    String text = "A".repeat(OPTIONS.maxMessageBytes());
    byte[] oversize = ("{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"" + text + "\"]}\n").getBytes(StandardCharsets.UTF_8);
    List<Piece> lines = subject.model().lines();
    Dialogue.Outcome expected = subject.of(lines);
    for (int at = 0; at < lines.size(); at++) {
      for (Direction side : Direction.values()) {
        List<Piece> pieces = with(lines.subList(0, at), new Piece(side, oversize), lines.subList(at, lines.size()));
        assertThat(subject.of(pieces)).as("before line %d, %s", at, side).isEqualTo(expected);
      }
    }
  }

  /** Dialects of one skeleton are told apart by their forms; see {@link #fixtures_areToldAsThisDialectOrNothing}. */
  @Test
  void fixturesOfOtherFamilies_areNotCertain() {
    for (StratumDialect dialect : Dialogue.KNOWLEDGE.dialects()) {
      for (Subject other : SUBJECTS) {
        if (dialect instanceof MessageDialect reader && !familyOf(other.id).equals(familyOf(dialect.id()))) {
          for (Fixture fixture : other.fixtures) {
            assertThat(fixture.messages()).as("%s reads %s", dialect.id(), fixture.name()).isNotEmpty()
                .noneMatch(message -> reader.probe(message) == Probe.CERTAIN);
          }
        }
      }
    }
  }

  private static String familyOf(String dialectId) {
    return Dialogue.KNOWLEDGE.rules().all().stream().filter(rule -> rule.dialect().equals(dialectId)).map(Rule::family).findFirst()
        .orElse(dialectId);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneDirection_isProbableAtMostAndTellsWhoMines(Subject subject) {
    List<Piece> lines = subject.model().lines();
    Direction miner = subject.of(lines).miner();
    for (Direction side : Direction.values()) {
      Dialogue.Outcome outcome = subject.of(lines.stream().filter(line -> line.direction() == side).toList());
      assertThat(outcome.verdict()).as(side + " alone").isEqualTo(Verdict.PROBABLE);
      assertThat(outcome.dialectId()).isEqualTo(subject.id);
      assertThat(outcome.miner()).isEqualTo(miner);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void sidesSwapped_sameEvidence(Subject subject) {
    List<Piece> lines = subject.model().lines();
    Dialogue.Outcome usual = subject.of(lines);
    Dialogue.Outcome swapped = subject.of(lines.stream().map(line -> new Piece(line.direction().opposite(), line.bytes())).toList());
    assertThat(swapped.evidence()).isEqualTo(usual.evidence());
    assertThat(swapped.events()).isEqualTo(usual.events());
    assertThat(swapped.miner()).isEqualTo(usual.miner().opposite());
  }

  @ParameterizedTest
  @MethodSource("all")
  void midstream_fromAnyByte_readsFromTheNextMessage(Subject subject) {
    List<Piece> lines = subject.model().lines();
    for (int first = 0; first < lines.size(); first++) {
      List<Piece> rest = lines.subList(first + 1, lines.size());
      Dialogue.Outcome expected = Fixture.replay(subject.factory, TestFlows.midstream(), rest).outcome();
      assertThat(expected.dialectId()).isIn(subject.id, "null");
      Direction side = lines.get(first).direction();
      byte[] line = lines.get(first).bytes();
      for (int at = 1; at < line.length; at++) {
        List<Piece> seen = with(List.of(), new Piece(side, Arrays.copyOfRange(line, at, line.length)), rest);
        Dialogue.Outcome outcome = Fixture.replay(subject.factory, TestFlows.midstream(), seen).outcome();
        if (Fixture.isHttp(line, 0)) { // the body that is left of one may be a message
          assertThat(outcome.rules()).as("from byte %d of message %d", at, first).containsAll(expected.rules());
        } else {
          assertThat(outcome).as("from byte %d of line %d", at, first).isEqualTo(expected);
        }
      }
      List<Piece> cut = with(List.of(), new Piece(side, Arrays.copyOfRange(line, line.length / 3, line.length)), rest);
      Dialogue.Outcome bytewise = Fixture.replay(subject.factory, TestFlows.midstream(), cut(cut, () -> 1)).outcome();
      if (line[0] == '{') {
        assertThat(bytewise).as("from the middle of line %d, byte at a time", first).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void randomBytes_areNothing(Subject subject) {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      List<Piece> pieces = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] bytes = new byte[1 + random.nextInt(3000)];
        random.nextBytes(bytes);
        bytes[0] = round % 2 == 0 ? (byte) '{' : bytes[0];
        pieces.add(new Piece(random.nextBoolean() ? Dialogue.UP : Dialogue.DOWN, bytes));
      }
      assertThat(subject.of(pieces).verdict()).isEqualTo(Verdict.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void mutatedFixtures_neverThrowAndStayBounded(Subject subject) {
    Random random = new Random(3);
    int rules = Dialogue.KNOWLEDGE.rules().all().size() + TemplateDialect.RULES.size();
    for (Fixture fixture : subject.fixtures) {
      for (int round = 0; round < 100; round++) {
        Dialogue dialogue = Fixture.replay(subject.factory, fixture.newFlow(), mutated(fixture.pieces(), random));
        assertThat(dialogue.conversation.interest()).isNotNull();
        assertThat(dialogue.conversation.evidence().score()).isBetween(0, 100);
        assertThat(dialogue.conversation.evidence().entries()).hasSizeLessThanOrEqualTo(rules)
            .allMatch(evidence -> evidence.excerpt().length() <= Evidence.MAX_EXCERPT_CHARS + 1);
      }
    }
  }

  /** Bytes flipped, inserted, left out; pieces repeated, dropped, given to the other side; gaps. */
  private static List<Piece> mutated(List<Piece> pieces, Random random) {
    List<Piece> mutated = new ArrayList<>();
    byte[] tokens = "{}[]\",:\\0e-9.x\n\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes().clone();
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? tokens[random.nextInt(tokens.length)] : (byte) random.nextInt();
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
