package stratoscope.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import stratoscope.capture.PcapngWriter;
import stratoscope.capture.RawPacket;
import stratoscope.profile.EvidenceFile;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/**
 * Writes a small capture per finding with the packets that prove it, beside handing the records on. One thread. The capture's comment
 * names the finding and its signs, so that whoever opens it in Wireshark knows what it shows.
 */
public final class EvidenceFiles extends ForwardingSink {
  private final Path folder;
  private final String application;
  private final Predicate<Path> isTaken;
  /** How often each connection was written of: two captures may hold the same one. */
  private final Map<Long, Integer> written = new HashMap<>();

  /**
   * @param application name and version of the program, for the captures
   * @param isTaken files that may not be replaced
   * @throws IOException if the folder can't be made
   */
  public EvidenceFiles(Path folder, String application, Predicate<Path> isTaken, RecordSink next) throws IOException {
    super(next);
    this.folder = Files.createDirectories(folder);
    this.application = application;
    this.isTaken = isTaken;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    if (!proof.packets().isEmpty()) {
      write(finding, proof);
    }
    next.onMining(finding, proof);
  }

  private void write(Finding finding, ProofPackets proof) throws IOException {
    int count = written.merge(finding.connection().flowId(), 1, Integer::sum);
    Path file = folder.resolve(EvidenceText.nameOf(finding) + (count == 1 ? "" : "-" + count) + EvidenceText.SUFFIX);
    if (isTaken.test(file)) {
      throw new FileSystemException(file.toString(), null, "is one of the captures being read; choose another folder for the evidence");
    }
    try (PcapngWriter writer = new PcapngWriter(file, application, EvidenceText.comment(finding))) {
      for (RawPacket packet : proof.packets()) {
        writer.write(packet, null);
      }
    }
    proof.onWritten(new EvidenceFile(String.valueOf(file.getFileName()), EvidenceText.sha256(Files.readAllBytes(file))));
  }
}
