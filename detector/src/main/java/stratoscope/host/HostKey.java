package stratoscope.host;

import java.util.Comparator;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/**
 * What makes sessions one host: the address, and the customer who had it, since what one did is not the doing of the next, or of another
 * behind the same NAT.
 *
 * @param customer as {@link stratoscope.inventory.Holder#customer} has it
 */
record HostKey(IpAddress address, String customer) implements Comparable<HostKey> {
  private static final Comparator<HostKey> ORDER = Comparator.comparing(HostKey::address).thenComparing(HostKey::customer);

  static HostKey of(Finding finding) {
    return new HostKey(finding.connection().miner(), finding.holder().customer());
  }

  @Override
  public int compareTo(HostKey other) {
    return ORDER.compare(this, other);
  }
}
