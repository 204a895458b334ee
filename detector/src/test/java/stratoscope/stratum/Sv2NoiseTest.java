package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.stratum.Bytes.ascii;
import static stratoscope.stratum.Bytes.concat;
import static stratoscope.stratum.Bytes.hex;
import static stratoscope.stratum.Bytes.random;
import static stratoscope.stratum.Dialogue.DOWN;
import static stratoscope.stratum.Dialogue.UP;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.TestFlows;

/** Stratum V2 in its cipher, known by lengths; and what has other lengths. */
class Sv2NoiseTest {
  /** Both sides in turn, the opener first, say so many random bytes. */
  private static Dialogue turns(int... lengths) {
    return continued(new Dialogue(), lengths);
  }

  private static Dialogue continued(Dialogue dialogue, int... lengths) {
    for (int i = 0; i < lengths.length; i++) {
      dialogue.bytes(i % 2 == 0 ? UP : DOWN, random(lengths[i], i));
    }
    return dialogue;
  }

  @ParameterizedTest
  @CsvSource({"64,234,108,44,SUSPECTED,35", "64,234,108,60,SUSPECTED,20", "64,234,40,44,SUSPECTED,20", "32,170,108,44,SUSPECTED,35",
      "64,170,108,44,NONE,0", "32,234,108,44,NONE,0", "63,234,108,44,NONE,0", "65,234,108,44,NONE,0", "64,233,108,44,NONE,0",
      "64,235,108,44,NONE,0", "64,234,38,44,NONE,0", "64,234,1330,44,NONE,0", "64,234,108,38,NONE,0", "96,234,108,44,NONE,0"})
  void handshake_isJudgedByItsTurns(int first, int second, int third, int fourth, Verdict verdict, int score) {
    Dialogue dialogue = turns(first, second, third, fourth, 136);
    assertThat(dialogue.verdict()).isEqualTo(verdict);
    assertThat(dialogue.conversation.evidence().score()).isEqualTo(score);
  }

  @Test
  void handshake_isNothingBeforeBothSidesWentOn() {
    assertThat(turns(64, 234, 108, 44).verdict()).isEqualTo(Verdict.NONE);
    assertThat(turns(64, 234, 108, 44, 1).conversation.minerDirection()).isEqualTo(UP);
    assertThat(continued(new Dialogue(TestFlows.midstream()), 64, 234, 108, 44, 136).verdict()).isEqualTo(Verdict.NONE);
    assertThat(new Dialogue().bytes(DOWN, random(64, 1)).bytes(UP, random(234, 2)).bytes(DOWN, random(108, 3)).bytes(UP, random(44, 4))
        .bytes(DOWN, random(136, 5)).verdict()).as("the pool calls").isEqualTo(Verdict.NONE);
    Dialogue lost = continued(new Dialogue(), 64, 234).gap(UP);
    assertThat(lost.bytes(UP, random(108, 6)).bytes(DOWN, random(44, 7)).bytes(UP, random(136, 8)).verdict()).isEqualTo(Verdict.NONE);
  }

  @ParameterizedTest
  @CsvSource({"62,58,PROBABLE", "71,58,PROBABLE", "186,58,PROBABLE", "213,58,PROBABLE", "62,60,SUSPECTED", "100,58,SUSPECTED"})
  void shares_overTime_areProbableAndNeverMore(int share, int answer, Verdict verdict) {
    Dialogue dialogue = turns(64, 234, 108, 44, 136, 256);
    for (int i = 0; i < 50; i++) {
      continued(dialogue, share, answer);
    }
    assertThat(dialogue.bytes(UP, random(62, 1)).verdict()).isEqualTo(verdict);
    assertThat(dialogue.conversation.evidence().entries()).noneMatch(evidence -> evidence.rule().isAgreement());
    assertThat(dialogue.events).containsExactly(new StratumEvent.Uncounted());
  }

  @Test
  void otherRecords_afterTheHandshake_areNoShares() {
    Dialogue dialogue = turns(64, 234, 108, 44, 136, 256);
    for (int i = 0; i < 40; i++) {
      continued(dialogue, 39 + i * 31 % 500, i % 3 == 0 ? 58 : 120);
    }
    assertThat(dialogue.verdict()).isEqualTo(Verdict.SUSPECTED);
  }

  static Stream<List<byte[]>> others() {
    byte[] clientHello = concat(hex("16030100bb 010000b7 0303"), random(186, 1));
    byte[] fields = concat(hex("0001 0040 0000 0007"), new byte[56]);
    return Stream.of(
        List.of(clientHello, random(1400, 2), random(64, 3), random(51, 4), random(100, 5)),
        List.of(ascii("SSH-2.0-OpenSSH_9.2\r\n"), ascii("SSH-2.0-OpenSSH_9.6\r\n"), random(1400, 1), random(1080, 2), random(48, 3)),
        List.of(random(50, 1), random(50, 2), random(66, 3), random(18 + 40, 4), random(18 + 60, 5)), // Lightning
        List.of(random(96, 1), random(234, 2), random(108, 3), random(44, 4), random(136, 5)), // BitTorrent's keys
        List.of(fields, Arrays.copyOf(fields, 234), fields, Arrays.copyOf(fields, 234), fields, fields),
        List.of(ascii("x".repeat(64)), ascii("y".repeat(234)), ascii("z".repeat(108)), ascii("ok".repeat(22)), ascii("x".repeat(136))),
        List.of(random(64, 1), ascii("220 " + "y".repeat(230)), random(108, 3), random(44, 4), random(136, 5)),
        List.of(random(64, 1), random(4000, 2), random(2000, 3), random(44, 4), random(136, 5)), // Bitcoin's v2 transport
        List.of(random(148, 1), random(92, 2), random(112, 3), random(240, 4), random(136, 5)), // WireGuard
        List.of(concat(hex("13"), ascii("BitTorrent protocol"), random(48, 1)), random(68, 2), hex("0000000102"), random(234, 3)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherProtocols_showNothing(List<byte[]> turns) {
    Dialogue dialogue = new Dialogue();
    for (int i = 0; i < turns.size(); i++) {
      dialogue.bytes(i % 2 == 0 ? UP : DOWN, turns.get(i));
    }
    assertThat(dialogue.signs()).isEmpty();
  }

  @Test
  void randomKeys_areTakenForRandom_whateverTheirSeed() {
    int taken = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      for (int length : new int[] {32, 64, 170, 234}) {
        ByteSpread spread = new ByteSpread();
        spread.add(Unpooled.wrappedBuffer(random(length, seed)));
        taken += spread.isRandom() ? 1 : 0;
      }
    }
    assertThat(taken).isGreaterThan(39_990);
  }
}
