package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;

/** The shipped tariffs, as they were published, and which regions they are found by. */
class TariffsTest {
  private static Tariffs tariffs = Tariffs.NONE;

  @BeforeAll
  static void read() throws RuleFileException {
    tariffs = RuleFiles.load(null).tariffs();
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {
    "Zhejiang, 2023-01-01, zhejiang-2022, 0.5",
    "浙江省杭州市, 2023-01-01, zhejiang-2022, 0.5",
    "'Hangzhou, ZHEJIANG', 2023-01-01, zhejiang-2022, 0.5",
    "Zhejiang, 2022-02-13, null, 0",
    "Shaanxi, 2023-01-01, shaanxi-2022, 1",
    "Shanxi, 2023-01-01, shanxi-2022, 1",
    "陕西省, 2023-01-01, shaanxi-2022, 1",
    "山西, 2022-05-09, null, 0",
    "山西, 2022-05-10, shanxi-2022, 1",
    "四川, 2022-04-15, sichuan-2022, 2",
    "Shandong, 2022-02-24, shandong-2022-draft, 2",
    "Zhejiangese, 2023-01-01, null, 0",
    "Guangdong, 2023-01-01, null, 0",
    "null, 2023-01-01, null, 0"})
  void tariff_isFoundByRegionAndDay(String region, String day, String id, double perKwh) {
    Tariff tariff = tariffs.of(region, Instant.parse(day + "T00:00:00Z").getEpochSecond() * 1_000_000);
    assertThat(tariff == null ? null : tariff.id()).isEqualTo(id);
    assertThat(tariff == null ? 0 : tariff.perKwh()).isEqualTo(perKwh);
  }

  @Test
  void policyWithoutAFigure_hasNone() {
    assertThat(tariffs.of("内蒙古自治区", 0).perKwh()).isNaN();
    assertThat(tariffs.of("Hainan", 0).perKwh()).isNaN();
    assertThat(tariffs.of("Zhejiang", Long.MAX_VALUE).isWholeMeter()).isTrue();
    assertThat(tariffs.all().stream().filter(tariff -> tariff.status().startsWith("draft"))).singleElement()
        .matches(tariff -> tariff.region().equals("Shandong"));
  }
}
