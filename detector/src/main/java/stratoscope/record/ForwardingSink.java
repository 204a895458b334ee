package stratoscope.record;

import java.io.IOException;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/** A sink in front of another: hands everything on, and closes it, but for what a kind of it does otherwise. */
abstract class ForwardingSink implements RecordSink {
  final RecordSink next;

  ForwardingSink(RecordSink next) {
    this.next = next;
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    next.onMining(finding, proof);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    next.onOpen(finding, proof, isRaised);
  }

  @Override
  public void onResumed(Finding finding) {
    next.onResumed(finding);
  }

  @Override
  public void onResumedHost(Host host) {
    next.onResumedHost(host);
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    next.onOpenHost(host);
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
