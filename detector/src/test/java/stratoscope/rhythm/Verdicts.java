package stratoscope.rhythm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.PacketSource;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;

/** What the whole detector makes of packets: the strongest verdict of each connection, by file and ends in either order. */
final class Verdicts {
  private final Map<String, Verdict> found = new HashMap<>();

  private Verdicts() {}

  static Verdicts of(Knowledge knowledge, PacketSource source) {
    Verdicts verdicts = new Verdicts();
    RecordSink sink = new RecordSink() {
      @Override
      public void onMining(Finding finding, ProofPackets proof) {
        verdicts.add(finding);
      }

      @Override
      public void onHost(Host host) {
        // told by its sessions
      }

      @Override
      public void onStats(Stats stats) {
        // not asked for
      }

      @Override
      public void close() {
        // nothing to close
      }
    };
    try {
      new Detector(DetectorOptions.defaults(), knowledge, sink).run(source);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return verdicts;
  }

  private void add(Finding finding) {
    Finding.Connection c = finding.connection();
    String file = String.valueOf(c.captureName()).replaceFirst(".*/", "");
    String miner = c.miner() + ":" + c.minerPort();
    String pool = c.pool() + ":" + c.poolPort();
    found.merge(file + " " + miner + " " + pool, finding.verdict(), Verdicts::stronger);
    found.merge(file + " " + pool + " " + miner, finding.verdict(), Verdicts::stronger);
  }

  private static Verdict stronger(Verdict one, Verdict other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Of the only connection there is. */
  Verdict only() {
    return found.values().stream().reduce(Verdict.NONE, Verdicts::stronger);
  }

  /** Of a connection by its name. */
  Verdict of(String name) {
    return found.getOrDefault(name, Verdict.NONE);
  }
}
