package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;
import stratoscope.stratum.StratumEvent;

/** Findings for tests that come from events, with the shipped rules. */
public final class Sessions {
  private static final long SECOND = 1_000_000L;
  private static final int JOB_SECONDS = 60;
  private static final int SHARE_SECONDS = 40;
  private static final double HASHES_PER_SECOND = 1000;

  private Sessions() {}

  /**
   * Monero by one processor of 1 kH/s.
   *
   * @param hours of the day in which it mines
   * @param isConnectedAlways whether it stays connected in the other hours, and takes jobs; else each stretch is a session
   */
  public static List<Finding> ofCpu(long fromMicros, int days, IntPredicate hours, boolean isConnectedAlways) {
    Knowledge knowledge = knowledge();
    Random random = new Random(1);
    IpAddress miner = Findings.address(0x0A00_0009);
    List<Finding> findings = new ArrayList<>();
    SessionProfile profile = null;
    long begun = 0;
    long nextShare = 0;
    for (long second = 0; second <= days * 86_400L; second++) {
      long now = fromMicros + second * SECOND;
      boolean isAtWork = second < days * 86_400L && hours.test((int) (second / 3600 % 24));
      if (profile != null && !isAtWork && (!isConnectedAlways || second == days * 86_400L)) {
        findings.add(finding(profile, miner, begun, now));
        profile = null;
      } else if (profile == null && isAtWork) {
        profile = knowledge.newProfile();
        profile.onEvent(new StratumEvent.Agent("XMRig/6.21.0"), now);
        profile.onEvent(new StratumEvent.Difficulty(HASHES_PER_SECOND * SHARE_SECONDS, true), now);
        begun = now;
      }
      if (profile != null && second % JOB_SECONDS == 0) {
        profile.onEvent(new StratumEvent.Job("j" + second, "rx/0", null, Double.NaN), now);
      }
      if (profile != null && isAtWork && second >= nextShare) {
        profile.onEvent(new StratumEvent.Share(null, HASHES_PER_SECOND * SHARE_SECONDS), now);
        profile.onEvent(new StratumEvent.ShareAnswer(true, HASHES_PER_SECOND * SHARE_SECONDS), now + 1);
        nextShare = second + 1 + random.nextInt(2 * SHARE_SECONDS - 1);
      }
    }
    return findings;
  }

  private static Finding finding(SessionProfile profile, IpAddress miner, long fromMicros, long toMicros) {
    Finding.Connection connection = Findings.connection(miner, fromMicros, toMicros);
    Finding.Dialogue dialogue = profile.dialogue("cryptonote");
    Finding any = Findings.finding(miner, fromMicros, toMicros, Double.NaN);
    Finding.Work work = profile.work(dialogue, connection, true, true);
    return new Finding(Verdict.CONFIRMED, 100, connection, any.speech(), dialogue, work, List.of());
  }

  private static Knowledge knowledge() {
    try {
      return RuleFiles.load(null);
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }
}
