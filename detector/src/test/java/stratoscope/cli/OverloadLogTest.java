package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stratoscope.record.Pulse;
import stratoscope.record.Stats;

/** When overload is spoken of. */
class OverloadLogTest {
  private final List<String> lines = new ArrayList<>();
  private final OverloadLog log = new OverloadLog(lines::add);

  private void pulse(int level, long seconds, long shed) {
    Map<String, Long> streams = Map.of("shed_rhythm", shed, "shed_holes", shed, "tracked", 100L);
    log.onPulse(new Pulse(new Stats(0, 0, 0, Map.of(), Map.of(), Map.of(), streams, 0, 0, 0, 0, 0, List.of(), seconds * 1_000_000, 0, 0),
        0, 0, 0, level, 0));
  }

  @Test
  void overload_isOneLineWhenItBegins_andOneWhenItIsOver() {
    pulse(0, 1, 3);
    assertThat(lines).isEmpty();
    pulse(1, 2, 3);
    pulse(3, 3, 10);
    pulse(1, 8, 12);
    assertThat(lines).hasSize(1);
    pulse(0, 9, 13);
    pulse(0, 10, 13);
    assertThat(lines).containsExactly(
        "overloaded: rhythm is left out first, then reassembly; handshakes and names are looked at still",
        "keeps up again after 7 s: 20 looks were left out");
  }
}
