package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.capture.RawPacket;
import stratoscope.evidence.Verdict;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.testing.Wait;

/** The packets that prove findings of live traffic, as they are kept in a folder. */
@Timeout(60)
class LiveEvidenceTest {
  private static final long MUCH = 1L << 30;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  private EvidenceFolder open(long maxBytes) throws IOException {
    return new EvidenceFolder(folder, maxBytes, () -> 60_000, log::add);
  }

  private LiveEvidence into(EvidenceFolder open) {
    return new LiveEvidence(open, "test", JsonRecords.live(records));
  }

  private static void add(ProofPackets proof, int bytes) {
    RawPacket packet = new RawPacket();
    packet.data = ByteBuffer.allocate(bytes);
    packet.capturedLength = bytes;
    packet.originalLength = bytes;
    packet.linkType = 1;
    proof.add(packet);
  }

  private static ProofPackets proof(int bytes) {
    ProofPackets proof = new ProofPackets();
    add(proof, bytes);
    return proof;
  }

  private static Finding finding(Verdict verdict, long flow) {
    SampleFinding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "{");
    sample.verdict = verdict;
    sample.flowId = flow;
    return sample.finding();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private List<String> lines() {
    return records.toString(UTF_8).lines().toList();
  }

  @Test
  void session_hasOneFile_whichItsLastRecordNamesWithItsHash() throws IOException {
    ProofPackets proof = proof(100);
    try (EvidenceFolder open = open(MUCH)) {
      LiveEvidence evidence = into(open);
      evidence.onOpen(finding(Verdict.PROBABLE, 77), proof, true);
      add(proof, 200);
      evidence.onOpen(finding(Verdict.CONFIRMED, 77), proof, true);
      add(proof, 300);
      evidence.onOpen(finding(Verdict.CONFIRMED, 77), proof, false);
      evidence.onMining(finding(Verdict.CONFIRMED, 77), proof);
    }
    assertThat(lines()).hasSize(3).allMatch(line -> line.contains("\"evidence_file\":"));
    assertThat(files()).singleElement().satisfies(file -> {
      String name = String.valueOf(file.getFileName());
      String sha256 = EvidenceText.sha256(Files.readAllBytes(file));
      assertThat(name).matches("confirmed-192\\.0\\.2\\.10-41000-198\\.51\\.100\\.20-3333-4d-[0-9a-f]{8}\\.pcapng");
      assertThat(lines().get(2)).contains("\"evidence_file\":\"" + name + "\",\"evidence_sha256\":\"" + sha256 + "\"");
      assertThat(Files.size(file)).isGreaterThan(600);
    });
    assertThat(log).isEmpty();
  }

  @Test
  void sessionThatShowsNoMore_isNotWrittenAgain() throws IOException {
    EvidenceFolder open = open(MUCH);
    try (open) {
      ProofPackets proof = proof(100);
      into(open).onOpen(finding(Verdict.CONFIRMED, 77), proof, true);
      into(open).onMining(finding(Verdict.CONFIRMED, 77), proof);
      into(open).onMining(finding(Verdict.SUSPECTED, 78), new ProofPackets());
    }
    assertThat(open.written()).isEqualTo(1);
    assertThat(lines().get(2)).doesNotContain("evidence_file");
  }

  @Test
  void fullFolder_losesTheOldest_overARestartToo_andNothingElse() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("other.pcapng"), "mine, too");
    Files.writeString(folder.resolve(".confirmed-192.0.2.10-41000-198.51.100.20-3333-9-0123abcd.pcapng.part"), "cut off");
    List<String> written = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      EvidenceFolder open = open(5 * 8192);
      try (open) {
        for (int i = 1; i <= 3; i++) {
          ProofPackets proof = proof(5000);
          into(open).onMining(finding(Verdict.CONFIRMED, 10 * run + i), proof);
          written.add(proof.file().name());
        }
      }
      for (Path file : files()) {
        int age = written.indexOf(String.valueOf(file.getFileName())); // the clock of a disk may not tell them apart
        Files.setLastModifiedTime(file, FileTime.fromMillis(SampleFinding.SOME_MICROS / 1000 + age));
      }
      assertThat(open.bytes()).isEqualTo(Math.min(5, 3 * (run + 1)) * 8192L);
      assertThat(open.removed()).isEqualTo(List.of(0L, 1L, 3L).get(run));
    }
    List<String> names = files().stream().map(file -> String.valueOf(file.getFileName())).toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(
        Stream.concat(written.subList(4, 9).stream(), Stream.of("notes.txt", "other.pcapng")).toList());
  }

  @Test
  void folderThatCantBeWritten_isToldOnce_andUsedAgainLater() throws IOException {
    Path gone = folder.resolveSibling(folder.getFileName() + "-gone");
    try (EvidenceFolder open = open(MUCH)) {
      Files.move(folder, gone);
      for (int i = 1; i <= 3; i++) {
        into(open).onMining(finding(Verdict.CONFIRMED, i), proof(100));
        long lost = i;
        Wait.until(() -> open.lost() == lost);
      }
      assertThat(lines()).hasSize(3).last().asString().as("records go on, without a reference").doesNotContain("evidence_file");
      Files.move(gone, folder);
      into(open).onMining(finding(Verdict.CONFIRMED, 4), proof(100));
      Wait.until(() -> open.written() == 1);
    }
    assertThat(log).containsExactly(folder + ": no such file; evidence is lost until it can be written again",
        folder + ": can be written again; 3 evidence files were lost so far");
    assertThat(files()).hasSize(1);
  }
}
