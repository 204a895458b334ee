package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.ShareAnswer;
import stratoscope.stratum.StratumEvent.Subscribed;

/** Beam's dialect message by message. */
class BeamSessionTest {
  private static final String LOGIN = "{\"method\":\"login\", \"api_key\":\"wallet.rig\", \"id\":\"login\",\"jsonrpc\":\"2.0\"}";
  private static final int DIFFICULTY = (12 << 24) | 0x200000; // 1.125 * 2^12

  private final Dialogue dialogue = new Dialogue();

  private static String result(String id, int code, String more) {
    return "{\"id\":\"" + id + "\",\"method\":\"result\",\"code\":" + code + ",\"description\":\"said\"" + more + "}";
  }

  private static String job(String id) {
    return "{\"id\":\"" + id + "\",\"method\":\"job\",\"input\":\"" + "a1".repeat(32)
        + "\",\"difficulty\":" + DIFFICULTY + ",\"height\":500}";
  }

  private static String solution(String id) {
    return "{\"id\":\"" + id + "\",\"method\":\"solution\",\"nonce\":\"ab4e3a0000000017\",\"output\":\"" + "b2".repeat(104) + "\"}";
  }

  @Test
  void login_poolLeavesAPartOfTheNonce() {
    dialogue.up(LOGIN).down(result("login", 0, ",\"nonceprefix\":\"ab4e3a\""), job("1"));
    assertThat(dialogue.events).startsWith(new Login("wallet.rig", null, null), new Subscribed(null, "ab4e3a"), new LoginAnswer(true));
    assertThat(dialogue.events(Job.class)).containsExactly(new Job("1", null, 500L, Double.NaN));
    assertThat(dialogue.signs()).containsExactly("beam-login", "beam-nonce-prefix", "beam-job", "beam-login-answered");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void solutions_areJudgedUnderTheIdOfTheirJob() {
    dialogue.down(job("1")).up(solution("1"), solution("1")).down(result("1", 1, ""), result("1", 3, ""));
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, 4608), new ShareAnswer(false, 4608));
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("said"));
    assertThat(dialogue.signs())
        .containsExactly("beam-job", "beam-solution", "beam-job-known", "beam-share-accepted", "beam-share-rejected");
  }

  @Test
  void refusedLogin_isNextToNothing() {
    dialogue.up(LOGIN).down(result("login", -32003, ""));
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void resultWithPrefix_whoseLoginWasNotSeen() {
    dialogue.down(result("login", 0, ",\"nonceprefix\":\"ab4e3a\""), job("1"));
    assertThat(dialogue.events(Subscribed.class)).containsExactly(new Subscribed(null, "ab4e3a"));
    assertThat(dialogue.signs()).containsExactly("beam-nonce-prefix", "beam-job");
  }

  @Test
  void otherServices_areNextToNothing() {
    dialogue.up(LOGIN).down(result("login", 0, ""), "{\"id\":\"4\",\"method\":\"job\",\"input\":\"station\",\"difficulty\":\"easy\"}")
        .up("{\"id\":\"4\",\"method\":\"solution\",\"output\":\"12.5 C\"}").down(result("4", 1, ""));
    assertThat(dialogue.signs()).containsExactly("beam-login");
  }

  @Test
  void packedDifficulty() {
    assertThat(BeamDialect.difficulty(0)).isEqualTo(1);
    assertThat(BeamDialect.difficulty(24 << 24)).isEqualTo(1 << 24);
    assertThat(BeamDialect.difficulty(3441671469L)).isGreaterThan(1e60).isFinite();
    assertThat(BeamDialect.difficulty(0xE8000000L)).isNaN(); // infinite
    assertThat(BeamDialect.difficulty(-1)).isNaN();
    assertThat(BeamDialect.difficulty(1.5)).isNaN();
    assertThat(BeamDialect.difficulty(null)).isNaN();
  }
}
