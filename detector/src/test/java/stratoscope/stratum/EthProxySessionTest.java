package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.HashrateClaim;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** eth-proxy message by message. */
class EthProxySessionTest {
  private static final String HEADER = "0x" + "a1".repeat(32);
  private static final String OTHER_HEADER = "0x" + "b2".repeat(32);
  private static final String SEED = "0x" + "5e".repeat(32);
  private static final String BOUNDARY = "0x00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
  private static final String LOGIN =
      "{\"worker\":\"eth1.0\",\"jsonrpc\":\"2.0\",\"params\":[\"0xabc.rig\",\"x\"],\"id\":2,\"method\":\"eth_submitLogin\"}";

  private final Dialogue dialogue = new Dialogue();

  private static String work(int id, String header, String boundary) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":[\"" + header + "\",\"" + SEED + "\",\"" + boundary + "\"]}";
  }

  private static String share(int id, String header) {
    return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"0x07a05fa4133e5126\",\"" + header + "\",\"" + SEED + "\"]}";
  }

  private static String answer(int id, String result) {
    return "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"result\":" + result + "}";
  }

  @Test
  void login_workerBesideTheParams_isTheRig() {
    dialogue.up(LOGIN).down(answer(2, "true"));
    assertThat(dialogue.events).containsExactly(new Login("0xabc.rig", "x", "eth1.0"), new LoginAnswer(true));
    assertThat(dialogue.signs()).containsExactly("eth-proxy-submit-login", "eth-proxy-login-accepted");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void emptyWorker_isNone() {
    dialogue.up(LOGIN.replace("eth1.0", ""));
    assertThat(dialogue.events(Login.class)).containsExactly(new Login("0xabc.rig", "x", null));
  }

  @Test
  void refusedLogin_saysWhy() {
    dialogue.up(LOGIN).down("{\"id\":2,\"result\":null,\"error\":{\"code\":-1,\"message\":\"Invalid login\"}}");
    assertThat(dialogue.events).contains(new LoginAnswer(false), new ServerMessage("Invalid login"));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void pushedWorkUnderIdZero_isAJobWithItsDifficulty() {
    dialogue.down(work(0, HEADER, BOUNDARY));
    assertThat(dialogue.events(Job.class)).extracting(Job::jobId).containsExactly(HEADER);
    dialogue.up(share(4, HEADER)).down(answer(4, "true"));
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, Math.scalb(1.0, 32)));
    assertThat(dialogue.signs())
        .containsExactly("eth-proxy-work", "eth-proxy-submit-work", "eth-proxy-work-known", "eth-proxy-share-accepted");
  }

  @Test
  void getWorkAnsweredUnderItsId_isAgreed() {
    dialogue.up("{\"worker\":\"\",\"params\":[],\"id\":3,\"method\":\"eth_getWork\"}").down(work(3, HEADER, BOUNDARY));
    assertThat(dialogue.signs()).containsExactly("eth-proxy-get-work", "eth-proxy-work", "eth-proxy-work-answered");
  }

  @Test
  void shareRejected_orForUnknownWork() {
    dialogue.down(work(0, HEADER, BOUNDARY)).up(share(4, OTHER_HEADER)).down(answer(4, "false"));
    assertThat(dialogue.events(Share.class).get(0).difficulty()).isNaN();
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(false);
    assertThat(dialogue.signs()).contains("eth-proxy-share-rejected").doesNotContain("eth-proxy-work-known");
  }

  @Test
  void repeatedIds_answersBelongToSharesInOrder() {
    dialogue.down(work(0, HEADER, BOUNDARY), work(0, OTHER_HEADER, "0x0000ffff" + "f".repeat(56)));
    dialogue.up(share(4, HEADER), share(4, OTHER_HEADER)).down(answer(4, "false"), answer(4, "true"));
    assertThat(dialogue.events(ShareAnswer.class))
        .containsExactly(new ShareAnswer(false, Math.scalb(1.0, 32)), new ShareAnswer(true, Math.scalb(1.0, 16)));
  }

  @Test
  void threeHashesWithoutABoundary_areAWeakSign() {
    dialogue.down(work(0, HEADER, SEED));
    assertThat(dialogue.signs()).containsExactly("eth-proxy-work-shaped");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void workShapedAnswerToAnUnknownRequest_isNotTakenForWork() {
    dialogue.up(LOGIN, "{\"id\":7,\"method\":\"eth_getBlockHashes\",\"params\":[]}").down(work(7, HEADER, BOUNDARY));
    assertThat(dialogue.signs()).containsExactly("eth-proxy-submit-login");
  }

  @Test
  void boundaryOfZero_isNoDifficulty() {
    dialogue.down(work(0, HEADER, "0x" + "0".repeat(64))).up(share(4, HEADER));
    assertThat(dialogue.events(Share.class).get(0).difficulty()).isNaN();
  }

  @Test
  void claimedHashrate_shortOrPadded() {
    dialogue.up(LOGIN, "{\"id\":6,\"method\":\"eth_submitHashrate\",\"params\":[\"0x1d08a61\",\"" + SEED + "\"]}",
        "{\"id\":6,\"method\":\"eth_submitHashrate\",\"params\":[\"0x" + "0".repeat(57) + "1d08a61\",\"" + SEED + "\"]}",
        "{\"id\":6,\"method\":\"eth_submitHashrate\",\"params\":[\"0x\"]}", "{\"id\":6,\"method\":\"eth_submitHashrate\",\"params\":[5]}");
    assertThat(dialogue.events(HashrateClaim.class)).containsExactly(new HashrateClaim(0x1d08a61), new HashrateClaim(0x1d08a61));
  }
}
