package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Endpoint;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** webminerpool's dialect message by message. */
class WebminerpoolSessionTest {
  private static final String WALLET =
      "46XAztUpn2CNxyyfkJMdAN3n8YNjZvMxKLkAUtvxf9XZ3AwoWBW12no5VXnK3oSAJaiPfvM6TnuzybfZTfKp353wAdA64mE";
  private static final String HANDSHAKE = "{\"identifier\":\"handshake\",\"pool\":\"pool.example\",\"login\":\"" + WALLET
      + "\",\"password\":\"x\",\"userid\":\"page\",\"version\":8}";
  private static final String JOB = "{\"identifier\":\"job\",\"job_id\":\"j1\",\"algo\":\"cn\",\"variant\":-1,\"blob\":\"" + "0e".repeat(76)
      + "\",\"target\":\"ffffff00\"}";
  private static final String SHARE =
      "{\"identifier\":\"solved\",\"job_id\":\"j1\",\"nonce\":\"c5510c22\",\"result\":\"" + "a1".repeat(32) + "\"}";

  private final Dialogue dialogue = new Dialogue();

  @Test
  void handshake_walletPoolAndUser() {
    dialogue.up(HANDSHAKE).down(JOB);
    assertThat(dialogue.events).startsWith(new Login(WALLET, "x", "page"), new Endpoint("pool.example", null));
    assertThat(dialogue.signs()).containsExactly("webminerpool-handshake", "webminerpool-handshake-wallet", "webminerpool-handshake-pool",
        "webminerpool-job", "webminerpool-handshake-answered");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void loginId_standsForTheWallet() {
    dialogue.up("{\"identifier\":\"handshake\",\"loginid\":\"5a1e\",\"userid\":\"\",\"version\":8}");
    assertThat(dialogue.events).containsExactly(new Login("5a1e", null, null));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void shares_areTakenAndRejectedInOrder() {
    dialogue.down(JOB).up(SHARE, SHARE)
        .down("{\"identifier\":\"hashsolved\"}", "{\"identifier\":\"error\",\"param\":\"pool rejected hash\"}",
        "{\"identifier\":\"hashsolved\"}");
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(true, false);
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("pool rejected hash"));
    assertThat(dialogue.signs()).containsExactly("webminerpool-job", "webminerpool-solved", "webminerpool-job-known",
        "webminerpool-share-accepted", "webminerpool-share-rejected", "webminerpool-hash-solved");
  }

  @Test
  void refusedHandshake_saysWhy() {
    dialogue.up(HANDSHAKE).down("{\"identifier\":\"error\",\"param\":\"pool not known\"}",
        "{\"identifier\":\"warning\",\"param\":\"old\"}");
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    assertThat(dialogue.events(ServerMessage.class)).extracting(ServerMessage::text).containsExactly("pool not known", "old");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void otherQueues_areNothing() {
    dialogue.up("{\"identifier\":\"handshake\",\"user\":\"press3\",\"version\":7}", "{\"identifier\":\"solved\",\"job_id\":\"1\"}")
        .down("{\"identifier\":\"job\",\"job_id\":\"1\",\"target\":\"bed-2\",\"blob\":\"file\"}", "{\"identifier\":\"hashsolved\"}");
    assertThat(dialogue.signs()).isEmpty();
  }
}
