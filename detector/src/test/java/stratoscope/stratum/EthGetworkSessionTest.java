package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Agent;
import stratoscope.stratum.StratumEvent.HashrateClaim;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** getWork of Ethereum over HTTP message by message. */
class EthGetworkSessionTest {
  private static final String WALLET = "0xc3640ace70af8a8d3e138d2e9ed154d0e7c554dd";
  private static final String TARGET = "/?miner=30@" + WALLET + "@rig";
  private static final String HEADER = "0x" + "a1".repeat(32);
  private static final String SEED = "0x" + "5e".repeat(32);
  private static final String GET_WORK = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\"}";
  private static final String WORK =
      "{\"id\":73,\"result\":[\"" + HEADER + "\",\"" + SEED + "\",\"0x00000000" + "f".repeat(56) + "\"]}";
  private static final String SHARE =
      "{\"id\":1,\"method\":\"eth_submitWork\",\"params\":[\"0x07a05fa4133e5126\",\"" + HEADER + "\",\"" + SEED + "\"]}";
  private static final String TAKEN = "{\"id\":73,\"jsonrpc\":\"2.0\",\"result\":true}";

  private final HttpTalk talk = new HttpTalk();

  @Test
  void walletInTheAddress_isLoginOnce_andWorkConfirms() {
    talk.askAt(TARGET, GET_WORK).answer(WORK).askAt(TARGET, GET_WORK).answer(WORK);
    assertThat(talk.events(Login.class)).containsExactly(new Login(WALLET, null, "rig"));
    assertThat(talk.signs())
        .containsExactly("eth-getwork-get-work", "eth-getwork-wallet", "eth-getwork-work", "eth-getwork-work-answered");
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(talk.dialogue.conversation.evidence().entries().get(1).excerpt()).startsWith("POST " + TARGET);
  }

  @Test
  void answersUnderOtherIds_belongToRequestsInOrder() {
    String rate = "{\"id\":1,\"method\":\"eth_submitHashrate\",\"params\":[\"0x1d08a61\",\"" + SEED + "\"]}";
    talk.ask(rate).answer(TAKEN).ask(GET_WORK).answer(WORK).ask(SHARE).answer(TAKEN);
    assertThat(talk.events(HashrateClaim.class)).containsExactly(new HashrateClaim(0x1d08a61));
    assertThat(talk.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, Math.scalb(1.0, 32)));
    assertThat(talk.signs()).contains("eth-getwork-work-known", "eth-getwork-share-accepted");
  }

  @Test
  void requestsOneBehindTheOther_areAnsweredInOrder() {
    talk.ask(GET_WORK).answer(WORK).ask(SHARE).ask(GET_WORK).ask(SHARE).answer("{\"id\":1,\"result\":false}").answer(WORK).answer(TAKEN);
    assertThat(talk.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(false, true);
  }

  @Test
  void answerLost_theNextOnesAreNotTakenForIt() {
    talk.ask(GET_WORK).answer(WORK).ask(SHARE);
    talk.dialogue.gap(Dialogue.DOWN);
    talk.ask(GET_WORK).answer(WORK).ask(SHARE).answer(TAKEN);
    assertThat(talk.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, Math.scalb(1.0, 32)));
  }

  @Test
  void workWithoutWallet_isLess_andLessStillFromAWallet() {
    talk.ask(GET_WORK).answer(WORK);
    assertThat(talk.verdict()).isEqualTo(Verdict.PROBABLE);
    talk.ask("{\"id\":2,\"method\":\"eth_getBalance\",\"params\":[\"" + WALLET + "\",\"latest\"]}").answer("{\"id\":2,\"result\":\"0x0\"}");
    assertThat(talk.signs()).contains("eth-getwork-node-rpc");
    assertThat(talk.verdict()).isEqualTo(Verdict.SUSPECTED);
    talk.ask(SHARE).answer(TAKEN);
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void userOfBasicAuthorization_isLogin_withoutPassword() {
    talk.ask(GET_WORK, "Authorization: Basic YWxpY2U6c2VjcmV0", "User-Agent: ethminer/0.19.0");
    assertThat(talk.dialogue.events).containsExactly(new Agent("ethminer/0.19.0"), new Login("alice", null, null));
    assertThat(talk.signs()).containsExactly("eth-getwork-get-work");
  }

  @Test
  void noBasicAuthorization_isNoLogin() {
    talk.ask(GET_WORK, "Authorization: Bearer YWxpY2U6c2VjcmV0").ask(GET_WORK, "Authorization: Basic ???")
        .ask(GET_WORK, "Authorization: Basic ");
    assertThat(talk.events(Login.class)).isEmpty();
  }

  @Test
  void otherAnswers_areNothing() {
    talk.ask("{\"id\":2,\"method\":\"eth_getFilterChanges\",\"params\":[\"0x1\"]}").answer(WORK);
    assertThat(talk.signs()).isEmpty();
  }

  @Test
  void linesWithoutHttp_areEthProxys() {
    Dialogue lines = new Dialogue().up(GET_WORK).down(WORK.replace("73", "1"));
    assertThat(lines.conversation.dialects().main()).isEqualTo("eth-proxy");
    talk.ask(GET_WORK).answer(WORK);
    assertThat(talk.dialogue.conversation.dialects().history()).containsExactly("eth-getwork");
  }
}
