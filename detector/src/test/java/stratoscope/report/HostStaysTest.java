package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    Map<String, Object> sum = HostStays.sum(List.of(JsonTree.parse(FIRST), JsonTree.parse(SECOND)));
    assertThat(JsonTree.parse(JsonTree.toJson(sum))).isEqualTo(JsonTree.parse("""
        {"state":"open","ip":"192.0.2.1","owner":"School","nature":"school","region":"Zhejiang","verdict":"confirmed","score":100,
         "first_seen":"2026-01-01T00:00:00.000000Z","last_seen":"2026-01-09T01:00:00.000000Z","active_seconds":10800.0,"sessions":3,
         "pools":["198.51.100.1:3333","198.51.100.2:3333"],"coins":["BTC"],"wallets":["w1","w2"],"agents":["cgminer"],
         "device_classes":["asic"],"rigs":{"low":4,"high":5,"basis":"b"},
         "hashrate":{
           "sha256d":{"hashes_per_second":300.0,"low":150.0,"high":600.0,"basis":"shares","active_seconds":7200.0},
           "randomx":{"hashes_per_second":3.0,"low":1.5,"high":6.0,"basis":"shares","active_seconds":3600.0}},
         "power_watts":{"low":1000.0,"high":2000.0,"assumes":"A; B"},
         "energy_kwh":{"low":3.0,"high":6.0,"sessions":3,"active_seconds":10800.0},
         "surcharge":{"amount_low":1.05,"amount_high":2.25,"currency":"CNY","tariff":"zhejiang-2022"},
         "kind":"single","kind_reasons":["r"]}"""));
  }

  @Test
  void whatIsUnknown_staysUnknown_andWhatIsKnownOnceIsKept() throws IOException {
    Map<String, Object> sum = HostStays.sum(List.of(JsonTree.parse(SECOND.replaceAll("\"power_watts\":\\{[^}]*}", "\"power_watts\":null")
        .replaceAll("\"energy_kwh\":\\{[^}]*}", "\"energy_kwh\":null").replaceAll("\"surcharge\":\\{[^}]*}", "\"surcharge\":null")),
        JsonTree.parse(FIRST)));
    assertThat(JsonTree.number(sum, "energy_kwh", "low")).isEqualTo(2.0);
    assertThat(JsonTree.number(sum, "power_watts", "high")).as("over the hours of which it is known").isEqualTo(2000.0);
    assertThat(JsonTree.number(sum, "surcharge", "amount_high")).isEqualTo(2.0);
    String unknown = SECOND.replaceAll("\"energy_kwh\":\\{[^}]*}", "\"energy_kwh\":null");
    assertThat(JsonTree.at(HostStays.sum(List.of(JsonTree.parse(unknown), JsonTree.parse(unknown))), "energy_kwh")).isNull();
  }

  @Test
  void figuresOfPartsOfTheTime_areWeightedByThatPart() throws IOException {
    String some = FIRST.replace("\"basis\":\"shares\"", "\"basis\":\"shares\",\"active_seconds\":1800.0")
        .replace("\"sessions\":2}", "\"sessions\":2,\"active_seconds\":1800.0}");
    String other = SECOND.replace("randomx", "sha256d");
    Map<String, Object> sum = HostStays.sum(List.of(JsonTree.parse(some), JsonTree.parse(other)));
    assertThat(JsonTree.number(sum, "hashrate", "sha256d", "hashes_per_second")).isEqualTo((300.0 * 1800 + 3.0 * 3600) / 5400);
    assertThat(JsonTree.number(sum, "power_watts", "low")).as("3 kWh in an hour and a half").isEqualTo(2000.0);
    assertThat(JsonTree.number(sum, "energy_kwh", "active_seconds")).isEqualTo(5400.0);
  }

  @Test
  void surchargesOfAllTariffs_addUp_andAreNamed() throws IOException {
    String without = SECOND.replaceAll("\"surcharge\":\\{[^}]*}", """
        "surcharge":{"amount_low":null,"amount_high":null,"currency":"CNY","tariff":"hainan","per_kwh":null,"status":"in force",
        "whole_meter":false,"note":"a policy exists","source":"s"}""");
    Map<String, Object> sum = HostStays.sum(List.of(JsonTree.parse(FIRST), JsonTree.parse(SECOND.replace("zhejiang-2022", "sichuan-2022")),
        JsonTree.parse(without), JsonTree.parse(FIRST)));
    assertThat(JsonTree.number(sum, "surcharge", "amount_low")).isEqualTo(2.05);
    assertThat(JsonTree.number(sum, "surcharge", "amount_high")).isEqualTo(4.25);
    assertThat(JsonTree.text(sum, "surcharge", "tariff")).isEqualTo("zhejiang-2022; sichuan-2022; hainan");
    assertThat(JsonTree.text(sum, "surcharge", "note")).isEqualTo("a policy exists; hainan has no figure and adds no amount");
    assertThat(JsonTree.at(sum, "surcharge", "parts")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
    Map<String, Object> again = HostStays.sum(List.of(sum, JsonTree.parse(FIRST)));
    assertThat(JsonTree.number(again, "surcharge", "amount_low")).as("parts add up, too").isEqualTo(3.05);
  }

  @Test
  void amountsOfSeveralCurrencies_stayApart() throws IOException {
    Map<String, Object> sum = HostStays.sum(List.of(JsonTree.parse(FIRST), JsonTree.parse(FIRST.replace("CNY", "EUR"))));
    assertThat(JsonTree.at(sum, "surcharge", "amount_low")).isNull();
    assertThat(JsonTree.text(sum, "surcharge", "currency")).isEqualTo("CNY; EUR");
    ReportSums sums = new ReportSums();
    sums.add(sum);
    assertThat(sums.surcharges).containsOnlyKeys("CNY", "EUR");
    assertThat(sums.surcharges.get("EUR")).containsExactly(1, 2, 0, 0);
  }

  @Test
  void drafts_areToldApartInTheTotal() throws IOException {
    ReportSums sums = new ReportSums();
    sums.add(JsonTree.parse(FIRST));
    assertThat(sums.surcharge("CNY", new ReportTexts("en"))).isEqualTo("1 – 2 CNY");
    sums.add(JsonTree.parse(SECOND.replace("\"tariff\":", "\"status\":\"draft for comment\",\"tariff\":")));
    assertThat(sums.surcharges.get("CNY")).containsExactly(1.05, 2.25, 0.05, 0.25);
    assertThat(sums.surcharge("CNY", new ReportTexts("en"))).contains("(of which 0.05 – 0.25 CNY rests on drafts)");
  }
}
