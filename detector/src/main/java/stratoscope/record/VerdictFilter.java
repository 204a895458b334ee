package stratoscope.record;

import java.io.IOException;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;

/** Lets through only findings and hosts of a verdict or stronger, and counts the findings. One thread. */
public final class VerdictFilter implements RecordSink {
  private final Verdict weakest;
  private final RecordSink next;
  private long findings;

  public VerdictFilter(Verdict weakest, RecordSink next) {
    this.weakest = weakest;
    this.next = next;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    if (finding.verdict().compareTo(weakest) >= 0) {
      findings++;
      next.onMining(finding, proof);
    }
  }

  @Override
  public void onHost(Host host) throws IOException {
    if (host.verdict().compareTo(weakest) >= 0) {
      next.onHost(host);
    }
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    next.onStats(stats);
  }

  /** Findings let through. */
  public long findings() {
    return findings;
  }

  @Override
  public void close() throws IOException {
    next.close();
  }
}
