package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.stratum.Dialogue.DOWN;
import static stratoscope.stratum.Dialogue.UP;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.TestFlows;

/** Duino-Coin, with and without line ends. */
class DuinoCoinSessionTest {
  private static final String JOB = "0123456789abcdef0123456789abcdef01234567,89abcdef0123456789abcdef0123456789abcdef,4000";
  private static final String SHARE = "190042,78401.5,Official PC Miner 4.3,desk,,1187";

  /** Says a text without a line end. */
  private static Dialogue say(Dialogue dialogue, Direction side, String text) {
    return dialogue.bytes(side, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void exchange_tellsWhoAndHowFast() {
    Dialogue dialogue = new Dialogue().down("3.0").up("JOB,alice,LOW,secret").down(JOB).up(SHARE).down("GOOD");
    assertThat(dialogue.events).containsExactly(
        new StratumEvent.Login("alice", null, null), new StratumEvent.Form("duco-s1", null, List.of("DUCO")),
        new StratumEvent.Difficulty(200_000, true), new StratumEvent.Job(JOB.substring(0, 40), null, null, Double.NaN),
        new StratumEvent.Login("alice", null, "desk"), new StratumEvent.Agent("Official PC Miner 4.3"),
        new StratumEvent.HashrateClaim(78401.5), new StratumEvent.Share("alice", 200_000), new StratumEvent.ShareAnswer(true, 200_000));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.signs()).containsExactly("duino-coin-job-request", "duino-coin-job", "duino-coin-job-answered", "duino-coin-share",
        "duino-coin-share-accepted");
  }

  @Test
  void messagesWithoutLineEnds_endWhereTheOtherSideSpeaks() {
    Dialogue dialogue = say(new Dialogue().down("3.0"), UP, "JOB,alice,unknown,");
    assertThat(dialogue.signs()).isEmpty();
    say(dialogue, DOWN, JOB);
    assertThat(dialogue.signs()).as("the pool's message may go on").isEmpty();
    say(dialogue, UP, SHARE);
    assertThat(dialogue.signs()).containsExactly("duino-coin-job-request", "duino-coin-job", "duino-coin-job-answered");
    assertThat(dialogue.conversation.minerDirection()).isEqualTo(UP);
    say(say(dialogue, DOWN, "BAD,Too fast"), UP, "JOB,alice,unknown,");
    assertThat(dialogue.signs()).contains("duino-coin-share-rejected");
    assertThat(dialogue.events(StratumEvent.ServerMessage.class)).containsExactly(new StratumEvent.ServerMessage("Too fast"));
  }

  @Test
  void minerAloneWithoutLineEnds_isCutAtItsRequests() {
    Dialogue dialogue = new Dialogue();
    for (int i = 0; i < 3; i++) {
      say(say(dialogue, UP, "JOB,alice,AVR,None"), UP, "42,171.2,Official AVR Miner 4.3,nano" + i + ",DUCOID1234");
    }
    assertThat(dialogue.signs()).containsExactly("duino-coin-job-request", "duino-coin-share");
    assertThat(dialogue.events(StratumEvent.Share.class)).hasSize(2);
    assertThat(dialogue.events(StratumEvent.Login.class)).extracting(StratumEvent.Login::rig).containsExactly(null, "nano0", "nano1");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void messageOfTheDay_mayBeAnything() {
    Dialogue dialogue = new Dialogue().down("3.0").up("MOTD").down("* \u00a1Hola! *", "second, line", "\t3,4")
        .up("JOB,alice,NET,None").down(JOB);
    assertThat(dialogue.signs()).contains("duino-coin-job-answered");
  }

  @Test
  void refusedRequest_isNoRejectedShare() {
    Dialogue dialogue = new Dialogue().down("3.0").up("JOB,alice,LOW,None").down("BAD,Wrong key").up("JOB,alice,LOW,None").down("GOOD");
    assertThat(dialogue.signs()).containsExactly("duino-coin-job-request", "duino-coin-request-refused", "duino-coin-share-verdict");
    assertThat(dialogue.events(StratumEvent.LoginAnswer.class)).isEmpty();
  }

  @Test
  void shareWithoutRateOrRig_isOne() {
    Dialogue dialogue = new Dialogue().up("JOB,alice,MEDIUM").down(JOB).up("7,,Julia Miner").down("BLOCK").up("JOB,alice,MEDIUM").down(JOB)
        .up("8,1.2e+06,Other software,None").down("GOOD");
    assertThat(dialogue.events(StratumEvent.HashrateClaim.class)).containsExactly(new StratumEvent.HashrateClaim(1.2e6));
    assertThat(dialogue.events(StratumEvent.ShareAnswer.class)).hasSize(2).allMatch(StratumEvent.ShareAnswer::isAccepted);
    assertThat(dialogue.events(StratumEvent.Login.class)).hasSize(1);
  }

  @Test
  void midstreamAndGaps_goOnWithTheNextMessage() {
    Dialogue dialogue = new Dialogue(TestFlows.midstream()).up("al Miner 4.3,desk").down("OD").up("JOB,alice,LOW,None").down(JOB);
    assertThat(dialogue.signs()).containsExactly("duino-coin-job-request", "duino-coin-job", "duino-coin-job-answered");
    dialogue.gap(UP).up("78401.5,Official PC Miner 4.3,desk").down("GOOD").up("JOB,alice,LOW,None").gap(DOWN).down(JOB).up(SHARE)
        .down("GOOD");
    assertThat(dialogue.signs()).contains("duino-coin-share-accepted");
  }

  @Test
  void poolAlone_isToldByItsJobsAndVerdicts() {
    Dialogue dialogue = new Dialogue().down("3.0", JOB);
    assertThat(dialogue.signs()).isEmpty();
    assertThat(dialogue.down("GOOD").signs()).containsExactly("duino-coin-job", "duino-coin-share-verdict");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
    assertThat(dialogue.conversation.minerDirection()).isEqualTo(UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C JOB,alice,A4|S 12,letter.pdf,2|C 12,done,PrintFarm 2.4,press3|S GOOD", "C JOB|S GOOD", "C JOB,17|S GOOD",
      "C 7,1.5,Player One|S GOOD|C 8,1.5,Player One|S BAD", "C 7,1.5,Gold Miner 2|S GOOD|C 8,1.5,Gold Miner 2|S BAD",
      "S 3.0|C LOGI,alice,secret|S OK", "S " + JOB + "|S " + JOB,
      "C FROM,alice,bob|S OK", "C JOB,alice,LOW,a,b,c,d|S GOOD", "S GOOD|S BAD|S GOOD", "C GET / HTTP/1.1|S BAD"})
  void otherLines_areNothing(String talk) {
    Dialogue dialogue = new Dialogue();
    for (String line : talk.split("\\|", -1)) {
      dialogue.say(line.startsWith("C") ? UP : DOWN, line.substring(2));
    }
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void textsWithoutEnd_areNothing() {
    Dialogue dialogue = new Dialogue();
    for (int i = 0; i < 100; i++) {
      say(dialogue, UP, "JOB,alice".repeat(20));
    }
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void bothRolesFromOneSide_isNoMining() {
    assertThat(new Dialogue().down("JOB,alice,LOW,None", JOB, SHARE, "GOOD").verdict()).isEqualTo(Verdict.NONE);
  }
}
