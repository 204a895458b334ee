package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many machines a scan finds behind an address, and why. */
class RigsScanTest {
  private static final String JOB = "\"blob\":\"0e0e" + "a".repeat(148) + "\",\"job_id\":\"j%d\",\"target\":\"b88d0600\",\"algo\":\"rx/0\"";
  private static final String LOGIN = """
      C> {"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"account","pass":"x","agent":"%s","rigid":"%s"}}
      S> {"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"s%s","job":{%s},"status":"OK"}}
      """;
  private static final String SHARE = """
      wait 20s
      C> {"id":%d,"jsonrpc":"2.0","method":"submit","params":{"id":"s","job_id":"j1","nonce":"%s","result":"${hex 64 %d}"}}
      S> {"id":%d,"jsonrpc":"2.0","error":null,"result":{"status":"OK"}}
      """;

  private static String monero(String flow, String agent, String rig, String... nonces) {
    return flow + "\n" + String.format(Locale.ROOT, LOGIN, agent, rig, rig, String.format(Locale.ROOT, JOB, 1))
        + IntStream.range(0, nonces.length)
        .mapToObj(i -> String.format(Locale.ROOT, SHARE, i + 2, nonces[i], i, i + 2)).collect(Collectors.joining());
  }

  private static JsonNode rigs(Scan scan, String address) {
    return scan.hosts.stream().map(record -> record.path("host")).filter(host -> host.path("ip").asText().equals(address))
        .findFirst().orElseThrow().path("rigs");
  }

  @Test
  void oneWallet_namesOfRigsTellThemApart() {
    Scan scan = Scan.of(monero("flow 10.0.0.1:1001 > 198.51.100.20:3333", "XMRig/6.21.0", "a", "00000000") + "fin client\n",
        "flow 10.0.0.9:1 > 198.51.100.99:9\nwait 100s\n"
            + monero("flow 10.0.0.1:1002 > 198.51.100.20:3333", "XMRig/6.21.0", "b", "00000001"));
    JsonNode rigs = rigs(scan, "10.0.0.1");
    assertThat(rigs.path("low").asInt()).as("one after the other").isEqualTo(1);
    assertThat(rigs.path("high").asInt()).isEqualTo(2);
    assertThat(rigs.at("/signs/users").asInt()).isEqualTo(2);
  }

  @Test
  void proxysUplink_isDividedByNonces() {
    Scan scan = Scan.of(monero("flow 10.0.0.1:1001 > 198.51.100.20:3333", "xmrig-proxy/6.21.0", "p", "00000001", "00000002", "000000a0",
        "11000002"));
    JsonNode rigs = rigs(scan, "10.0.0.1");
    assertThat(rigs.path("low").asInt()).isEqualTo(1);
    assertThat(rigs.path("high").asInt()).isEqualTo(3);
    assertThat(rigs.path("basis").asText()).isEqualTo("concurrent sessions; nonces");
    Scan lone = Scan.of(monero("flow 10.0.0.1:1001 > 198.51.100.20:3333", "XMRig/6.21.0", "p", "00000001", "00000002", "000000a0"));
    assertThat(rigs(lone, "10.0.0.1").path("high").asInt()).as("a machine alone uses them all").isEqualTo(1);
  }

  @Test
  void proxyWhoseClientsAreSeen_isNotOneMore() {
    String[] scripts = IntStream.range(0, 4)
        .mapToObj(i -> i < 3 ? monero("flow 10.0.0." + (11 + i) + ":1001 > 10.0.0.1:3333", "XMRig/6.21.0", "r" + i, "0000000" + i)
            : monero("flow 10.0.0.1:1001 > 198.51.100.20:3333", "XMRig/6.21.0", "p", "00000001")).toArray(String[]::new);
    Scan scan = Scan.of(scripts);
    JsonNode rigs = rigs(scan, "10.0.0.1");
    assertThat(rigs.path("low").asInt()).isEqualTo(3);
    assertThat(rigs.path("high").asInt()).isEqualTo(3);
    assertThat(rigs.path("basis").asText()).startsWith("clients seen; ");
    assertThat(rigs.path("at_clients").asBoolean()).isTrue();
    assertThat(rigs.at("/signs/clients").asInt()).isEqualTo(3);
    assertThat(scan.by("10.0.0.1").at("/mining/role").asText()).isEqualTo("proxy");
    assertThat(scan.by("10.0.0.11").at("/mining/role").asText()).isEqualTo("miner");
    assertThat(rigs(scan, "10.0.0.11").path("high").asInt()).isEqualTo(1);
  }

  @Test
  void severalSubscriptions_inOneConnection_areAsManyAtMost() {
    String subscriptions = IntStream.range(0, 3).mapToObj(i -> String.format(Locale.ROOT, """
        C> {"id":%1$d,"method":"mining.subscribe","params":["cgminer/4.12.1"]}
        S> {"id":%1$d,"result":[[["mining.notify","ae%1$d"]],"0800000%1$d",4],"error":null}
        """, i)).collect(Collectors.joining());
    Scan scan = Scan.of("flow 10.0.0.1:1001 > 198.51.100.20:3333\n" + subscriptions + """
        C> {"id":9,"method":"mining.authorize","params":["account.proxy","x"]}
        S> {"id":9,"result":true,"error":null}
        wait 5s
        S> {"id":null,"method":"mining.set_extranonce","params":["0900000a",4]}
        """);
    JsonNode rigs = rigs(scan, "10.0.0.1");
    assertThat(rigs.path("low").asInt()).isEqualTo(1);
    assertThat(rigs.path("high").asInt()).as("another extranonce is no other client").isEqualTo(3);
    assertThat(rigs.path("basis").asText()).isEqualTo("concurrent sessions; extranonces");
    assertThat(scan.only().at("/mining/extranonce").asText()).isEqualTo("0900000a");
  }
}
