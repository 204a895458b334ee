package stratoscope.record;

import java.io.IOException;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/**
 * Lets through only findings and hosts of a verdict or stronger, and counts the findings; what is allowed only on demand, and uncounted.
 * One thread.
 */
public final class VerdictFilter extends ForwardingSink {
  private final Verdict weakest;
  private final boolean isAllowedShown;
  private long findings;

  public VerdictFilter(Verdict weakest, boolean isAllowedShown, RecordSink next) {
    super(next);
    this.weakest = weakest;
    this.isAllowedShown = isAllowedShown;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    boolean isAllowed = finding.allowed() != null;
    if (finding.verdict().compareTo(weakest) >= 0 && (isAllowedShown || !isAllowed)) {
      findings += isAllowed ? 0 : 1;
      next.onMining(finding, proof);
    }
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    if (finding.verdict().compareTo(weakest) >= 0 && (isAllowedShown || finding.allowed() == null)) {
      next.onOpen(finding, proof, isRaised);
    }
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    if (host.verdict().compareTo(weakest) >= 0) {
      next.onOpenHost(host);
    }
  }

  @Override
  public void onHost(Host host) throws IOException {
    if (host.verdict().compareTo(weakest) >= 0) {
      next.onHost(host);
    }
  }

  /** Findings let through. */
  public long findings() {
    return findings;
  }
}
