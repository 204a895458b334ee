package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the charts of a report say, and how names of the miners' choice look in it, in a browser. */
class ReportChartsTest {
  private static final String HOST = """
      {"event_type":"host","host":{"ip":"%s","owner":"%s","region":"%s","verdict":"confirmed","score":90,"sessions":1,\
      "first_seen":"2026-01-01T00:00:00.000000Z","last_seen":"2026-01-01T01:00:00.000000Z","active_seconds":3600.0,"coins":[],"pools":[],\
      "wallets":[],"agents":[],"rigs":{"low":1,"high":1,"basis":""%s},"kind":"single"}}""";
  private static final String SESSION = """
      {"timestamp":"2026-01-01T01:00:00.000000Z","event_type":"mining","src_ip":"%s","dest_ip":"192.0.2.1","dest_port":3333,\
      "flow_id":%d,"mining":{"verdict":"confirmed","score":90,"first_seen":"%s","last_seen":"%s","active_seconds":%s,"agent":"%s",\
      "power_watts":{"low":%s,"high":%s,"assumes":""},"evidence":[]}}""";

  @TempDir
  private Path folder;
  private final List<String> lines = new ArrayList<>();

  private void host(String ip, String name, String more) {
    lines.add(String.format(Locale.ROOT, HOST, ip, name, name, more));
  }

  private void session(String ip, String from, String to, int activeSeconds, int watts, String agent) {
    String day = "2026-01-01T";
    lines.add(String.format(Locale.ROOT, SESSION, ip, lines.size(), day + from + ".000000Z", day + to + ".000000Z", activeSeconds, agent,
        watts, 2 * watts));
  }

  private static String second(int second) {
    return String.format(Locale.ROOT, "00:00:%02d", second);
  }

  private String page(String place) throws Exception {
    Path records = Files.write(folder.resolve("found.json"), lines);
    Path page = folder.resolve("report.html");
    CommandLineRun.of("report", "-w", page.toString(), records.toString());
    return Browser.shown(folder, page, place, "--dump-dom");
  }

  @Test
  void powerOfSessionsThatFollowOneAnother_doesNotAddUp() throws Exception {
    host("10.0.0.1", "A", "");
    for (int i = 0; i < 19; i++) {
      session("10.0.0.1", second(3 * i), second(3 * i + 3), 3, 1000, "");
    }
    host("10.0.0.2", "A", "");
    session("10.0.0.2", "00:00:00", "01:00:00", 1800, 1000, "");
    host("10.0.0.3", "A", ",\"at_clients\":true");
    session("10.0.0.3", "00:00:00", "01:00:00", 3600, 9000, "");
    assertThat(page("")).as("one of 2 kW all the time, another half of it; those of a proxy are its clients'")
        .contains(">3&nbsp;kW</text>");
  }

  @Test
  void timeOfAShortCapture_hasSeconds() throws Exception {
    host("10.0.0.1", "A", "");
    session("10.0.0.1", "00:00:10", "00:00:50", 40, 1000, "");
    assertThat(page("")).contains(">2026-01-01 00:00:20</text>", ">2026-01-01 00:00:50</text>");
  }

  @Test
  void names_cannotTurnTheirSurroundingsRound_norBeTakenForTheScripts() throws Exception {
    host("10.0.0.1", "\u202Egnim\u202C", "");
    host("10.0.0.2", "__proto__", "");
    host("10.0.0.3", "浙江省杭州市余杭区五常街道办事处", "");
    session("10.0.0.1", "00:00:10", "00:00:50", 40, 1000, "\u2067cpu");
    String page = page("#open=10.0.0.1");
    assertThat(page).contains("<td class=\"\">.gnim.</td>", ">.gnim.</option>", "<dd>.cpu</dd>");
    assertThat(page).contains(">__proto__</text>", ">浙江省杭州市余杭区五…</text>").doesNotContain("NaN");
  }
}
