package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.stratum.StratumEvent.Agent;
import stratoscope.stratum.StratumEvent.Difficulty;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.LoginAnswer;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;

/** The dialect of Nimiq's pools message by message. */
class NimiqSessionTest {
  private static final String HASH = "Jkqvik+YKKdsVQY12geOtGYwahifzANxC+6fZJyGnRI=";
  private static final String REGISTER =
      "{\"message\":\"register\",\"mode\":\"nano\",\"address\":\"NQ07 0000 0000 0000 0000 0000 0000 0000 0000\","
      + "\"deviceId\":77,\"deviceData\":{\"deviceName\":\"rig\",\"minerVersion\":\"miner 1\"},\"genesisHash\":\"" + HASH + "\"}";
  private static final String REGISTERED = "{\"message\":\"registered\"}";
  private static final String SETTINGS = "{\"message\":\"settings\",\"address\":\"NQ07 0000 0000 0000 0000 0000 0000 0000 0000\","
      + "\"extraData\":\"" + HASH + "\",\"targetCompact\":520159231,\"nonce\":1}";
  private static final String SHARE = "{\"message\":\"share\",\"block\":\"" + "ABCD".repeat(60) + "\"}";

  private final Dialogue dialogue = new Dialogue();

  @Test
  void registration_addressRigAndSoftware() {
    dialogue.up(REGISTER).down(REGISTERED);
    assertThat(dialogue.events).containsExactly(new Login("NQ07" + "0".repeat(32), null, "rig"), new Agent("miner 1"),
        new LoginAnswer(true));
    assertThat(dialogue.signs()).containsExactly("nimiq-register", "nimiq-registered");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void deviceId_standsForAMissingName() {
    dialogue.up(REGISTER.replace("{\"deviceName\":\"rig\",\"minerVersion\":\"miner 1\"}", "null"));
    assertThat(dialogue.events).containsExactly(new Login("NQ07" + "0".repeat(32), null, "77"));
  }

  @Test
  void settings_giveTheDifficulty() {
    dialogue.down(SETTINGS);
    assertThat(dialogue.events(Difficulty.class).get(0).difficulty()).isBetween(65536.0, 65538.0);
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void shares_areTakenUnlessThePoolSaysNo() {
    dialogue.down(SETTINGS).up(SHARE, SHARE).down("{\"message\":\"error\",\"reason\":\"invalid share: bad prev\"}").up(SHARE);
    assertThat(dialogue.events(Share.class)).hasSize(3);
    assertThat(dialogue.events(ShareAnswer.class)).extracting(ShareAnswer::isAccepted).containsExactly(true, false);
    assertThat(dialogue.events(ServerMessage.class)).containsExactly(new ServerMessage("invalid share: bad prev"));
  }

  @Test
  void nonceAlone_isAShareOnlyOfTheRegistered() {
    dialogue.up("{\"message\":\"share\",\"nonce\":5}");
    assertThat(dialogue.events).isEmpty();
    dialogue.up(REGISTER).down(REGISTERED).up("{\"message\":\"share\",\"nonce\":5}");
    assertThat(dialogue.events(Share.class)).hasSize(1);
    assertThat(dialogue.signs()).doesNotContain("nimiq-share");
  }

  @Test
  void refusedRegistration() {
    dialogue.up(REGISTER).down("{\"message\":\"error\",\"reason\":\"different genesis block\"}");
    assertThat(dialogue.events(LoginAnswer.class)).containsExactly(new LoginAnswer(false));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void otherServices_areNothing() {
    dialogue.up("{\"message\":\"register\",\"mode\":\"nano\",\"address\":\"alice\",\"genesisHash\":\"none\"}",
            "{\"message\":\"share\",\"block\":\"x\"}")
        .down(REGISTERED, "{\"message\":\"settings\",\"address\":\"NQ-14\",\"extraData\":\"\",\"targetCompact\":7}",
            "{\"message\":\"new-block\"}");
    assertThat(dialogue.signs()).isEmpty();
  }

  @Test
  void compactTarget() {
    assertThat(NimiqDialect.difficulty(0x1f00ffff)).isEqualTo(Math.scalb(1.0, 256 - 8 * 28) / 0xFFFF);
    assertThat(NimiqDialect.difficulty(0)).isNaN();
    assertThat(NimiqDialect.difficulty(-1)).isNaN();
    assertThat(NimiqDialect.difficulty(0x40000001L)).isNaN();
    assertThat(NimiqDialect.difficulty("0x1f00ffff")).isNaN();
  }
}
