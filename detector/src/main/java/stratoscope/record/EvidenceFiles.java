package stratoscope.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import stratoscope.capture.PcapngWriter;
import stratoscope.capture.RawPacket;
import stratoscope.host.Host;
import stratoscope.profile.Finding;

/**
 * Writes a small capture per finding with the packets that prove it, beside handing the records on. One thread. The capture's comment
 * names the finding and its signs, so that whoever opens it in Wireshark knows what it shows.
 */
public final class EvidenceFiles implements RecordSink {
  private final Path folder;
  private final String application;
  private final Predicate<Path> isTaken;
  private final RecordSink next;

  /**
   * @param application name and version of the program, for the captures
   * @param isTaken files that may not be replaced
   * @throws IOException if the folder can't be made
   */
  public EvidenceFiles(Path folder, String application, Predicate<Path> isTaken, RecordSink next) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.application = application;
    this.isTaken = isTaken;
    this.next = next;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    if (!proof.packets().isEmpty()) {
      write(finding, proof);
    }
    next.onMining(finding, proof);
  }

  private void write(Finding finding, ProofPackets proof) throws IOException {
    Path file = folder.resolve(nameOf(finding));
    if (isTaken.test(file)) {
      throw new FileSystemException(file.toString(), null, "is one of the captures being read; choose another folder for the evidence");
    }
    try (PcapngWriter writer = new PcapngWriter(file, application, comment(finding))) {
      for (RawPacket packet : proof.packets()) {
        writer.write(packet, null);
      }
    }
  }

  /** {@code confirmed-192.0.2.1-41000-198.51.100.2-3333-<flow id>.pcapng}. */
  private static String nameOf(Finding finding) {
    Finding.Connection c = finding.connection();
    String ends = c.miner() + "-" + c.minerPort() + "-" + c.pool() + "-" + c.poolPort();
    return finding.verdict().label() + "-" + ends.replace(':', '_') + "-" + Long.toHexString(c.flowId()) + ".pcapng";
  }

  private static String comment(Finding finding) {
    Finding.Connection c = finding.connection();
    String signs = finding.evidence().stream()
        .map(sign -> sign.rule().id() + " (" + sign.rule().weight() + ", " + sign.side().label() + "): " + sign.rule().meaning())
        .collect(Collectors.joining("\n"));
    return finding.verdict().label() + " mining, score " + finding.score() + ", dialect " + finding.dialogue().dialect() + ": "
        + c.miner().withPort(c.minerPort()) + " mines at " + c.pool().withPort(c.poolPort()) + "\nflow_id " + c.flowId()
        + ", community_id " + CommunityId.of(c) + ", from " + c.captureName() + "\n"
        + signs;
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    next.onOpen(finding, proof, isRaised);
  }

  @Override
  public void onHost(Host host) throws IOException {
    next.onHost(host);
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    next.onStats(stats);
  }

  @Override
  public void close() throws IOException {
    next.close();
  }
}
