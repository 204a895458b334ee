package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What records say in English, in another language. */
class ReportTextsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "one machine | 一台矿机",
      "3 machines | 3 台矿机",
      "1 to 5 machines | 1 至 5 台矿机",
      "1 to 5 machines, for which it is a proxy | 代理 1 至 5 台矿机",
      "clients seen; distinct users (at least) | 观测到的客户端；不同的用户名（至少）",
      "works by the clock: from 20 to 04 h UTC at 10 % of its pace from 08 to 16 h, on 5 days | "
          + "分时段挖矿：5 天内 UTC 20 时至 04 时的速度为 08 时至 16 时的 10%",
      "its software runs on: asic, cpu | 其软件所属设备类型：asic, cpu",
      "at work 100 % of 1.7 hours | 1.7 小时中有 100% 的时间在挖矿",
      "any asic for sha256d of its time: 18.9-103 J/TH; one machine | 按当时可用于 sha256d 的各款 asic 计：18.9-103 J/TH；一台矿机",
      "any hardware for sha256d of its time: 18.9-103 J/TH; any hardware for x11 of its time: 1-2 J/GH (estimated) | "
          + "按当时可用于 sha256d 的各类硬件计：18.9-103 J/TH；按当时可用于 x11 的各类硬件计：1-2 J/GH（估计值）",
      "Antminer S19: 30-34 J/TH | Antminer S19: 30-34 J/TH"})
  void sentences_ofRecords_areTranslated(String english, String chinese) {
    assertThat(new ReportTexts("zh").said(english)).isEqualTo(chinese);
    assertThat(new ReportTexts("en").said(english)).isEqualTo(english);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "meanings.zh"})
  void chinese_hasMarksOfItsOwn(String name) throws IOException {
    Properties texts = new Properties();
    try (Reader in = new InputStreamReader(ReportTexts.resource(name + ".properties"), StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    assertThat(texts.values()).extracting(Object::toString).noneMatch(text -> text.matches(".*(\\p{IsHan}[,;:()]|[,;:()]\\p{IsHan}).*"));
  }

  @Test
  void places_areFilled_whateverStandsInThem() {
    assertThat(new ReportTexts("en").of("notice.sign", "a$1\\\\b", "7")).isEqualTo("a$1\\\\b (packet 7)");
  }
}
