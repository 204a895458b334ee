package stratoscope.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import stratoscope.profile.Finding;

/** What captures that prove a finding are called, what they say of it, and how they are told apart. */
public final class EvidenceText {
  static final String SUFFIX = ".pcapng";

  private EvidenceText() {}

  /** {@code confirmed-192.0.2.1-41000-198.51.100.2-3333-<flow id>}. */
  static String nameOf(Finding finding) {
    Finding.Connection c = finding.connection();
    String ends = c.miner() + "-" + c.minerPort() + "-" + c.pool() + "-" + c.poolPort();
    return finding.verdict().label() + "-" + ends.replace(':', '_') + "-" + Long.toHexString(c.flowId());
  }

  /** Names the finding and its signs, for whoever opens the capture. */
  static String comment(Finding finding) {
    Finding.Connection c = finding.connection();
    String signs = finding.evidence().stream()
        .map(sign -> sign.rule().id() + " (" + sign.weight() + ", " + sign.side().label() + "): " + sign.rule().meaning())
        .collect(Collectors.joining("\n"));
    String does = finding.isLookup() ? " asks " : " mines at ";
    return finding.verdict().label() + " mining, score " + finding.score() + ", dialect " + finding.dialogue().dialect() + ": "
        + c.miner().withPort(c.minerPort()) + does + c.pool().withPort(c.poolPort()) + "\nflow_id " + c.flowId()
        + ", community_id " + CommunityId.of(c) + ", from " + c.captureName() + "\n"
        + signs;
  }

  /** In hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
