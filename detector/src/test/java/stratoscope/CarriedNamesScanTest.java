package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole scans of pools' names that HTTP, CONNECT and SOCKS say in clear, around mining in clear and around none. */
class CarriedNamesScanTest {
  private static final String POOL = "asia-erg.2miners.com";
  private static final String FLOW = "flow 192.0.2.10:41000 > 192.0.2.8:8118\n";
  private static final String HASHES = "[\"0x${hex 64 one}\",\"0x${hex 64 dag}\","
      + "\"0x000000005ba03f80000000000000000000000000000000000000000000000000\"]";
  private static final String STRATUM = """
      newline lf
      C> {"id":1,"method":"mining.subscribe","params":["cgminer/4.12.1"]}
      S> {"id":1,"result":[[["mining.notify","ae6812eb"]],"08000002",4],"error":null}
      """;

  private static String post(String host) {
    String ask = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\"}";
    return "let ask = " + ask + "\nlet answer = {\"id\":1,\"jsonrpc\":\"2.0\",\"result\":" + HASHES + "}\n" + FLOW
        + "newline crlf\njoin\nC> POST / HTTP/1.1\nC> Host: " + host + "\nC> Content-Type: application/json\n"
        + "C> Content-Length: ${length ask}\nC>\nC| ${ask}\nend\n"
        + "join\nS> HTTP/1.1 200 OK\nS> Content-Type: application/json\nS> Content-Length: ${length answer}\nS>\nS| ${answer}\nend\n";
  }

  private static String connect(String host) {
    return FLOW + "newline crlf\njoin\nC> CONNECT " + host + " HTTP/1.1\nC> Host: " + host + "\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 Connection established\nS>\nend\n";
  }

  private static List<String> signs(JsonNode finding) {
    return finding.at("/mining/evidence").findValuesAsText("rule");
  }

  @Test
  void hostOfHttp_addsToWhatIsSaid() {
    JsonNode named = Scan.of(post(POOL + ":8888")).only();
    JsonNode other = Scan.of(post("work.example:8888")).only();
    assertThat(named.at("/mining/dialect").asText()).isEqualTo("eth-getwork");
    assertThat(signs(named)).contains("circumstance-server-name").containsAll(signs(other));
    assertThat(signs(other)).doesNotContain("circumstance-server-name");
    assertThat(named.at("/mining/evidence").findValuesAsText("excerpt")).contains("http " + POOL);
    assertThat(named.at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(other.at("/mining/verdict").asText()).as("one question, and its answer").isEqualTo("probable");
    assertThat(named.at("/mining/verdict").asText()).as("the same at a pool: no name confirms").isEqualTo("probable");
  }

  @Test
  void targetOfConnect_addsToWhatIsSaid() {
    JsonNode named = Scan.of(connect(POOL + ":8888") + STRATUM).only();
    assertThat(named.at("/mining/dialect").asText()).isEqualTo("stratum-v1");
    assertThat(named.at("/mining/verdict").asText()).isEqualTo("confirmed");
    assertThat(signs(named)).contains("circumstance-server-name", "conversation-destination");
    assertThat(named.at("/mining/evidence").findValuesAsText("excerpt")).contains("http-connect " + POOL + ":8888");
    JsonNode other = Scan.of(connect("work.example:8888") + STRATUM).only();
    assertThat(signs(other)).doesNotContain("circumstance-server-name");
  }

  @Test
  void onlyMiner_withThePoolsName_isProbable() {
    Scan scan = Scan.of("only client\n" + connect(POOL + ":8888") + STRATUM);
    assertThat(scan.only().at("/mining/verdict").asText()).isEqualTo("probable");
    assertThat(scan.only().at("/mining/dialect").asText()).isEqualTo("stratum-v1");
    assertThat(signs(scan.only())).contains("circumstance-server-name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.2miners.com", "nanopool.org", "stats.supportxmr.com"})
  void visitOfAWebSite_inClear_isNothing(String host) {
    Scan.of(FLOW + "newline crlf\njoin\nC> GET /miners/x HTTP/1.1\nC> Host: " + host + "\nC> User-Agent: Mozilla/5.0\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 OK\nS> Content-Type: text/html\nS> Content-Length: 5\nS>\nS| hello\nend\n").showsNothing();
  }

  @Test
  void refusedTunnel_toAPool_isNothing() {
    Scan scan = Scan.of(FLOW + "newline crlf\njoin\nC> CONNECT " + POOL + ":8888 HTTP/1.1\nC>\nend\n"
        + "join\nS> HTTP/1.1 403 Forbidden\nS> Content-Length: 0\nS>\nend\nfin client\n");
    scan.showsNothing();
  }
}
