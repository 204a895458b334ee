package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** Coinhive's dialect message by message. */
class CoinhiveSessionTest {
  private static final String KEY = "aBcD3fGh1jKlMn0pQrStUvWxYz012345";
  private static final String AUTH =
      "{\"type\":\"auth\",\"params\":{\"version\":7,\"site_key\":\"" + KEY + "\",\"type\":\"anonymous\",\"user\":null,\"goal\":0}}";
  private static final String AUTHED = "{\"type\":\"authed\",\"params\":{\"token\":\"\",\"hashes\":0}}";
  private static final String JOB = "{\"type\":\"job\",\"params\":{\"job_id\":\"j1\",\"blob\":\"" + "0e".repeat(76)
      + "\",\"target\":\"ffffff00\",\"algo\":\"cn\",\"variant\":4,\"height\":7}}";
  private static final String ACCEPTED = "{\"type\":\"hash_accepted\",\"params\":{\"hashes\":256}}";

  private final Dialogue dialogue = new Dialogue();

  private static String share(String job) {
    return "{\"type\":\"submit\",\"params\":{\"job_id\":\"" + job + "\",\"nonce\":\"c5510c22\",\"result\":\"" + "a1".repeat(32) + "\"}}";
  }

  @Test
  void login_siteKeyIsTheUser() {
    dialogue.up(AUTH).down(AUTHED);
    assertThat(dialogue.events).containsExactly(new Login(KEY, null, null), new LoginAnswer(true));
    assertThat(dialogue.signs()).containsExactly("coinhive-auth", "coinhive-site-key", "coinhive-authed");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void namedUser_isTheRig() {
    dialogue.up(AUTH.replace("anonymous", "user").replace("\"user\":null", "\"user\":\"alice\""));
    assertThat(dialogue.events(Login.class)).containsExactly(new Login(KEY, null, "alice"));
  }

  @Test
  void otherKeys_areLittle() {
    dialogue.up(AUTH.replace(KEY, "example"), AUTH.replace(",\"goal\":0", ""), AUTH.replace("anonymous", "widget")).down(AUTHED);
    assertThat(dialogue.signs()).containsExactly("coinhive-auth", "coinhive-authed");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void jobAndShare_agree() {
    dialogue.down(JOB).up(share("j1")).down(ACCEPTED);
    assertThat(dialogue.events(Job.class)).containsExactly(new Job("j1", "cn/r", 7L, Double.NaN));
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(true);
    assertThat(dialogue.signs())
        .containsExactly("coinhive-job", "coinhive-submit", "coinhive-job-known", "coinhive-share-accepted");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void errors_belongToTheLoginOrTheOldestShare() {
    dialogue.up(AUTH).down("{\"type\":\"error\",\"params\":{\"error\":\"invalid_site_key\"}}");
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    dialogue.up(share("x")).down("{\"type\":\"error\",\"params\":{\"error\":\"Low difficulty share\"}}")
        .down("{\"type\":\"banned\",\"params\":{\"banned\":\"7\"}}");
    assertThat(dialogue.events(ShareAnswer.class)).containsExactly(new ShareAnswer(false, Double.NaN));
    assertThat(dialogue.events(ServerMessage.class)).extracting(ServerMessage::text)
        .containsExactly("invalid_site_key", "Low difficulty share", "banned");
  }

  @Test
  void othersHashes_areGivenToVerify() {
    dialogue.down(JOB,
            "{\"type\":\"verify\",\"params\":{\"verify_id\":\"1\",\"nonce\":\"1b2c3d4e\",\"result\":\"" + "b2".repeat(32) + "\"}}")
        .up("{\"type\":\"verified\",\"params\":{\"verify_id\":\"1\",\"result\":true}}", "{\"type\":\"getjob\",\"params\":null}");
    assertThat(dialogue.signs()).containsExactly("coinhive-job", "coinhive-verify", "coinhive-verified", "coinhive-getjob");
  }

  @Test
  void acceptedBeforeAnyShareWasSeen_isNoAnswer() {
    dialogue.down(JOB, ACCEPTED);
    assertThat(dialogue.events(ShareAnswer.class)).isEmpty();
    assertThat(dialogue.signs()).containsExactly("coinhive-job", "coinhive-hash-accepted");
  }
}
