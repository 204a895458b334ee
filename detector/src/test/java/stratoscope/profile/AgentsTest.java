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
  @CsvSource(nullValues = "-", value = {
      "XMRig/6.21.0 (Linux x86_64), xmrig, cpu",
      "xmrig-proxy/6.20.0, xmrig-proxy, proxy",
      "xmr-stak/2.10, xmr-stak, -",
      "xmr-stak-cpu/1.3, xmr-stak-cpu, cpu",
      "cgminer/4.12.1, cgminer, asic",
      "CGMINER, cgminer, asic",
      "bitaxe/BM1366/v2.1, bitaxe, asic",
      "NerdQAxe++/BM1370/v1, nerdqaxe, asic",
      "NerdAxeGamma/BM1370/v1, nerdaxegamma, asic",
      "NerdMinerV2/1.6, nerdminerv2, cpu",
      "NiceHash/1.0.0, nicehash, proxy",
      "lolMiner 1.85, lolminer, gpu",
      "ethminer-0.17, ethminer, gpu",
      "GodMiner/2.0.0, godminer, asic",
      "EWBF 0.3.4b, ewbf, gpu",
      "SRBMiner-MULTI/2.4.0, srbminer-multi, -",
      "Official Web Miner 3.3, official web miner, browser",
      "Official ESP32 Miner 4.3, official esp32 miner, cpu"})
  void match_shippedNames(String agent, String name, String deviceClass) throws Exception {
    Agents.Agent known = RuleFiles.load(null).agents().match(agent);
    assertThat(known.name()).isEqualTo(name);
    assertThat(known.deviceClass()).isEqualTo(deviceClass);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "bitaxe/BM1366/v2.1.8, bitaxe BM1366",
      "bitaxe/BM1366, bitaxe BM1366",
      "NerdQAxe++/BM1370/v1.0.29, NerdQAxe++ BM1370",
      "Antminer S19 Pro/Tue Aug 1, Antminer S19 Pro",
      "Antminer S21, Antminer S21",
      "antminer /, -",
      "Antminer 2.0/x, -",
      "bitaxe/v2.0, -",
      "bitaxe/2.0, -",
      "bitaxe/, -",
      "bitaxe, -",
      "whatsminer/v1.2, -",
      "cgminer/4.12.1, -",
      "XMRig/6.21.0, -"})
  void model_isNamedByDevices(String agent, String model) throws Exception {
    assertThat(RuleFiles.load(null).agents().match(agent).modelIn(agent)).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "curl/8.4.0", "cgminerd/1", "my cgminer", "Mozilla/5.0 (xmrig)", "xmri"})
  void match_others_isNone(String agent) throws Exception {
    assertThat(RuleFiles.load(null).agents().match(agent)).isNull();
  }

  @Test
  void match_firstInTheListWins() {
    Agents agents = new Agents(List.of(new Agents.Agent("a-b", "x", false), new Agents.Agent("a", "y", false)));
    assertThat(agents.match("a-b/1")).isEqualTo(new Agents.Agent("a-b", "x", false));
    assertThat(agents.match("a-c/1")).isEqualTo(new Agents.Agent("a", "y", false));
  }
}
