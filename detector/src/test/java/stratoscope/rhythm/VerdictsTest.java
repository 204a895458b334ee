package stratoscope.rhythm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.Verdict;
import stratoscope.rhythm.TalkPackets.Opening;

/** Made-up traffic through the whole detector, as the tool that calibrates plays it. */
class VerdictsTest {
  private static Knowledge knowledge;

  @BeforeAll
  static void read() throws RuleFileException {
    knowledge = ShippedRules.take();
  }

  private static List<Verdict> whole(MinerTraffic kind, Opening opening) {
    return IntStream.range(0, 10).mapToObj(seed -> Verdicts.of(knowledge, TalkPackets.whole(kind.talk(seed), opening)).only()).toList();
  }

  @Test
  void mining_isSuspectedByItsRhythm_andProbableInTlsThatNamesNobody() {
    assertThat(whole(MinerTraffic.MONERO, Opening.NAMED)).containsOnly(Verdict.SUSPECTED);
    assertThat(whole(MinerTraffic.OWN_CIPHER, Opening.NAMED)).containsOnly(Verdict.SUSPECTED);
    List<Verdict> nameless = IntStream.range(0, 20).mapToObj(MinerTraffic.MONERO::talk).filter(Talk::isTls)
        .map(talk -> Verdicts.of(knowledge, TalkPackets.whole(talk, Opening.NAMELESS)).only()).toList();
    assertThat(nameless).isNotEmpty().containsOnly(Verdict.PROBABLE);
  }

  @Test
  void pieceFromTheMiddle_isSuspected() {
    Talk talk = MinerTraffic.MONERO.talk(0);
    assertThat(Verdicts.of(knowledge, TalkPackets.piece(talk, 30, 30 + 1800)).only()).isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void calmTraffic_isNothing() {
    for (CalmTraffic kind : CalmTraffic.values()) {
      assertThat(Verdicts.of(knowledge, TalkPackets.whole(kind.talk(3), Opening.NAMED)).only()).as("%s", kind).isEqualTo(Verdict.NONE);
    }
  }
}
