package stratoscope.host;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;

/**
 * One address that is not clean, while one customer had it, as records and reports tell it.
 *
 * @param state whether it will be told of again, and the rest counts
 * @param rigs machines behind it
 * @param hashrates per algorithm
 * @param facts whose it is, what it takes, of what kind it is
 */
public record Host(State state, IpAddress address, Verdict verdict, int score, long firstSeenMicros, long lastSeenMicros,
    double activeSeconds, long sessions, List<String> pools, List<String> coins, List<String> wallets, List<String> agents,
    List<String> deviceClasses, HostRigs rigs, Map<String, HostRate> hashrates, HostCase facts) {
  /** Where its account stands. */
  public enum State {
    /** It may be told of again, with all of this. */
    OPEN,
    /** It is over; should the address be heard of again, another account begins. */
    ENDED,
    /** What was told of it before was another customer's, of whom is told apart: nothing of it counts. */
    WITHDRAWN;

    /** The word for it in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
