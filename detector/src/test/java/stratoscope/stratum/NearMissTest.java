package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowCounts;

/** Traffic that looks like mining and is not, as the readers of conversations see it. */
class NearMissTest {
  private static final List<Fixture> FIXTURES = Fixture.ofFolder(Fixture.root().resolve("near-miss"));

  @Test
  void nearMisses_areNothing() {
    StratumConversation.Factory factory =
        new StratumConversation.Factory(StratumOptions.DEFAULTS, Dialogue.KNOWLEDGE.rules(), Dialogue.KNOWLEDGE.dialects(),
            new FlowCounts());
    assertThat(FIXTURES).hasSizeGreaterThan(60).allSatisfy(fixture ->
        assertThat(fixture.replay(factory).verdict()).as(fixture.name()).isEqualTo(Verdict.NONE));
  }
}
