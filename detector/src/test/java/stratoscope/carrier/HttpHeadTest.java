package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of the heads of HTTP messages, which an adversary makes as long as he likes. */
class HttpHeadTest {
  private static HttpHead to(String host) {
    return new HttpHead(true, "GET", "/", 0, List.of(Map.entry("Host", host)));
  }

  @Test
  void host_isThatOfTheTargetIfThatIsAWholeUri_elseOfTheHeader() {
    assertThat(to("pool.example:8080").host()).isEqualTo("pool.example");
    assertThat(to("").host()).isNull();
    assertThat(new HttpHead(true, "GET", "/", 0, List.of()).host()).isNull();
    HttpHead whole = new HttpHead(true, "GET", "HTTP://me@pool.example:81/x", 0, List.of(Map.entry("Host", "proxy.example")));
    assertThat(whole.host()).isEqualTo("pool.example");
    assertThat(whole.port()).isEqualTo(81);
  }

  @Test
  void kept_shortHead_isTheSame() {
    HttpHead head = to("pool.example");
    assertThat(head.kept()).isSameAs(head);
  }

  @Test
  void kept_longHeaders_leavesThoseOut() {
    Map.Entry<String, String> stratum = Map.entry("X-Stratum", "stratum+tcp://pool.example:3333");
    HttpHead head = new HttpHead(false, "", "", 200, List.of(Map.entry("Set-Cookie", "c".repeat(15_000)), stratum), 7);
    assertThat(head.kept()).isEqualTo(new HttpHead(false, "", "", 200, List.of(stratum), 7));
  }

  @Test
  void kept_ofManyTinyHeadersOrALongTarget_isBounded() {
    List<Map.Entry<String, String>> many = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      many.add(Map.entry("a", ""));
    }
    HttpHead kept = new HttpHead(true, "GET", "/" + "t".repeat(15_000), 0, many).kept();
    assertThat(kept.heldBytes()).isBetween(3_000, 4_096);
    assertThat(kept.headers()).hasSizeLessThan(30);
  }
}
