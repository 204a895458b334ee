package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.RuleFiles;

/** Software recognised by the name it gives itself. */
class AgentsTest {
  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {"XMRig/6.21.0 (Linux x86_64), xmrig, cpu", "xmrig-proxy/6.20.0, xmrig-proxy, proxy",
      "xmr-stak/2.10, xmr-stak, -", "xmr-stak-cpu/1.3, xmr-stak-cpu, cpu", "cgminer/4.12.1, cgminer, asic",
          "bitaxe/BM1366/v2.1, bitaxe, asic",
      "NerdMinerV2/1.6, nerdminerv2, cpu", "NiceHash/1.0.0, nicehash, proxy", "lolMiner 1.85, lolminer, gpu", "CGMINER, cgminer, asic",
      "ethminer-0.17, ethminer, gpu"})
  void match_shippedNames(String agent, String name, String deviceClass) throws Exception {
    assertThat(RuleFiles.load(null).agents().match(agent)).isEqualTo(new Agents.Agent(name, deviceClass));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "curl/8.4.0", "cgminerd/1", "my cgminer", "Mozilla/5.0 (xmrig)", "xmri"})
  void match_others_isNone(String agent) throws Exception {
    assertThat(RuleFiles.load(null).agents().match(agent)).isNull();
  }

  @Test
  void match_firstInTheListWins() {
    Agents agents = new Agents(List.of(new Agents.Agent("a-b", "x"), new Agents.Agent("a", "y")));
    assertThat(agents.match("a-b/1")).isEqualTo(new Agents.Agent("a-b", "x"));
    assertThat(agents.match("a-c/1")).isEqualTo(new Agents.Agent("a", "y"));
  }
}
