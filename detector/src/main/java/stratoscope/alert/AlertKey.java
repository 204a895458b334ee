package stratoscope.alert;

import java.util.Locale;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/**
 * What makes two findings one alert: the host, where it mines, and the dialect. Where is the name the miner asked for, as far as it is
 * known, so that a pool of many addresses is one; else the address and port it is connected to, whichever pool that is.
 *
 * @param place a name in lower case, or an address with its port
 * @param dialect empty if none was made out
 */
record AlertKey(IpAddress host, String place, String dialect) {
  /** As long as a name in DNS can be; what a packet holds may be longer. */
  private static final int MAX_PLACE_CHARS = 253;

  static AlertKey of(Finding finding) {
    Finding.Connection c = finding.connection();
    String name = finding.dialogue().pool().host();
    String place = name == null ? c.pool().withPort(c.poolPort()) : name.toLowerCase(Locale.ROOT);
    String dialect = finding.dialogue().dialect();
    return new AlertKey(c.miner(), place.substring(0, Math.min(place.length(), MAX_PLACE_CHARS)), dialect == null ? "" : dialect);
  }

  /** {@code 192.0.2.10 pool.example stratum-v1}; without a dialect it ends in {@code -}. */
  @Override
  public String toString() {
    return host + " " + place + " " + (dialect.isEmpty() ? "-" : dialect);
  }
}
