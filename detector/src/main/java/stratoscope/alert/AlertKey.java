package stratoscope.alert;

import java.util.Locale;
import stratoscope.inventory.Subscriber;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/**
 * What makes two findings one alert: the host, where it mines, the dialect, and the subscriber who had the address, if logs name one.
 * Where is the name the miner asked for, as far as it is known, so that a pool of many addresses is one; else the address and port it is
 * connected to, whichever pool that is.
 *
 * @param place a name in lower case, or an address with its port
 * @param dialect empty if none was read: a look-up, a contact and the mining that follows in a cipher are one
 * @param subscriber empty if no log names one
 */
record AlertKey(IpAddress host, String place, String dialect, String subscriber) {
  /** As long as a name in DNS can be; what a packet holds may be longer. */
  private static final int MAX_CHARS = 253;

  static AlertKey of(Finding finding) {
    Finding.Connection c = finding.connection();
    String name = finding.dialogue().pool().host();
    String place = name == null ? c.pool().withPort(c.poolPort()) : name.toLowerCase(Locale.ROOT);
    String spoken = finding.dialogue().dialect();
    String dialect = spoken == null || spoken.equals(Finding.Dialogue.ENCRYPTED) ? "" : spoken;
    Subscriber subscriber = finding.holder().subscriber();
    return new AlertKey(c.miner(), AlertText.cut(place, MAX_CHARS), dialect,
        subscriber == null ? "" : AlertText.cut(subscriber.id(), MAX_CHARS));
  }

  /** {@code 192.0.2.10 pool.example stratum-v1}; {@code -} without a dialect; with a subscriber, {@code … line-4711}. */
  @Override
  public String toString() {
    return host + " " + place + " " + (dialect.isEmpty() ? "-" : dialect) + (subscriber.isEmpty() ? "" : " " + subscriber);
  }
}
