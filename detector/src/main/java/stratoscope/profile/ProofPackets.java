package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.RawPacket;

/**
 * Copies of the packets that prove one finding: of a session its first packets with data, then those that add a sign or one of the first
 * shares. One thread. Bounded; what comes after the bound is not kept.
 */
public final class ProofPackets {
  /** The handshake of any dialect fits. */
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 64 * 1024;

  private final List<RawPacket> packets = new ArrayList<>();
  private int bytes;
  private int seenProofs;
  private @Nullable EvidenceFile file;

  /**
   * Considers a packet of the session that carries data; true if it is to be kept.
   *
   * @param proofs number of proofs the session has given, this packet included
   */
  public boolean isWanted(RawPacket packet, int proofs) {
    boolean isProof = proofs != seenProofs;
    seenProofs = proofs;
    return bytes + packet.capturedLength <= MAX_BYTES && (bytes < FIRST_BYTES || isProof);
  }

  /** Keeps a copy. */
  public void add(RawPacket packet) {
    packets.add(packet.copy());
    bytes += packet.capturedLength;
  }

  /** Keeps one that was copied for another finding as well, if it fits; returns by how many bytes it grew. */
  public int share(RawPacket packet) {
    if (bytes + packet.capturedLength > MAX_BYTES || packets.contains(packet)) {
      return 0;
    }
    packets.add(packet);
    bytes += packet.capturedLength;
    return packet.capturedLength;
  }

  /** In the order captured. */
  public List<RawPacket> packets() {
    return packets;
  }

  public int bytes() {
    return bytes;
  }

  /** The file that they were written to last; null if they were not. */
  public @Nullable EvidenceFile file() {
    return file;
  }

  /** Remembers where they were written to. */
  public void onWritten(EvidenceFile written) {
    file = written;
  }

  /** Where they were written to, for another thread. */
  public ProofPackets withoutPackets() {
    ProofPackets reference = new ProofPackets();
    reference.file = file;
    return reference;
  }
}
