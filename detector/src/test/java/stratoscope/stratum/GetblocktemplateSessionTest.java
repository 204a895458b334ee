package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Coinbase;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** Block templates message by message. */
class GetblocktemplateSessionTest {
  private static final String PREVIOUS = "0000000000000000000123456789abcdef0123456789abcdef0123456789abcd";
  private static final String ASK = "{\"id\":0,\"method\":\"getblocktemplate\",\"params\":[{\"capabilities\":[\"coinbasetxn\"]}]}";
  private static final String TEMPLATE = "{\"id\":0,\"result\":{\"version\":2,\"previousblockhash\":\"" + PREVIOUS
      + "\",\"transactions\":[],\"coinbasetxn\":{\"data\":\"0100\"},\"target\":\"00000000" + "f".repeat(56)
      + "\",\"bits\":\"17043d8e\",\"height\":816886,\"curtime\":1700000016},\"error\":null}";
  private static final String BLOCK = "00000020" + Shapes.reversed(PREVIOUS) + "cd".repeat(32) + "10f15365" + "8e3d0417" + "00000000"
      + "01";
  private static final String SUBMIT = "{\"id\":1,\"method\":\"submitblock\",\"params\":[\"" + BLOCK + "\"]}";
  private static final String HEADER = "X-Mining-Extensions: longpoll midstate";
  private static final String WALLET =
      "46XAztUpn2CNxyyfkJMdAN3n8YNjZvMxKLkAUtvxf9XZ3AwoWBW12no5VXnK3oSAJaiPfvM6TnuzybfZTfKp353wAdA64mE";
  private static final String MONERO_FRONT = "1010b0a9cfaa06" + "ef".repeat(32);

  private final HttpTalk talk = new HttpTalk();

  @Test
  void templatesAlone_areASuspicion() {
    talk.ask(ASK).answer(TEMPLATE).ask(ASK).answer(TEMPLATE);
    assertThat(talk.signs()).containsExactly("getblocktemplate-request", "getblocktemplate-template", "getblocktemplate-template-answered");
    assertThat(talk.verdict()).isEqualTo(Verdict.SUSPECTED);
    assertThat(talk.events(Job.class).get(0)).extracting(Job::jobId, Job::height).containsExactly(PREVIOUS, 816886L);
    assertThat(talk.events(Coinbase.class)).contains(new Coinbase("0100", ""));
  }

  @Test
  void requestOfAMiner_isProbable() {
    talk.ask(ASK, HEADER);
    assertThat(talk.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void blockFromTheTemplate_confirms() {
    talk.ask(ASK).answer(TEMPLATE).ask(SUBMIT).answer("{\"id\":1,\"result\":null,\"error\":null}");
    assertThat(talk.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, Math.scalb(1.0, 32)));
    assertThat(talk.signs()).endsWith("getblocktemplate-submit-block", "getblocktemplate-template-known",
        "getblocktemplate-block-accepted");
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void blockRejected_saysWhy() {
    talk.ask(SUBMIT).answer("{\"id\":1,\"result\":\"high-hash\",\"error\":null}")
        .ask(SUBMIT).answer("{\"id\":1,\"result\":null,\"error\":{\"code\":-22,\"message\":\"Block decode failed\"}}");
    assertThat(talk.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(false, false);
    assertThat(talk.events(ServerMessage.class)).extracting(ServerMessage::text).containsExactly("high-hash", "Block decode failed");
    assertThat(talk.signs()).containsExactly("getblocktemplate-submit-block", "getblocktemplate-block-rejected");
  }

  @Test
  void refusal_isProbableAtMost() {
    talk.ask(ASK, HEADER, "User-Agent: cgminer 3.7.2")
        .answer("{\"id\":0,\"result\":null,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
    assertThat(talk.signs()).endsWith("getblocktemplate-request-refused");
    assertThat(talk.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void page_isNoAnswerToTheNextRequest() {
    talk.ask(ASK, HEADER).page(404, "404 page not found").ask("{\"id\":1,\"method\":\"getblockcount\",\"params\":[]}").answer(TEMPLATE);
    assertThat(talk.signs()).containsExactly("getblocktemplate-request", "getblocktemplate-mining-headers");
  }

  @Test
  void minerTriesOneAfterTheOther_historyIsKept() {
    talk.ask(ASK, HEADER).page(404, "no").ask("{\"method\":\"getwork\",\"params\":[],\"id\":0}", HEADER);
    assertThat(talk.dialogue.conversation.dialects().history()).containsExactly("getblocktemplate", "getwork");
  }

  @Test
  void moneroDaemon_walletInTheParameters() {
    talk.askAt("/json_rpc", "{\"id\":1,\"method\":\"get_block_template\",\"params\":{\"wallet_address\":\"" + WALLET
        + "\",\"reserve_size\":8}}")
        .answer("{\"id\":1,\"result\":{\"blocktemplate_blob\":\"" + MONERO_FRONT + "00000000aa\",\"blockhashing_blob\":\"" + MONERO_FRONT
            + "00000000aa\",\"difficulty\":310544218331,\"height\":3019850,\"prev_hash\":\"" + "ef".repeat(32) + "\",\"status\":\"OK\"}}")
        .askAt("/json_rpc", "{\"id\":2,\"method\":\"submit_block\",\"params\":[\"" + MONERO_FRONT + "d0030040" + "aa".repeat(50) + "\"]}")
        .answer("{\"id\":2,\"result\":{\"status\":\"OK\"}}");
    assertThat(talk.events(Login.class)).containsExactly(new Login(WALLET, null, null));
    assertThat(talk.events(ShareAnswer.class)).containsExactly(new ShareAnswer(true, 310544218331.0));
    assertThat(talk.signs()).contains("getblocktemplate-template-known");
    assertThat(talk.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void nodesOtherQuestions_areNothing() {
    for (String method : new String[] {"getblockchaininfo", "getmininginfo", "getblockcount", "getnetworkhashps", "submitheader",
        "get_info"}) {
      talk.ask("{\"id\":1,\"method\":\"" + method + "\",\"params\":[]}").answer("{\"id\":1,\"result\":{\"difficulty\":1}}");
    }
    talk.ask("{\"id\":1,\"method\":\"submitblock\",\"params\":[\"text\"]}").answer("{\"id\":1,\"result\":null}");
    assertThat(talk.signs()).isEmpty();
  }

  @Test
  void examplesTurnedRound_areNothing() {
    talk.ask(TEMPLATE).answer(ASK);
    assertThat(talk.signs()).isEmpty();
  }
}
