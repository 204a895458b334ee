package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Difficulty;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.Redirect;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;
import stratoscope.stratum.StratumEvent.Subscribed;

/** Stratum V1 message by message. */
class StratumV1SessionTest {
  private static final String HASH = "00ff".repeat(16);
  private static final String SUBSCRIBE = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]}";
  private static final String AUTHORIZE = "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"u.w\",\"d=5\"]}";

  private final Dialogue dialogue = new Dialogue();

  private static String difficulty(String value) {
    return "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + value + "]}";
  }

  private static String job(String id) {
    return "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"" + id + "\",\"" + HASH + "\",\"01000000\",\"0e2f4578\",[],"
        + "\"20000000\",\"17043d8e\",\"6553f100\",true]}";
  }

  private static String share(String messageId, String job) {
    return "{\"id\":" + messageId + ",\"method\":\"mining.submit\",\"params\":[\"u.w\",\"" + job
        + "\",\"00000001\",\"6553f100\",\"5eed0001\"]}";
  }

  private static String accepted(String id) {
    return "{\"id\":" + id + ",\"result\":true,\"error\":null}";
  }

  @Test
  void share_hasTheDifficultyInForceWhenItsJobWasIssued() {
    dialogue.up(SUBSCRIBE).down(difficulty("100"), job("a"), difficulty("200"), job("b"));
    dialogue.up(share("4", "a"), share("5", "b"), share("6", "unknown"));
    assertThat(dialogue.events(Share.class)).extracting(Share::difficulty).containsExactly(100.0, 200.0, 200.0);
    dialogue.down(accepted("5"), accepted("4"));
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, 200), new ShareAnswer(true, 100));
  }

  @Test
  void shareBeforeAnyDifficulty_hasNone() {
    dialogue.down(job("a")).up(share("4", "a"));
    assertThat(dialogue.events(Share.class).get(0).difficulty()).isNaN();
    assertThat(dialogue.signs()).contains("stratum-v1-job-known");
  }

  @Test
  void repeatedIds_answersBelongToSharesInOrder() {
    dialogue.down(difficulty("100"), job("a")).up(share("1", "a")).down(difficulty("200"), job("b")).up(share("1", "b"));
    dialogue.down(accepted("1"), "{\"id\":1,\"result\":null,\"error\":[23,\"Low difficulty share\",null]}");
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, 100), new ShareAnswer(false, 200));
  }

  @Test
  void stringIdAnsweredByNumber_isMatched() {
    dialogue.down(difficulty("100"), job("a")).up(share("\"9\"", "a")).down(accepted("9"));
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, 100));
  }

  @Test
  void rejections_inAllTheirForms_tellTheReason() {
    dialogue.down(job("a"));
    String[] answers = {"\"result\":false,\"error\":null", "\"result\":null,\"error\":[21,\"Job not found\",null]", "\"result\":null",
        "\"result\":false,\"error\":\"Stale\"", "\"error\":{\"code\":22,\"message\":\"Duplicate share\"}"};
    for (String answer : answers) {
      dialogue.up(share("7", "a")).down("{\"id\":7," + answer + "}");
    }
    assertThat(dialogue.events(ShareAnswer.class)).hasSize(answers.length).noneMatch(ShareAnswer::isAccepted);
    assertThat(dialogue.events(ServerMessage.class)).extracting(ServerMessage::text)
        .containsExactly("Job not found", "Stale", "Duplicate share");
    assertThat(dialogue.signs()).contains("stratum-v1-share-rejected").doesNotContain("stratum-v1-share-accepted");
  }

  @Test
  void refusedLogin_saysWhy_andConfirmsNothing() {
    dialogue.up(SUBSCRIBE, AUTHORIZE).down("{\"id\":2,\"result\":null,\"error\":[24,\"Unauthorized worker\",null]}");
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("Unauthorized worker"));
    assertThat(dialogue.signs()).contains("stratum-v1-request-refused");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void subscribed_sessionAndExtranonce_inAllTheirForms() {
    String[][] cases = {
        {"[[[\"mining.set_difficulty\",\"d1\"],[\"mining.notify\",\"ae68\"]],\"08000002\",4]", "d1", "08000002"},
        {"[[\"mining.notify\",\"ae68\"],\"08000002\",4]", "ae68", "08000002"},
        {"[[\"mining.notify\",\"ae68\",\"EthereumStratum/1.0.0\"],\"080c\"]", "ae68", "080c"},
        {"[\"s1\",\"0000aaaa\"]", "s1", "0000aaaa"},
        {"[null,\"0000aaaa\"]", null, "0000aaaa"},
        {"[[\"mining.notify\",\"ae68\"],\"080c\"]", "ae68", "080c"},
        {"[[],\"\",4]", null, ""}};
    for (String[] expected : cases) {
      Dialogue one = new Dialogue().up(SUBSCRIBE).down("{\"id\":1,\"result\":" + expected[0] + ",\"error\":null}");
      assertThat(one.events(Subscribed.class)).as(expected[0]).containsExactly(new Subscribed(expected[1], expected[2]));
    }
  }

  @Test
  void subscribeAnswers_whatNoPoolSays_speaksAgainst() {
    Dialogue object = new Dialogue().up(SUBSCRIBE).down("{\"id\":1,\"result\":{\"subscription\":\"s-17\"}}");
    assertThat(object.signs()).contains("stratum-v1-answer-not-mining");
    assertThat(object.verdict()).isEqualTo(Verdict.NONE);
    Dialogue words = new Dialogue().up(SUBSCRIBE).down("{\"id\":1,\"result\":[\"sales-2023\",\"nightly\"],\"error\":null}");
    assertThat(words.verdict()).isEqualTo(Verdict.NONE);
    Dialogue yes = new Dialogue().up(SUBSCRIBE).down("{\"id\":1,\"result\":true}");
    assertThat(yes.signs()).containsExactly("stratum-v1-subscribe"); // some pools of other coins say just this
  }

  @Test
  void shareInAFormThatAnybodyMayHave_provesNothingBeforeItsJobIsKnown() {
    String share = "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"u\",\"a\",\"98b6ac44d2\"]}";
    assertThat(new Dialogue().up(share).down(accepted("4")).signs()).containsExactly("ethereum-stratum-1-submit");
    assertThat(new Dialogue().down(job("a")).up(share).down(accepted("4")).signs())
        .containsExactly("stratum-v1-notify", "ethereum-stratum-1-submit", "stratum-v1-job-known", "stratum-v1-share-accepted");
  }

  @Test
  void unitOfDifficultyChanges_olderJobsAndSharesHaveNone() {
    String target = "{\"id\":null,\"method\":\"mining.set_target\",\"params\":[\"" + "0".repeat(8) + "f".repeat(56) + "\"]}";
    dialogue.down(target, job("a")).up(share("4", "a")).down(difficulty("8"), accepted("4"), job("b"));
    dialogue.up(share("5", "a"), share("6", "b")).down(accepted("5"), accepted("6"));
    assertThat(dialogue.events(Share.class)).extracting(Share::difficulty).containsExactly(0x1p32, Double.NaN, 8.0);
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::difficulty).containsExactly(Double.NaN, Double.NaN, 8.0);
  }

  @Test
  void answerOfAnIdAlone_accepts() {
    dialogue.up("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"bf1\",\"68765fccd712\",\"w-123\"]}").down("{\"id\":5}", "{\"id\":4}");
    assertThat(dialogue.signs()).containsExactly("ethereum-stratum-2-submit", "stratum-v1-share-accepted");
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(true);
  }

  @Test
  void redirect_hostAndPort_oddPortsAreUnknown() {
    String[][] cases = {{"\"pool.example\",3333,10", "pool.example", "3333"}, {"\"pool.example\",\"3334\"", "pool.example", "3334"},
        {"\"pool.example\",0", "pool.example", null}, {"\"pool.example\",65536", "pool.example", null},
        {"\"pool.example\",-1", "pool.example", null}, {"\"pool.example\",\"no\"", "pool.example", null},
        {"\"pool.example\",1e300", "pool.example", null}, {"\"pool.example\",18446744073709555001", "pool.example", null},
        {"\"pool.example\",4294970629", "pool.example", null}, {"\"pool.example\",null", "pool.example", null},
        {"\"pool.example\"", "pool.example", null}, {"\"\",3333", null, "3333"}, {"", null, null}};
    for (String[] expected : cases) {
      Dialogue one = new Dialogue().down(job("a"), "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[" + expected[0] + "]}");
      Integer port = expected[2] == null ? null : Integer.valueOf(expected[2]);
      assertThat(one.events(Redirect.class)).as(expected[0]).containsExactly(new Redirect(expected[1], port));
    }
  }

  @Test
  void difficulty_noPositiveNumberWithinReason_isNone() {
    for (String odd : new String[] {"0", "-1", "\"8\"", "null", "1e400", "1e99", "[8]", ""}) {
      Dialogue one = new Dialogue().down(difficulty(odd));
      assertThat(one.events).as(odd).isEmpty();
      assertThat(one.verdict()).as(odd).isEqualTo(Verdict.NONE);
    }
    dialogue.down(difficulty("0.001"), difficulty("1e15"));
    assertThat(dialogue.events(Difficulty.class)).extracting(Difficulty::difficulty).containsExactly(0.001, 1e15);
  }

  @Test
  void job_tellsTheNetworkDifficulty() {
    dialogue.down(job("a"));
    assertThat(dialogue.events(Job.class).get(0).networkDifficulty()).isBetween(6.6e13, 6.7e13);
  }

  @Test
  void configure_answeredWithExtensions_isAgreed() {
    dialogue.up("{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{\"version-rolling.mask\":\"1fffe000\"}]}");
    dialogue.down("{\"id\":1,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"1fffe000\"},\"error\":null}");
    assertThat(dialogue.signs()).containsExactly("stratum-v1-configure", "stratum-v1-configure-answered");
  }

  @Test
  void smallMessages_eachIsASign() {
    dialogue.up("{\"id\":3,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}",
        "{\"id\":4,\"method\":\"mining.suggest_difficulty\",\"params\":[512]}");
    dialogue.down("{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"08000003\",4]}",
        "{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}",
        "{\"id\":null,\"method\":\"mining.set_target\",\"params\":[\"" + HASH + "\"]}",
        "{\"id\":5,\"method\":\"client.get_version\",\"params\":[]}",
        "{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"Hello\"]}");
    assertThat(dialogue.signs()).containsExactly("stratum-v1-extranonce-subscribe", "stratum-v1-suggest", "stratum-v1-set-extranonce",
        "stratum-v1-set-version-mask", "stratum-v1-set-target", "stratum-v1-get-version", "stratum-v1-show-message");
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("Hello"));
    assertThat(dialogue.conversation.minerDirection()).isEqualTo(Dialogue.UP);
  }

  @Test
  void unknownMiningMethod_isKeptAsEvidence_andItsAnswerIsNobodys() {
    dialogue.up(SUBSCRIBE, "{\"id\":9,\"method\":\"mining.capabilities\",\"params\":[{\"notify\":[]}]}").down(accepted("9"));
    assertThat(dialogue.signs()).containsExactly("stratum-v1-subscribe", "stratum-v1-unknown-method");
    assertThat(dialogue.events(LoginAnswer.class)).isEmpty();
    assertThat(dialogue.events(ShareAnswer.class)).isEmpty();
  }

  @Test
  void formsOfOtherCoins_areTheirDialects() {
    Dialogue zcash = new Dialogue();
    zcash.down("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"j\",\"04000000\",\"" + HASH + "\",\"" + HASH + "\",\"" + HASH
        + "\",\"6553f100\",\"1c00ffff\",true]}");
    zcash.up("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"t1.w\",\"j\",\"6553f100\",\"00000001\",\"" + "fd40".repeat(300)
        + "\"]}");
    assertThat(zcash.signs()).containsExactly("equihash-notify", "equihash-submit", "stratum-v1-job-known");
    Dialogue kaspa = new Dialogue().down("{\"method\":\"mining.notify\",\"params\":[\"3\",[1,18446744073709551615,3,4],1700000000000]}");
    kaspa.up("{\"id\":3,\"method\":\"mining.submit\",\"params\":[\"kaspa:q.w\",\"3\",\"0x0e3f0a8c0d1b2a3c\"]}");
    assertThat(kaspa.signs()).containsExactly("kaspa-notify", "kaspa-submit", "stratum-v1-job-known");
    Dialogue nicehash = new Dialogue().up("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"u\",\"bf0488aa\",\"6a909d9bbc0f\"]}");
    assertThat(nicehash.signs()).containsExactly("ethereum-stratum-1-submit");
  }

  @Test
  void formsOfNoDialect_areWeakerSigns() {
    dialogue.down("{\"method\":\"mining.notify\",\"params\":[\"3\",7,\"" + HASH + "\",\"x\"]}");
    dialogue.up("{\"id\":3,\"method\":\"mining.submit\",\"params\":[\"u.w\",\"3\",\"0e3f0a8c0d1b2a3c\",\"x\"]}");
    assertThat(dialogue.signs()).containsExactly("stratum-v1-notify-other", "stratum-v1-submit-other", "stratum-v1-job-known");
    assertThat(dialogue.conversation.dialects().main()).isEqualTo("stratum-v1");
  }

  @Test
  void serverSideAlone_isReadByShape() {
    dialogue.down("{\"id\":1,\"result\":[[[\"mining.notify\",\"ae68\"]],\"08000002\",4],\"error\":null}", accepted("2"),
        "{\"id\":3,\"result\":null,\"error\":[23,\"Low difficulty share\",null]}");
    assertThat(dialogue.signs()).containsExactly("stratum-v1-subscribe-result", "stratum-v1-error-triple");
    assertThat(dialogue.events(Subscribed.class)).containsExactly(new Subscribed("ae68", "08000002"));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void wrongShapes_areNothing() {
    dialogue.up("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[]}", "{\"id\":1,\"method\":\"mining.authorize\",\"params\":[5]}",
        "{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"u\",{}]}", "{\"id\":1,\"method\":\"mining.submit\",\"params\":[]}",
        "{\"id\":1,\"method\":\"mining.submit\",\"params\":[1,2,3]}",
            "{\"id\":1,\"method\":\"mining.submit\",\"params\":[\"a\",\"b\",\"c\"]}",
        "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[[\"a\"]]}",
            "{\"id\":1,\"method\":\"mining.configure\",\"params\":[\"x\",{}]}",
        "{\"id\":1,\"method\":\"mining.notify\",\"params\":[]}", "{\"id\":1,\"method\":\"mining.notify\",\"params\":[1,2,3]}",
        "{\"id\":1,\"method\":\"mining.notify\",\"params\":[\"a\",\"b\",\"c\"]}");
    assertThat(dialogue.signs()).isEmpty();
    assertThat(dialogue.events).isEmpty();
  }
}
