package stratoscope.record;

import java.io.Closeable;
import java.io.IOException;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/** Where a run's records go: JSON lines, CSV, a table on the screen. Called by one thread, in the order things are found. */
public interface RecordSink extends Closeable {
  /**
   * A mining session is over.
   *
   * @param proof the packets that prove it, if such are kept
   * @throws IOException if it can't be written, e.g. the disk is full
   */
  void onMining(Finding finding, ProofPackets proof) throws IOException;

  /**
   * A session that is still open, in live traffic, adds up to this by now. Tells nobody unless overridden.
   *
   * @param isRaised whether its verdict is stronger than when it was last told
   * @throws IOException if it can't be written
   */
  default void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {}

  /** A session from before a restart, of which was told then, is taken up. Tells nobody: only who counts what is open has to know. */
  default void onResumed(Finding finding) {}

  /** The same of an address that mined before a restart. */
  default void onResumedHost(Host host) {}

  /**
   * An address that mines will be heard of again, in live traffic, and adds up to this by now. Tells nobody unless overridden.
   *
   * @throws IOException if it can't be written
   */
  default void onOpenHost(Host host) throws IOException {}

  /**
   * An address that mines will not be heard of again, or the run is over.
   *
   * @throws IOException if it can't be written
   */
  void onHost(Host host) throws IOException;

  /**
   * The last record of a run.
   *
   * @throws IOException if it can't be written
   */
  void onStats(Stats stats) throws IOException;
}
