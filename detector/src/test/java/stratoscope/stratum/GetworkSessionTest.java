package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Agent;
import stratoscope.stratum.StratumEvent.Endpoint;
import stratoscope.stratum.StratumEvent.HashrateClaim;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.Redirect;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** getwork message by message. */
class GetworkSessionTest {
  private static final String PADDING = "00000080" + "0".repeat(80) + "80020000";
  private static final String FRONT = "00000002" + "ab".repeat(32) + "cd".repeat(32);
  private static final String DATA = FRONT + "553fa93f" + "1a022fbe" + "00000000" + PADDING;
  private static final String SOLVED = FRONT + "553fa941" + "1a022fbe" + "b12fa301" + PADDING;
  private static final String TARGET = "f".repeat(56) + "0".repeat(8);
  private static final String ASK = "{\"method\": \"getwork\", \"params\": [], \"id\":0}";
  private static final String WORK = "{\"id\":0,\"result\":{\"midstate\":\"" + "12".repeat(32) + "\",\"data\":\"" + DATA + "\",\"hash1\":\""
      + "34".repeat(64) + "\",\"target\":\"" + TARGET + "\"},\"error\":null}";
  private static final String SUBMIT = "{\"method\": \"getwork\", \"params\": [\"" + SOLVED + "\"], \"id\":1}";
  private static final String[] HEADERS = {"Authorization: Basic YWxpY2UucmlnOnNlY3JldA==", "User-Agent: cgminer 3.7.2",
      "X-Mining-Extensions: longpoll midstate rollntime submitold", "X-Mining-Hashrate: 1500000000"};

  private final HttpTalk talk = new HttpTalk();

  @Test
  void request_headersTellWhoAndHowFast() {
    talk.ask(ASK, HEADERS).ask(ASK, HEADERS);
    assertThat(talk.dialogue.events)
        .containsExactly(new Agent("cgminer 3.7.2"), new Login("alice.rig", null, null), new HashrateClaim(1.5e9));
    assertThat(talk.signs()).containsExactly("getwork-request", "getwork-mining-headers");
    assertThat(talk.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void headers_longerThanAnybodyNeeds_areNotKept() {
    String user = Base64.getEncoder().encodeToString(("u".repeat(5_000) + ":x").getBytes(StandardCharsets.UTF_8));
    talk.ask(ASK, "Authorization: Basic " + user, "User-Agent: " + "a".repeat(5_000), "X-Mining-Hashrate: 1500000000")
        .answer(WORK, "X-Stratum: stratum+tcp://eu.pool.example:3334/" + "p".repeat(5_000));
    assertThat(talk.events(Agent.class)).containsExactly(new Agent("a".repeat(256)));
    assertThat(talk.events(Login.class)).isEmpty();
    assertThat(talk.events(Redirect.class)).isEmpty();
  }

  @Test
  void workAndShare_agree() {
    talk.ask(ASK).answer(WORK).ask(SUBMIT).answer("{\"id\":1,\"result\":true,\"error\":null}");
    assertThat(talk.events(Job.class)).extracting(Job::networkDifficulty).allMatch(difficulty -> difficulty > 1e6);
    assertThat(talk.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, Math.scalb(1.0, 32)));
    assertThat(talk.signs()).containsExactly("getwork-request", "getwork-work", "getwork-work-answered", "getwork-submit",
        "getwork-work-known", "getwork-share-accepted");
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void rejectedShare_headerSaysWhy() {
    talk.ask(SUBMIT).answer("{\"id\":1,\"result\":false,\"error\":null}", "X-Reject-Reason: stale-prevblk");
    assertThat(talk.events(Share.class).get(0).difficulty()).isNaN();
    assertThat(talk.events(ServerMessage.class)).containsExactly(new ServerMessage("stale-prevblk"));
    assertThat(talk.signs()).containsExactly("getwork-submit", "getwork-share-rejected");
  }

  @Test
  void longPoll_isAnsweredWithWork() {
    talk.get("/LP/", HEADERS).answer(WORK);
    assertThat(talk.signs()).containsExactly("getwork-mining-headers", "getwork-work", "getwork-work-answered");
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void poolHeaders_tellWhereStratumIs() {
    talk.ask(ASK).answer("{\"id\":0,\"result\":null,\"error\":{\"code\":0,\"message\":\"wrong\"}}",
            "X-Stratum: stratum+tcp://eu.pool.example:3334")
        .ask(ASK).answer(WORK, "X-Stratum: stratum+tcp://:3335/x", "X-Roll-NTime: expire=120");
    assertThat(talk.events(Endpoint.class)).containsExactly(new Endpoint("eu.pool.example", 3334));
    assertThat(talk.events(Redirect.class)).containsExactly(new Redirect("eu.pool.example", 3334), new Redirect(null, 3335));
    assertThat(talk.signs()).containsExactly("getwork-request", "getwork-pool-headers", "getwork-request-refused", "getwork-work",
        "getwork-work-answered");
  }

  @Test
  void stratumServer_answersWithLines() {
    talk.ask(ASK, HEADERS);
    talk.dialogue.down("{\"id\":0,\"result\":null,\"error\":[20,\"Parse error\",null]}");
    assertThat(talk.events(ServerMessage.class)).containsExactly(new ServerMessage("Parse error"));
    assertThat(talk.signs()).endsWith("getwork-request-refused");
    assertThat(talk.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void otherWork_isLittle() {
    talk.ask(ASK).answer("{\"id\":0,\"result\":{\"data\":\"page 17\",\"target\":\"chapter 4\"},\"error\":null}")
        .ask("{\"method\":\"getwork\",\"params\":[\"done\"],\"id\":1}").answer("{\"id\":1,\"result\":true}");
    assertThat(talk.signs()).containsExactly("getwork-request");
    assertThat(talk.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void hashrateThatIsNone_isNotTold() {
    for (String text : new String[] {"", "fast", "1.2.3", "-1", "1e99", "9".repeat(30)}) {
      talk.ask(ASK, "X-Mining-Hashrate: " + text);
    }
    assertThat(talk.events(HashrateClaim.class)).isEmpty();
  }

  @Test
  void linesWithoutHttp_areNothing() {
    Dialogue lines = new Dialogue().up(ASK).down(WORK).up(SUBMIT);
    assertThat(lines.signs()).isEmpty();
  }
}
