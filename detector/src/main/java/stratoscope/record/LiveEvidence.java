package stratoscope.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import stratoscope.capture.PcapngOutput;
import stratoscope.capture.RawPacket;
import stratoscope.profile.EvidenceFile;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/**
 * Keeps the packets that prove each finding of live traffic, when its verdict rises and when its session ends, beside handing the records
 * on, which then say where. One thread. A session has one file at a time: the next takes its place under another name, since what a record
 * refers to is never changed.
 */
public final class LiveEvidence extends ForwardingSink {
  private static final int HASH_CHARS = 8;

  private final EvidenceFolder folder;
  private final String application;

  /** @param application name and version of the program, for the captures */
  public LiveEvidence(EvidenceFolder folder, String application, RecordSink next) {
    super(next);
    this.folder = folder;
    this.application = application;
  }

  private void keep(Finding finding, ProofPackets proof) throws IOException {
    if (proof.packets().isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * proof.bytes());
    PcapngOutput capture = new PcapngOutput(Channels.newChannel(bytes));
    capture.start(application, EvidenceText.comment(finding));
    for (RawPacket packet : proof.packets()) {
      capture.write(packet, null);
    }
    capture.flush();
    byte[] content = bytes.toByteArray();
    String sha256 = EvidenceText.sha256(content);
    EvidenceFile before = proof.file();
    if (before != null && before.sha256().equals(sha256)) {
      return;
    }
    String name = EvidenceText.nameOf(finding) + "-" + sha256.substring(0, HASH_CHARS) + EvidenceText.SUFFIX;
    if (folder.offer(name, content, before == null ? null : before.name())) {
      proof.onWritten(new EvidenceFile(name, sha256));
    }
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    keep(finding, proof);
    next.onMining(finding, proof);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    if (isRaised) {
      keep(finding, proof);
    }
    next.onOpen(finding, proof, isRaised);
  }
}
