package stratoscope.host;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/**
 * What makes sessions one host: the address, and the customer who had it, since what one did is not the doing of the next, or of another
 * behind the same NAT. Equality is written out, as that of {@link IpAddress} is.
 *
 * @param customer as {@link stratoscope.inventory.Holder#customer} has it
 */
record HostKey(IpAddress address, String customer) implements Comparable<HostKey> {
  private static final Comparator<HostKey> ORDER = Comparator.comparing(HostKey::address).thenComparing(HostKey::customer);

  static HostKey of(Finding finding) {
    return new HostKey(finding.connection().miner(), finding.holder().customer());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostKey that && address.equals(that.address) && customer.equals(that.customer);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + customer.hashCode();
  }

  @Override
  public int compareTo(HostKey other) {
    return ORDER.compare(this, other);
  }
}
