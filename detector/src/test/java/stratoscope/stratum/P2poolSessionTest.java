package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.stratum.Bytes.concat;
import static stratoscope.stratum.Bytes.hex;
import static stratoscope.stratum.Bytes.random;
import static stratoscope.stratum.Bytes.u32;
import static stratoscope.stratum.Dialogue.DOWN;
import static stratoscope.stratum.Dialogue.UP;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.TestFlows;

/** Monero's P2Pool between nodes. */
class P2poolSessionTest {
  private static final byte[] READY = hex("02 01940000 03" + "00".repeat(32));

  private static byte[] challenge(int seed) {
    return concat(hex("00"), random(16, seed));
  }

  private static byte[] solution(int seed) {
    return concat(hex("01"), random(40, seed));
  }

  /** A block of so many bytes: versions, time, previous hash, nonce, and a transaction unlocked so many blocks after height 3,019,000. */
  private static byte[] block(int type, int length, int unlock) {
    int height = 3_019_000 + unlock;
    String unlocked = String.format(Locale.ROOT, "%02x%02xb801", 0x80 | height & 0x7F, 0x80 | height >> 7 & 0x7F);
    byte[] front = concat(hex("1010 80e2cfaa06"), random(36, 7), hex("02" + unlocked + "01ff" + "f8a1b801"));
    return concat(hex("0" + type + u32(length)), front, random(length - front.length, 8));
  }

  private static Dialogue greet(Dialogue dialogue, Direction side, int seed) {
    return dialogue.bytes(side, challenge(seed)).bytes(side, solution(seed)).bytes(side, READY);
  }

  @Test
  void handshakes_ofOneSideAreSuspected_ofBothProbable() {
    for (Direction first : Direction.values()) {
      Dialogue dialogue = greet(new Dialogue(), first, 1);
      assertThat(dialogue.verdict()).isEqualTo(Verdict.SUSPECTED);
      assertThat(dialogue.conversation.minerDirection()).as("who called").isEqualTo(UP);
      greet(dialogue, first.opposite(), 2);
      assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
      dialogue.bytes(UP, block(5, 1000, 60)).bytes(DOWN, block(8, 900, 60));
      assertThat(dialogue.signs()).containsExactly("p2pool-handshake", "p2pool-handshake-answered", "p2pool-block",
          "p2pool-blocks-both-ways");
      assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"02 00000000 03", "02 01940100 03", "02 019400ff 03", "03", "02 01940000 04", "01"})
  void handshakeThatGoesOnOtherwise_isNothing(String rest) {
    Dialogue dialogue = new Dialogue().bytes(UP, challenge(1)).bytes(UP, solution(1)).bytes(UP, concat(hex(rest), new byte[60]));
    assertThat(greet(dialogue, DOWN, 2).signs()).isEmpty();
  }

  @Test
  void requestForACertainBlock_isNoHandshake() {
    byte[] request = READY.clone();
    request[20] = 1;
    assertThat(new Dialogue().bytes(UP, challenge(1)).bytes(UP, solution(1)).bytes(UP, request).signs()).isEmpty();
    byte[] nobody = concat(challenge(1).clone(), new byte[0]);
    for (int i = 9; i < 17; i++) {
      nobody[i] = 0;
    }
    assertThat(new Dialogue().bytes(UP, nobody).bytes(UP, solution(1)).bytes(UP, READY).signs()).as("a peer without id").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5,1000,60,true", "4,1000,60,true", "8,131067,60,true", "5,1000,59,false", "5,1000,10,false", "9,1000,60,false",
      "6,1000,60,false"})
  void midstream_aBlockIsFoundByItsFront(int type, int length, int unlock, boolean isFound) {
    Dialogue dialogue = new Dialogue(TestFlows.midstream()).bytes(UP, concat(random(777, 1), block(type, length, unlock)));
    assertThat(dialogue.signs()).isEqualTo(isFound ? List.of("p2pool-block") : List.of());
    assertThat(dialogue.verdict()).isEqualTo(isFound ? Verdict.SUSPECTED : Verdict.NONE);
  }

  @Test
  void gap_isSearchedForTheNextBlock() {
    Dialogue dialogue = greet(greet(new Dialogue(), UP, 1), DOWN, 2).bytes(DOWN, block(5, 5000, 60)).gap(DOWN).bytes(DOWN, random(300, 3));
    assertThat(dialogue.bytes(DOWN, block(5, 700, 60)).bytes(UP, block(8, 700, 60)).signs()).contains("p2pool-blocks-both-ways");
  }

  @Test
  void versionInAListOfPeers_isTheCallersSoftware() {
    String peer = "00 00000000000000000000ffffc000024d 0194";
    String version = "00 04000100 01090400 00000000 ffffffff ffff";
    byte[] list = hex("07 02" + version + peer);
    assertThat(greet(new Dialogue(), UP, 1).bytes(UP, list).events(StratumEvent.Agent.class))
        .containsExactly(new StratumEvent.Agent("P2Pool 4.9.1"));
    assertThat(greet(new Dialogue(), DOWN, 1).bytes(DOWN, list).events(StratumEvent.Agent.class)).as("of the other node").isEmpty();
    byte[] observer = hex("07 02" + peer + version.replace("01090400 00000000", "01090400 476f4f62"));
    assertThat(greet(new Dialogue(), UP, 1).bytes(UP, observer).events(StratumEvent.Agent.class)).as("other software").isEmpty();
    assertThat(greet(new Dialogue(), UP, 1).bytes(UP, hex("07 00 07 11")).bytes(UP, random(400, 1)).signs()).hasSize(1);
  }

  @Test
  void nothingForLong_isGivenUp() {
    Dialogue dialogue = new Dialogue(TestFlows.midstream());
    for (int i = 0; i < 40; i++) {
      dialogue.bytes(UP, random(1000, i));
    }
    assertThat(dialogue.bytes(UP, block(5, 1000, 60)).signs()).isEmpty();
  }
}
