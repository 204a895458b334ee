package stratoscope.host;

import stratoscope.profile.Hashrate;

/**
 * What an address does of one algorithm.
 *
 * @param rate averaged over those seconds; of sessions at one time it is the sum
 * @param activeSeconds in which a session was at work whose rate is known
 */
public record HostRate(Hashrate rate, double activeSeconds) {}
