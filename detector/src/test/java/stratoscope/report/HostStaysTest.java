package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stratoscope.record.JsonTree;

/** What an address adds up to that was watched several times. */
class HostStaysTest {
  private static final String FIRST = """
      {"state":"ended","ip":"192.0.2.1","owner":"School","nature":"school","region":"Zhejiang","verdict":"confirmed","score":100,
       "first_seen":"2026-01-01T00:00:00.000000Z","last_seen":"2026-01-01T03:00:00.000000Z","active_seconds":7200.0,"sessions":2,
       "pools":["198.51.100.1:3333"],"coins":["BTC"],"wallets":["w1"],"agents":["cgminer"],"device_classes":["asic"],
       "rigs":{"low":4,"high":5,"basis":"b"},"hashrate":{"sha256d":{"hashes_per_second":300.0,"low":150.0,"high":600.0,"basis":"shares"}},
       "power_watts":{"low":1000.0,"high":2000.0,"assumes":"A"},"energy_kwh":{"low":2.0,"high":4.0,"sessions":2},
       "surcharge":{"amount_low":1.0,"amount_high":2.0,"currency":"CNY","tariff":"zhejiang-2022"},"kind":"single","kind_reasons":["r"]}""";
  private static final String SECOND = """
      {"state":"open","ip":"192.0.2.1","owner":null,"nature":null,"region":null,"verdict":"suspected","score":30,
       "first_seen":"2026-01-09T00:00:00.000000Z","last_seen":"2026-01-09T01:00:00.000000Z","active_seconds":3600.0,"sessions":1,
       "pools":["198.51.100.2:3333","198.51.100.1:3333"],"coins":[],"wallets":["w2"],"agents":[],"device_classes":[],
       "rigs":{"low":1,"high":1,"basis":"b"},"hashrate":{"randomx":{"hashes_per_second":3.0,"low":1.5,"high":6.0,"basis":"shares"}},
       "power_watts":{"low":100.0,"high":500.0,"assumes":"B"},"energy_kwh":{"low":1.0,"high":2.0,"sessions":1},
       "surcharge":{"amount_low":0.05,"amount_high":0.25,"currency":"CNY","tariff":"zhejiang-2022"},
       "kind":"unknown","kind_reasons":["s"]}""";

  @Test
  void severalTimes_addUp_andWhoseItIsIsNotForgotten() throws IOException {
    Map<String, ?> sum = HostStays.sum(List.of(JsonTree.parse(FIRST), JsonTree.parse(SECOND)));
    assertThat(JsonTree.parse(JsonTree.toJson(sum))).isEqualTo(JsonTree.parse("""
        {"state":"open","ip":"192.0.2.1","owner":"School","nature":"school","region":"Zhejiang","verdict":"confirmed","score":100,
         "first_seen":"2026-01-01T00:00:00.000000Z","last_seen":"2026-01-09T01:00:00.000000Z","active_seconds":10800.0,"sessions":3,
         "pools":["198.51.100.1:3333","198.51.100.2:3333"],"coins":["BTC"],"wallets":["w1","w2"],"agents":["cgminer"],
         "device_classes":["asic"],"rigs":{"low":4,"high":5,"basis":"b"},
         "hashrate":{"sha256d":{"hashes_per_second":200.0,"low":100.0,"high":400.0,"basis":"shares"},
           "randomx":{"hashes_per_second":1.0,"low":0.5,"high":2.0,"basis":"shares"}},
         "power_watts":{"low":1000.0,"high":2000.0,"assumes":"A; B"},"energy_kwh":{"low":3.0,"high":6.0,"sessions":3},
         "surcharge":{"amount_low":1.05,"amount_high":2.25,"currency":"CNY","tariff":"zhejiang-2022"},
         "kind":"single","kind_reasons":["r"]}"""));
  }

  @Test
  void whatIsUnknown_staysUnknown_andWhatIsKnownOnceIsKept() throws IOException {
    Map<String, ?> sum = HostStays.sum(List.of(JsonTree.parse(SECOND.replaceAll("\"power_watts\":\\{[^}]*}", "\"power_watts\":null")
        .replaceAll("\"energy_kwh\":\\{[^}]*}", "\"energy_kwh\":null").replaceAll("\"surcharge\":\\{[^}]*}", "\"surcharge\":null")),
        JsonTree.parse(FIRST)));
    assertThat(JsonTree.number(sum, "energy_kwh", "low")).isEqualTo(2.0);
    assertThat(JsonTree.number(sum, "power_watts", "high")).as("over all hours").isEqualTo(4000.0 / 3);
    assertThat(JsonTree.number(sum, "surcharge", "amount_high")).isEqualTo(2.0);
    String unknown = SECOND.replaceAll("\"energy_kwh\":\\{[^}]*}", "\"energy_kwh\":null");
    assertThat(JsonTree.at(HostStays.sum(List.of(JsonTree.parse(unknown), JsonTree.parse(unknown))), "energy_kwh")).isNull();
  }
}
