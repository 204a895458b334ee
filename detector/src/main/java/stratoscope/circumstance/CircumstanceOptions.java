package stratoscope.circumstance;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Parameters of the circumstances; data from {@code rules/circumstance.yaml}, explained in the README beside it.
 *
 * @param tlsPorts on which TLS without a server's name is nothing special
 * @param webPorts on which a pool's web site is visited
 * @param fingerprints JA3 or JA4 of how mining software opens TLS
 * @param graceSeconds for which an address is remembered beyond what DNS says: connections outlive it, and programs keep it
 * @param provenSeconds for which an endpoint is remembered at which a session was confirmed, and what a host did
 * @param sharingNames other names at an address from which on it is shared hosting
 */
public record CircumstanceOptions(Set<Integer> tlsPorts, Set<Integer> webPorts, Set<String> fingerprints, long graceSeconds,
    long provenSeconds, int sharingNames) {

  /** What was last seen before that says nothing at a time any more. */
  long sinceMicros(long micros) {
    return micros - TimeUnit.SECONDS.toMicros(provenSeconds);
  }

  boolean isTlsPort(int port) {
    return tlsPorts.contains(port);
  }

  /** True for a port on which the web is visited, and nearly everybody names the server or the protocol. */
  public boolean isWebPort(int port) {
    return webPorts.contains(port);
  }
}
