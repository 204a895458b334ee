package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
    "中国浙江, 2023-01-01, zhejiang-2022, 0.5",
    "浙江杭州, 2023-01-01, zhejiang-2022, 0.5",
    "华东/浙江移动, 2023-01-01, zhejiang-2022, 0.5",
    "上海市虹口区四川北路, 2023-01-01, null, 0",
    "江苏省南京市山西路街道, 2023-01-01, null, 0",
    "浙江省杭州市山东路, 2023-01-01, zhejiang-2022, 0.5",
    "北京市朝阳区四川大厦, 2023-01-01, null, 0",
    "四川大厦, 2023-01-01, null, 0",
    "青海省海南藏族自治州, 2023-01-01, null, 0",
    "'Shandong Road, Hangzhou, Zhejiang', 2023-01-01, zhejiang-2022, 0.5",
    "'Sichuan North Rd., Shanghai', 2023-01-01, null, 0",
    "Zhejiangese, 2023-01-01, null, 0",
    "Guangdong, 2023-01-01, null, 0",
    "null, 2023-01-01, null, 0"})
  void tariff_isFoundByRegionAndDay(String region, String day, String id, double perKwh) {
    Tariff tariff = tariffs.of(region, Instant.parse(day + "T00:00:00Z").getEpochSecond() * 1_000_000);
    assertThat(tariff == null ? null : tariff.id()).isEqualTo(id);
    assertThat(tariff == null ? 0 : tariff.perKwh()).isEqualTo(perKwh);
  }

  @Test
  void tariffOfACity_isFoundInsideAText() {
    Tariffs own = new Tariffs(List.of(new Tariff("own", "Hangzhou", List.of("杭州"), 1, "CNY", null, 0, "in force", "", false, null, "")));
    for (String region : List.of("浙江省杭州市西湖区", "浙江杭州", "杭州", "Hangzhou, Zhejiang")) {
      assertThat(own.of(region, 1)).as(region).isNotNull();
    }
    assertThat(own.of("上海市杭州湾", 1)).isNull();
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
