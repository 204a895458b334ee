package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.Interest;
import stratoscope.flow.TestFlows;

/** Roles, quotations, foreign text and the end of patience. */
class StratumConversationTest {
  private static final String SUBSCRIBE = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]}";
  private static final String SUBSCRIBED = "{\"id\":1,\"result\":[[[\"mining.notify\",\"ae68\"]],\"08000002\",4],\"error\":null}";
  private static final String DIFFICULTY = "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[8192]}";
  private static final String AUTHORIZE = "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"u.w\",\"x\"]}";
  private static final String AUTHORIZED = "{\"id\":2,\"result\":true,\"error\":null}";

  private static Dialogue mining() {
    return new Dialogue().up(SUBSCRIBE).down(SUBSCRIBED).up(AUTHORIZE).down(AUTHORIZED, DIFFICULTY);
  }

  @Test
  void dialogue_isConfirmed_minerIsWhoAsks() {
    assertThat(mining().verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(mining().conversation.minerDirection()).isEqualTo(Direction.FROM_ORIGINATOR);
    assertThat(mining().conversation.interest()).isEqualTo(Interest.MINING);
  }

  @Test
  void poolOpensTheConnection_minerIsStillWhoAsks() {
    Dialogue dialogue = new Dialogue().down(SUBSCRIBE).up(SUBSCRIBED);
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.conversation.minerDirection()).isEqualTo(Direction.FROM_RESPONDER);
  }

  @Test
  void oneDirectionSpeaksForBoth_isAQuotation() {
    Dialogue dialogue = new Dialogue().up(SUBSCRIBE, SUBSCRIBED, DIFFICULTY);
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NEVER);
  }

  @Test
  void bothDirectionsSayTheSame_isAnEcho() {
    assertThat(new Dialogue().up(SUBSCRIBE).down(SUBSCRIBE).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void contradictionAfterConfirmation_takesItBack() {
    assertThat(mining().up(DIFFICULTY).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void foreignTextAmongMessagesOfOneSide_rulesOut() {
    assertThat(mining().up("--boundary--").verdict()).isEqualTo(Verdict.NONE);
    assertThat(new Dialogue().up("DATA", SUBSCRIBE).down(SUBSCRIBED).verdict()).isEqualTo(Verdict.NONE);
    assertThat(new Dialogue().up("[1]", SUBSCRIBE).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void tailOfAMessageInFrontOfTheNext_isNoForeignText() {
    Dialogue dialogue = new Dialogue().up(SUBSCRIBE).down("y\"}", SUBSCRIBED).up(AUTHORIZE).down(AUTHORIZED);
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.signs()).doesNotContain("conversation-foreign-text", "conversation-foreign-peer");
  }

  @Test
  void foreignPeer_speaksAgainst_butAQuestionRemainsAQuestion() {
    Dialogue dialogue = new Dialogue().up(SUBSCRIBE).down("HTTP/1.1 400 Bad Request\r\n\r");
    assertThat(dialogue.signs()).containsExactly("stratum-v1-subscribe", "conversation-foreign-peer");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.SUSPECTED);
  }

  @ParameterizedTest
  @EnumSource
  void streamThatBeganWithSomethingElse_isNoMining(Direction side) {
    Dialogue dialogue = new Dialogue(TestFlows.withOtherStart(side)).up(SUBSCRIBE).down(SUBSCRIBED).up(AUTHORIZE).down(AUTHORIZED);
    assertThat(dialogue.signs()).contains("conversation-foreign-start");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void oversizeMessage_isNotForeignText() {
    assertThat(mining().down("{\"a\":\"" + "x".repeat(70_000) + "\"}").verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void jobShapedAnswersToRequestsOfAnotherService_areNothing() {
    String job = "{\"blob\":\"" + "10".repeat(76) + "\",\"job_id\":\"7\",\"target\":\"b88d0600\"}";
    Dialogue dialogue = new Dialogue().up("{\"id\":1,\"method\":\"queue.next\",\"params\":{}}").down("{\"id\":1,\"result\":" + job + "}");
    assertThat(dialogue.signs()).isEmpty();
    assertThat(new Dialogue().down("{\"id\":1,\"result\":" + job + "}").signs()).isNotEmpty();
  }

  @Test
  void secondDialect_isHistory_theStrongerOneGivesTheName() {
    Dialogue dialogue = mining().up("{\"id\":9,\"method\":\"eth_submitLogin\",\"params\":[\"0xabc\"]}");
    assertThat(dialogue.conversation.dialects().main()).isEqualTo("stratum-v1");
    assertThat(dialogue.conversation.dialects().history()).containsExactly("stratum-v1", "eth-proxy");
  }

  @Test
  void dialectOfAFamily_isNamedByASignOfItsOwn() {
    Dialogue dialogue = new Dialogue().up("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"lolMiner 1.76\"]}");
    assertThat(dialogue.conversation.dialects()).isEqualTo(
        new SpokenDialects("stratum-v1", "stratum-v1-subscribe", List.of("stratum-v1")));
    dialogue.down("{\"id\":1,\"method\":\"set_extranonce\",\"params\":[\"0029\",6]}");
    assertThat(dialogue.conversation.dialects()).isEqualTo(new SpokenDialects("kaspa", "kaspa-set-extranonce", List.of("kaspa")));
  }

  @Test
  void possibleDialect_givesWayToACertainOne() {
    Dialogue dialogue = new Dialogue().up("{\"id\":1,\"method\":\"mining.greet\",\"params\":[]}");
    assertThat(dialogue.conversation.dialects().main()).isEqualTo("stratum-v1");
    dialogue.up("{\"id\":9,\"method\":\"eth_submitLogin\",\"params\":[\"0xabc\"]}");
    assertThat(dialogue.conversation.dialects().main()).isEqualTo("eth-proxy");
  }

  @Test
  void messagesWithoutASign_interestEndsWithinTheBudget() {
    Dialogue dialogue = new Dialogue();
    for (int i = 1; i < StratumOptions.DEFAULTS.maxIdleMessages(); i++) {
      dialogue.up("{\"id\":" + i + ",\"method\":\"server.ping\"}");
      assertThat(dialogue.conversation.interest()).isEqualTo(Interest.UNDECIDED);
    }
    assertThat(dialogue.up("{}").conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void foreignLinesWithoutASign_interestEndsWithinTheBudget() {
    Dialogue dialogue = new Dialogue();
    for (int i = 1; i < StratumOptions.DEFAULTS.maxForeignLines(); i++) {
      assertThat(dialogue.up("text").conversation.interest()).isEqualTo(Interest.UNDECIDED);
    }
    assertThat(dialogue.up("text").conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void bytesWithoutASign_interestEndsWithinTheBudget() {
    Dialogue dialogue = new Dialogue();
    byte[] some = ("{\"a\":\"" + "x".repeat(1000)).getBytes(StandardCharsets.UTF_8);
    int calls = 0;
    while (dialogue.conversation.interest() == Interest.UNDECIDED) {
      dialogue.bytes(calls++ % 2 == 0 ? Dialogue.UP : Dialogue.DOWN, some);
    }
    assertThat(calls).isLessThanOrEqualTo(StratumOptions.DEFAULTS.maxIdleBytes() / some.length + 1);
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void evidence_namesPacketSideAndWords() {
    List<Evidence> evidence = mining().conversation.evidence().entries();
    assertThat(evidence.get(0)).satisfies(first -> {
      assertThat(first.packetNumber()).isEqualTo(1);
      assertThat(first.side().label()).isEqualTo("miner");
      assertThat(first.excerpt()).isEqualTo(SUBSCRIBE);
    });
    assertThat(evidence.get(1).side().label()).isEqualTo("both");
    assertThat(evidence.get(1).packetNumber()).isEqualTo(2);
  }

  @Test
  void excerpt_isCutAndHasNoControlCharacters() {
    Dialogue dialogue = new Dialogue();
    dialogue.up("{\r\t\"method\":\"mining.subscribe\",\"params\":[\"\u009b31m\"],\"x\":\"" + "y".repeat(200) + "\"}");
    String excerpt = dialogue.conversation.evidence().entries().get(0).excerpt();
    assertThat(excerpt).hasSizeLessThanOrEqualTo(Evidence.MAX_EXCERPT_CHARS + 1).startsWith("{..\"method\"").endsWith("…");
    assertThat(excerpt.chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void proofs_growWithNewSignsAndShares() {
    Dialogue dialogue = mining();
    int proofs = dialogue.conversation.proofs();
    String share = "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"u.w\",\"a\",\"00000001\",\"6553f100\",\"5eed0001\"]}";
    assertThat(dialogue.up(share).conversation.proofs()).isEqualTo(proofs + 2);
    assertThat(dialogue.up(share).conversation.proofs()).isEqualTo(proofs + 3);
    assertThat(dialogue.down(DIFFICULTY).conversation.proofs()).isEqualTo(proofs + 3);
  }
}
