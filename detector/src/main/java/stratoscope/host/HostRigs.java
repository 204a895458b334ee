package stratoscope.host;

import java.util.Map;

/**
 * How many machines mine behind an address, as a range.
 *
 * @param low at least
 * @param high at most, as far as their names and numbers tell
 * @param basis what the two ends rest on, for people
 * @param signs counts of what tells machines apart, by name; those that tell nothing are not there
 * @param isAtClients whether the address is a proxy's whose clients were seen: then they are hosts of their own, and it adds nothing
 */
public record HostRigs(long low, long high, String basis, Map<String, Long> signs, boolean isAtClients) {
  /** Where nothing but sessions and names tells. */
  static final String BASIS = "concurrent sessions; distinct users";

  /** A range that rests on sessions and names. */
  public static HostRigs between(long low, long high) {
    return new HostRigs(low, high, BASIS, Map.of(), false);
  }
}
