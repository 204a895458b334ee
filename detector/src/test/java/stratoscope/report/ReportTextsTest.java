package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records say in English, in another language. */
class ReportTextsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "one machine | 一台机器",
      "3 machines | 3 台机器",
      "1 to 5 machines | 1 至 5 台机器",
      "1 to 5 machines, for which it is a proxy | 1 至 5 台机器,由其代理",
      "clients seen; distinct users (at least) | 见到的客户端;不同的用户名(至少)",
      "works by the clock: from 20 to 04 h UTC at 10 % of its pace from 08 to 16 h, on 5 days | "
          + "按时段工作:UTC 20 至 04 时的速度为 08 至 16 时的 10 %,共 5 天",
      "its software runs on: asic, cpu | 其软件运行于:asic, cpu",
      "at work 100 % of 1.7 hours | 1.7 小时中 100 % 的时间在工作",
      "any asic for sha256d of its time: 18.9-103 J/TH; one machine | 当时任何用于 sha256d 的 asic:18.9-103 J/TH;一台机器",
      "any hardware for sha256d of its time: 18.9-103 J/TH; any hardware for x11 of its time: 1-2 J/GH (estimated) | "
          + "当时任何用于 sha256d 的硬件:18.9-103 J/TH;当时任何用于 x11 的硬件:1-2 J/GH(估计值)",
      "Antminer S19: 30-34 J/TH | Antminer S19: 30-34 J/TH"})
  void sentences_ofRecords_areTranslated(String english, String chinese) {
    assertThat(new ReportTexts("zh").said(english)).isEqualTo(chinese);
    assertThat(new ReportTexts("en").said(english)).isEqualTo(english);
  }

  @Test
  void places_areFilled_whateverStandsInThem() {
    assertThat(new ReportTexts("en").of("notice.sign", "a$1\\\\b", "7")).isEqualTo("a$1\\\\b (packet 7)");
  }
}
