package stratoscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stratoscope.evidence.Evidence;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;

/** Keeps which sessions show some of the rules asked for, and where. One thread. Bounded: of more than a table holds, only the count. */
final class ShownRules implements RecordSink {
  private static final int MAX_KEPT = 10_000;

  /** A rule seen in a session. */
  record Shown(Finding finding, Evidence evidence) {}

  static final Listing<Shown> LISTING = new Listing<>(List.of(
      new Listing.Column<>("RULE", "rule", 60, shown -> shown.evidence.rule().id()),
      new Listing.Column<>("CAPTURE", "pcap_filename", 40, shown -> shown.finding.connection().captureName()),
      new Listing.Column<>("PACKET", "pcap_cnt", 12, shown -> shown.evidence.packetNumber()),
      new Listing.Column<>("MINER", "src_ip", 39, shown -> shown.finding.connection().miner()),
      new Listing.Column<>("PORT", "src_port", 5, shown -> shown.finding.connection().minerPort()),
      new Listing.Column<>("POOL", "dest_ip", 39, shown -> shown.finding.connection().pool()),
      new Listing.Column<>("PORT", "dest_port", 5, shown -> shown.finding.connection().poolPort()),
      new Listing.Column<>("SIDE", "side", 5, shown -> shown.evidence.side().label()),
      new Listing.Column<>("VERDICT", "verdict", 10, shown -> shown.finding.verdict().label()),
      new Listing.Column<>("SCORE", "score", 5, shown -> shown.finding.score()),
      new Listing.Column<>("DIALECT", "dialect", 30, shown -> shown.finding.dialogue().dialect()),
      new Listing.Column<>("EXCERPT", "excerpt", Evidence.MAX_EXCERPT_CHARS + 1, shown -> shown.evidence.excerpt())));

  private final Set<String> wanted;
  private final Set<String> missing;
  private final List<Shown> kept = new ArrayList<>();
  private long unkept;

  /** @param wanted ids of rules */
  ShownRules(Set<String> wanted) {
    this.wanted = wanted;
    missing = new TreeSet<>(wanted);
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) {
    for (Evidence evidence : finding.evidence()) {
      String id = evidence.rule().id();
      if (wanted.contains(id)) {
        missing.remove(id);
        if (kept.size() < MAX_KEPT) {
          kept.add(new Shown(finding, evidence));
        } else {
          unkept++;
        }
      }
    }
  }

  @Override
  public void onHost(Host host) {
    // of no interest here
  }

  @Override
  public void onStats(Stats stats) {
    // of no interest here
  }

  @Override
  public void close() {
    // nothing is open
  }

  /** In the order in which the sessions ended. */
  List<Shown> kept() {
    return kept;
  }

  /** How many more there were. */
  long unkept() {
    return unkept;
  }

  /** Ids of the rules that no session showed. */
  Set<String> missing() {
    return missing;
  }
}
