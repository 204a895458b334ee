package stratoscope.record;

import java.io.IOException;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/** Hands everything to two sinks, the first first. Closes neither. */
public final class BothSinks implements RecordSink {
  private final RecordSink first;
  private final RecordSink second;

  public BothSinks(RecordSink first, RecordSink second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    first.onMining(finding, proof);
    second.onMining(finding, proof);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    first.onOpen(finding, proof, isRaised);
    second.onOpen(finding, proof, isRaised);
  }

  @Override
  public void onResumed(Finding finding) {
    first.onResumed(finding);
    second.onResumed(finding);
  }

  @Override
  public void onResumedHost(Host host) {
    first.onResumedHost(host);
    second.onResumedHost(host);
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    first.onOpenHost(host);
    second.onOpenHost(host);
  }

  @Override
  public void onHost(Host host) throws IOException {
    first.onHost(host);
    second.onHost(host);
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    first.onStats(stats);
    second.onStats(stats);
  }

  @Override
  public void close() {}
}
