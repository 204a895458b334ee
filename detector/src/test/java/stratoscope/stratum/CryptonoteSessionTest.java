package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Agent;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;
import stratoscope.stratum.StratumEvent.Subscribed;

/** CryptoNote message by message. */
class CryptonoteSessionTest {
  private static final String WALLET = "4" + "A".repeat(94);
  private static final String BLOB = "1010b0a9cfaa06" + "00ff".repeat(34) + "2d";
  private static final String HASH = "00ff".repeat(16);

  private final Dialogue dialogue = new Dialogue();

  private static String login(String user) {
    return "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"" + user
        + "\",\"pass\":\"x\",\"rigid\":\"r7\",\"agent\":\"XMRig/6.21.0\"}}";
  }

  private static String job(String id, String target) {
    return "{\"blob\":\"" + BLOB + "\",\"job_id\":\"" + id + "\",\"target\":\"" + target + "\",\"height\":7,\"algo\":\"rx/0\"}";
  }

  private static String pushed(String job) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"job\",\"params\":" + job + "}";
  }

  private static String share(int id, String job) {
    return "{\"id\":" + id + ",\"method\":\"submit\",\"params\":{\"id\":\"s\",\"job_id\":\"" + job
        + "\",\"nonce\":\"d0030040\",\"result\":\""
        + HASH + "\"}}";
  }

  private static String ok(int id) {
    return "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"error\":null,\"result\":{\"status\":\"OK\"}}";
  }

  @Test
  void login_tellsWhoWithWhat_answerTellsSessionAndJob() {
    dialogue.up(login(WALLET)).down("{\"id\":1,\"error\":null,\"result\":{\"id\":\"s\",\"job\":" + job("a", "b88d0600")
        + ",\"status\":\"OK\"}}");
    assertThat(dialogue.events).contains(new Login(WALLET, "x", "r7"), new Agent("XMRig/6.21.0"), new Subscribed("s", null),
        new LoginAnswer(true), new Job("a", "rx/0", 7L, Double.NaN));
    assertThat(dialogue.signs()).containsExactly("cryptonote-login", "cryptonote-login-wallet", "cryptonote-job", "cryptonote-job-header",
        "cryptonote-login-answered");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void refusedLogin_saysWhy() {
    dialogue.up(login(WALLET)).down("{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Invalid payment address provided\"}}");
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("Invalid payment address provided"));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void loginAnsweredAsOthersOfTheSkeletonDo_speaksForNothing() {
    for (String result : new String[] {"\"ok\"", "{\"id\":\"s\",\"job\":{\"job_id\":\"1\",\"seed\":\"00\"},\"status\":\"OK\"}"}) {
      Dialogue one = new Dialogue().up(login("alice")).down("{\"id\":1,\"result\":" + result + "}");
      assertThat(one.signs()).as(result).containsExactly("cryptonote-login");
      assertThat(one.events(LoginAnswer.class)).as(result).containsExactly(new LoginAnswer(true));
    }
  }

  @Test
  void loginAnsweredWithoutJob_speaksAgainst() {
    dialogue.up(login("alice")).down("{\"id\":1,\"result\":{\"token\":\"t\"}}");
    assertThat(dialogue.signs()).containsExactly("cryptonote-login", "cryptonote-answer-not-mining");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void share_hasTheDifficultyOfItsJob() {
    dialogue.down(pushed(job("a", "b88d0600")), pushed(job("b", "00000000000000ff"))).up(share(2, "a"), share(3, "b"), share(4, "c"));
    assertThat(dialogue.events(Share.class)).hasSize(3);
    assertThat(dialogue.events(Share.class).get(0).difficulty()).isCloseTo(10000, Offset.offset(0.1));
    assertThat(dialogue.events(Share.class).get(1).difficulty()).isCloseTo(256 / 255.0, Offset.offset(1e-9));
    assertThat(dialogue.events(Share.class).get(2).difficulty()).isNaN();
    assertThat(dialogue.signs()).contains("cryptonote-job-known");
  }

  @Test
  void repeatedIds_answersBelongToSharesInOrder() {
    dialogue.down(pushed(job("a", "ffffffff")), pushed(job("b", "b88d0600"))).up(share(1, "a"), share(1, "b"));
    dialogue.down("{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Low difficulty share\"}}", ok(1));
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(false, true);
    assertThat(dialogue.events(ShareAnswer.class).get(1).difficulty()).isCloseTo(10000, Offset.offset(0.1));
    assertThat(dialogue.signs()).contains("cryptonote-share-accepted", "cryptonote-share-rejected");
  }

  @Test
  void getjob_answeredWithAJob_isAgreed() {
    dialogue.up("{\"method\":\"getjob\",\"params\":{\"id\":\"s\"},\"id\":2}").down("{\"id\":2,\"result\":" + job("a", "b88d0600") + "}");
    assertThat(dialogue.signs())
        .containsExactly("cryptonote-getjob", "cryptonote-job", "cryptonote-job-header", "cryptonote-getjob-answered");
  }

  @Test
  void getjobAnsweredOtherwise_isNothing() {
    dialogue.up("{\"method\":\"getjob\",\"params\":{\"id\":\"s\"},\"id\":2}").down("{\"id\":2,\"result\":{\"title\":\"Carpenter\"}}");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void keepalived_answeredInKind_isASign() {
    dialogue.up("{\"id\":3,\"method\":\"keepalived\",\"params\":{\"id\":\"s\"}}").down("{\"id\":3,\"result\":{\"status\":\"KEEPALIVED\"}}");
    assertThat(dialogue.signs()).containsExactly("cryptonote-keepalived", "cryptonote-keepalived-answered");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void algorithmList_isASign() {
    dialogue.up("{\"id\":1,\"method\":\"login\",\"params\":{\"login\":\"rig\",\"algo\":[\"rx/0\",\"cn/r\"]}}");
    assertThat(dialogue.signs()).containsExactly("cryptonote-login", "cryptonote-login-algorithms");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void answerToALostLogin_isReadByShape() {
    dialogue.down("{\"id\":1,\"result\":{\"id\":\"s\",\"job\":" + job("a", "b88d0600") + ",\"status\":\"OK\"}}");
    assertThat(dialogue.events(Subscribed.class)).containsExactly(new Subscribed("s", null));
    assertThat(dialogue.signs()).containsExactly("cryptonote-job", "cryptonote-job-header");
  }

  @Test
  void jobShapedAnswerToAnUnknownRequest_isNotTakenForAJob() {
    dialogue.up(login("alice"), "{\"id\":8,\"method\":\"build.next\",\"params\":{}}").down("{\"id\":8,\"result\":" + job("a", "b88d0600")
        + "}");
    assertThat(dialogue.signs()).containsExactly("cryptonote-login");
  }

  @Test
  void heightThatIsNone_isUnknown() {
    for (String odd : new String[] {"1e30", "-1", "18446744073709551617", "\"seven\"", "null"}) {
      Dialogue one = new Dialogue().down(pushed(job("a", "b88d0600").replace("\"height\":7", "\"height\":" + odd)));
      assertThat(one.events(Job.class)).as(odd).containsExactly(new Job("a", "rx/0", null, Double.NaN));
    }
  }
}
