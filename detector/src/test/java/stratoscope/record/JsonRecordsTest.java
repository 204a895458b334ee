package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostCase;
import stratoscope.host.HostRate;
import stratoscope.host.HostRigs;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/** JSON lines, whatever the packets held. */
class JsonRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SampleFinding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "{\"method\":\"mining.subscribe\"}");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonRecords records = new JsonRecords(out);

  private JsonNode mining() throws IOException {
    records.onMining(sample.finding(), new ProofPackets());
    return JSON.readTree(text());
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void unknowns_areNullAndNever0() throws IOException {
    JsonNode mining = mining().path("mining");
    for (String field : List.of("coin", "algorithm", "job_algorithm", "pool", "pool_host", "user", "wallet", "worker", "agent",
        "device_class", "device_model", "session_id", "extranonce", "bytes_up", "bytes_down", "jobs", "difficulty", "hashrate",
        "power_watts")) {
      assertThat(mining.has(field)).as("has %s", field).isTrue();
      assertThat(mining.get(field).isNull()).as("%s is null", field).isTrue();
    }
    assertThat(mining.path("shares")).hasToString("{\"submitted\":null,\"accepted\":null,\"rejected\":null}");
    for (String field : List.of("coin_candidates", "email", "users", "password_options", "redirects", "server_messages",
        "claimed_hashrate")) {
      assertThat(mining.has(field)).as("has %s", field).isFalse();
    }
  }

  @Test
  void zero_isWrittenWhereItIsKnown() throws IOException {
    sample.submitted = 0L;
    sample.accepted = 0L;
    sample.rejected = 0L;
    sample.bytesDown = 0L;
    JsonNode mining = mining().path("mining");
    assertThat(mining.path("shares")).hasToString("{\"submitted\":0,\"accepted\":0,\"rejected\":0}");
    assertThat(mining.path("bytes_down").isIntegralNumber()).isTrue();
    assertThat(mining.path("bytes_up").isNull()).isTrue();
  }

  @Test
  void endlessNumbers_areNull() throws IOException {
    sample.difficulty = Double.POSITIVE_INFINITY;
    sample.hashrate = new Hashrate(Double.NaN, 0.5, Double.NEGATIVE_INFINITY, "shares");
    JsonNode mining = mining().path("mining");
    assertThat(mining.path("difficulty").isNull()).isTrue();
    assertThat(mining.path("hashrate")).hasToString("{\"hashes_per_second\":null,\"low\":0.5,\"high\":null,\"basis\":\"shares\"}");
    records.onStats(SampleFinding.stats(0));
    assertThat(JSON.readTree(text().lines().toList().get(1)).at("/stats/packets_per_second").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\nfeed", "carriage\r\n", "\u0000\u001b[2J\u007f", "\u2028\u2029", "\"},{\"a\":\"b", "back\\slash",
      "矿工-7", "⛏\uFE0F\uD83D\uDE00", "\uFFFF", "\u202Egnp.exe"})
  void namesOfAnyKind_comeBackAsTheyWere_onOneLine(String name) throws IOException {
    sample.identity = new Identity(name, name, name, name);
    sample.users = List.of(name, name + "2");
    sample.passwordOptions = List.of("d=" + name);
    sample.agent = name;
    sample.redirects = List.of(name);
    sample.serverMessages = List.of(name);
    sample.jobAlgorithm = name;
    sample.sign("stratum-v1-authorize", 30, name);
    JsonNode mining = mining().path("mining");
    assertThat(text().indexOf('\n')).as("the only line feed is the last character").isEqualTo(text().length() - 1);
    assertThat(text()).doesNotContain("\r", "\u0000", "\u001b");
    for (String field : List.of("/user", "/wallet", "/worker", "/email", "/users/0", "/agent", "/redirects/0", "/server_messages/0",
        "/job_algorithm", "/evidence/1/excerpt")) {
      assertThat(mining.at(field).asText()).as(field).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "a\uD83Db", "\uDE00\uD83D", "cut in the middle \uD83D"})
  void halfCharacters_areReplaced_andTheRunGoesOn(String name) throws IOException {
    sample.agent = name;
    sample.serverMessages = List.of(name);
    JsonNode mining = mining().path("mining");
    String expected = name.replace('\uD83D', '\uFFFD').replace('\uDE00', '\uFFFD');
    assertThat(mining.path("agent").asText()).isEqualTo(expected);
    assertThat(mining.at("/server_messages/0").asText()).isEqualTo(expected);
  }

  @Test
  void packetData_isNeverAKey() throws IOException {
    String marker = "from-the-wire";
    sample.identity = new Identity(marker, marker, marker, marker);
    sample.users = List.of(marker, marker + "2");
    sample.passwordOptions = List.of(marker + "=1");
    sample.agent = marker;
    sample.jobAlgorithm = marker;
    sample.redirects = List.of(marker);
    sample.serverMessages = List.of(marker);
    sample.sign("stratum-v1-authorize", 30, marker);
    mining().findParents(marker).forEach(node -> assertThat(node).isNull());
    assertThat(text()).contains(marker).doesNotContainPattern("\"[^\"]*" + marker + "[^\"]*\"\\s*:");
  }

  @Test
  void eachRecord_isALineOfItsOwn_flushedWhenItIsWritten() throws IOException {
    records.onMining(sample.finding(), new ProofPackets());
    assertThat(text().lines()).hasSize(1);
    records.onHost(SampleFinding.host("2001:db8::7", Verdict.PROBABLE));
    assertThat(text().lines()).hasSize(2);
    records.onStats(SampleFinding.stats(0.5));
    records.close();
    List<String> lines = text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(JSON.readTree(lines.get(0)).path("event_type").asText()).isEqualTo("mining");
    assertThat(JSON.readTree(lines.get(1)).at("/host/ip").asText()).isEqualTo("2001:db8::7");
    assertThat(JSON.readTree(lines.get(2)).at("/stats/packets_per_second").asDouble()).isEqualTo(2000);
  }

  @Test
  void mining_hasTheMinerAsSource() throws IOException {
    JsonNode record = mining();
    assertThat(record.path("src_ip").asText()).isEqualTo("192.0.2.10");
    assertThat(record.path("src_port").asInt()).isEqualTo(41000);
    assertThat(record.path("dest_ip").asText()).isEqualTo("198.51.100.20");
    assertThat(record.path("dest_port").asInt()).isEqualTo(3333);
    assertThat(record.path("timestamp").asText()).as("when the session was last seen").isEqualTo("2023-11-14T22:14:20.000000Z");
    assertThat(record.at("/mining/first_seen").asText()).isEqualTo("2023-11-14T22:13:20.000000Z");
    assertThat(record.path("pcap_filename").asText()).isEqualTo("sample.pcap");
  }

  @Test
  void host_tellsHashratePerAlgorithm() throws IOException {
    Host bare = SampleFinding.host("192.0.2.10", Verdict.CONFIRMED);
    records.onHost(new Host(bare.state(), bare.address(), bare.verdict(), 100, bare.firstSeenMicros(), bare.lastSeenMicros(), 12.5, 2,
        List.of("[2001:db8::1]:3333"), List.of("BTC"), List.of(), List.of(), List.of(), HostRigs.between(1, 5),
        Map.of("sha256d", new HostRate(new Hashrate(1e13, 5e12, 2e13, "shares"), 10)), HostCase.UNKNOWN));
    JsonNode host = JSON.readTree(text()).path("host");
    assertThat(host.at("/hashrate/sha256d/hashes_per_second").asDouble()).isEqualTo(1e13);
    assertThat(host.at("/hashrate/sha256d/active_seconds").asDouble()).isEqualTo(10);
    assertThat(host.at("/rigs/high").asInt()).isEqualTo(5);
    assertThat(host.path("owner").isNull() && host.path("energy_kwh").isNull() && host.path("surcharge").isNull()).isTrue();
    assertThat(host.path("kind").asText()).isEqualTo("unknown");
  }
}
