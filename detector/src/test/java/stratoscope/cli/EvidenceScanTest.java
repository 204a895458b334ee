package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureReader;
import stratoscope.capture.RawPacket;
import stratoscope.record.EvidenceText;
import stratoscope.testing.MakePcaps;

/** The captures that {@code --evidence} writes prove what their finding says. */
class EvidenceScanTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path folder;

  private List<JsonNode> scan(Path capture, String... more) throws IOException {
    Path output = folder.resolve("records.json");
    List<String> arguments = new ArrayList<>(List.of("scan", "-f", "json", "-w", output.toString(), capture.toString()));
    arguments.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    List<JsonNode> mining = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      JsonNode record = JSON.readTree(line);
      if (record.has("mining")) {
        mining.add(record);
      }
    }
    return mining;
  }

  private List<Path> evidenceOf(Path capture) throws IOException {
    scan(capture, "--evidence", folder.resolve("evidence").toString());
    try (Stream<Path> files = Files.list(folder.resolve("evidence"))) {
      return files.sorted().toList();
    }
  }

  private static Path capture(String name) {
    return MakePcaps.root().resolve(name);
  }

  private static List<String> payloads(Path file) throws IOException {
    List<String> payloads = new ArrayList<>();
    CaptureProblems problems = new CaptureProblems();
    try (CaptureReader reader = CaptureReader.open(new CaptureFile(file.toString(), file, Files.size(file)), problems)) {
      RawPacket packet = new RawPacket();
      while (reader.next(packet)) {
        byte[] bytes = new byte[packet.capturedLength];
        packet.data.get(packet.offset, bytes);
        payloads.add(new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(problems.count()).as("problems met in %s", file).isZero();
    return payloads;
  }

  @Test
  void evidence_holdsTheHandshakeAndTheShares_readBackByOurReader() throws IOException {
    List<Path> files = evidenceOf(capture("stratum-v1/handshake.pcap"));
    assertThat(files).hasSize(1);
    List<String> payloads = payloads(files.get(0));
    for (String said : List.of("mining.configure", "\"mining.subscribe\"", "\"5ca1ab1e\",8]", "mining.authorize", "mining.notify",
        "\"1a\",\"0000000000000004\"", "{\"id\":4,\"result\":true", "Low difficulty share")) {
      assertThat(payloads).as("packets").anyMatch(payload -> payload.contains(said));
    }
  }

  @Test
  void evidence_commentNamesFindingAndSigns() throws IOException {
    Path file = evidenceOf(capture("stratum-v1/handshake.pcap")).get(0);
    JsonNode record = scan(capture("stratum-v1/handshake.pcap")).get(0);
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
        .contains("confirmed mining, score 100, dialect stratum-v1: 10.1.8.10:41000 mines at 198.51.100.20:3333")
        .contains("flow_id " + record.path("flow_id").asLong())
        .contains("community_id " + record.path("community_id").asText())
        .contains("stratum-v1-subscribe (40, miner): asks for work with mining.subscribe")
        .contains("stratum-v1-share-rejected (30, both): ");
  }

  @ParameterizedTest
  @CsvSource({"stratum-v1/handshake.pcap", "stratum-v1/ipv6.pcap", "cryptonote/handshake.pcap", "eth-proxy/handshake.pcap",
      "tunnels/vlan-in-vxlan-in-vlan.pcap", "formats/pcapng-two-interfaces.pcapng", "stratum-v1/start-midstream.pcap",
      "encrypted/look-ups.pcap", "encrypted/look-up-through-alias.pcap", "encrypted/look-up-then-nameless-tls.pcap",
      "encrypted/pool-name-alone.pcap", "encrypted/certificate-openssl.pcap"})
  void evidence_scannedAgain_givesTheSameVerdictForTheSameSigns(String name) throws IOException {
    JsonNode was = scan(capture(name)).get(0);
    JsonNode is = scan(evidenceOf(capture(name)).get(0)).get(0);
    for (String field : List.of("/src_ip", "/dest_ip", "/mining/verdict", "/mining/dialect", "/mining/score", "/mining/wallet",
        "/mining/shares/submitted")) {
      assertThat(is.at(field)).as(field).isEqualTo(was.at(field));
    }
    assertThat(is.at("/mining/evidence").findValuesAsText("rule")).isEqualTo(was.at("/mining/evidence").findValuesAsText("rule"));
  }

  @Test
  void evidence_ofIpv6_hasAFileNameThatEverySystemTakes() throws IOException {
    assertThat(evidenceOf(capture("stratum-v1/ipv6.pcap"))).singleElement().satisfies(file -> assertThat(file.getFileName().toString())
        .matches("confirmed-2001_db8_1_9__10-41000-2001_db8_20__20-3333-[0-9a-f]+\\.pcapng"));
  }

  @Test
  void evidence_ofTwoSessions_isTwoFiles_withoutEachOthersPackets() throws IOException {
    List<Path> files = evidenceOf(capture("stratum-v1/among-other-traffic.pcap"));
    assertThat(files).hasSize(2);
    assertThat(payloads(files.get(0))).anyMatch(text -> text.contains("cgminer")).noneMatch(text -> text.contains("whatsminer"));
    assertThat(payloads(files.get(1))).anyMatch(text -> text.contains("whatsminer")).noneMatch(text -> text.contains("cgminer"));
    for (Path file : files) {
      assertThat(payloads(file)).noneMatch(text -> text.contains("GET /"));
    }
  }

  @Test
  void record_namesTheFileAndItsHash_andIsAsTheSchemaSays() throws IOException {
    String folder = this.folder.resolve("evidence").toString();
    JsonNode record = scan(capture("stratum-v1/handshake.pcap"), "--evidence", folder).get(0);
    RecordSchema.check(record.toString());
    Path file = Path.of(folder, record.at("/mining/evidence_file").asText());
    assertThat(record.at("/mining/evidence_sha256").asText()).isEqualTo(EvidenceText.sha256(Files.readAllBytes(file)));
    assertThat(scan(capture("stratum-v1/handshake.pcap")).get(0).at("/mining").has("evidence_file")).isFalse();
  }

  /** Several of them hold connections of the same addresses, ports and time. */
  @Test
  void evidence_ofManyCaptures_isAFileForEachRecord() throws IOException {
    Path evidence = folder.resolve("evidence");
    List<JsonNode> records = scan(capture("encrypted"), "--evidence", evidence.toString());
    assertThat(records.stream().map(record -> record.path("flow_id").asLong()).distinct()).as("some are alike")
        .hasSizeLessThan(records.size());
    for (JsonNode record : records) {
      Path file = evidence.resolve(record.at("/mining/evidence_file").asText());
      assertThat(record.at("/mining/evidence_sha256").asText()).isEqualTo(EvidenceText.sha256(Files.readAllBytes(file)));
    }
  }

  @Test
  void evidence_ofNothing_isNothing() throws IOException {
    assertThat(evidenceOf(capture("near-miss/electrum-wallet.pcap"))).isEmpty();
  }
}
