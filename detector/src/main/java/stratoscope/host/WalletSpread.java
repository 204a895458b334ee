package stratoscope.host;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * At how many unrelated addresses each wallet is mined for: unrelated are those of different owners, or customers of a carrier, or, where
 * these are not known, of different networks of 24 bits (IPv6: 48). One thread. Bounded: beyond the limit the wallets met first are
 * forgotten.
 */
final class WalletSpread {
  private static final int MAX_WALLETS = 100_000;
  /** More tell nothing more. */
  private static final int MAX_PLACES = 64;
  /** Natures of ranges whose addresses are lent to customers. */
  private static final Set<String> LENT = Set.of("residential", "mobile", "carrier_nat");
  private static final String CUSTOMER = "customer ";

  private final Map<String, Set<String>> places = new Recent<>(MAX_WALLETS);

  void add(String wallet, IpAddress address, Holder holder) {
    Set<String> known = places.computeIfAbsent(wallet, first -> new HashSet<>(4));
    if (known.size() < MAX_PLACES) {
      known.add(placeOf(address, holder));
    }
  }

  /** Takes back that a customer mines for it, who was taken for another; at an owner's others may. */
  void remove(String wallet, IpAddress address, Holder holder) {
    String place = placeOf(address, holder);
    Set<String> known = places.get(wallet);
    if (known != null && place.startsWith(CUSTOMER)) {
      known.remove(place);
    }
  }

  void saveTo(List<Stateful> pieces) {
    places.forEach((wallet, known) -> pieces.add(out -> out.begin(StateKind.WALLET).text(wallet).texts(known).end()));
  }

  void restore(StateReader in) throws StateException {
    String wallet = in.someText();
    List<String> saved = in.texts();
    Set<String> known = places.computeIfAbsent(wallet, first -> new HashSet<>(4));
    saved.stream().limit(MAX_PLACES).forEach(known::add);
  }

  /**
   * The owner, or else the network, so that a name is no network. Where addresses are lent, the owner is a carrier, and who mines is the
   * customer: each is a place of his own.
   */
  static String placeOf(IpAddress address, Holder holder) {
    Owner owner = holder.owner();
    boolean isLent = owner.nature() != null && LENT.contains(owner.nature());
    if (holder.subscriber() != null && (isLent || owner.name() == null)) {
      return CUSTOMER + holder.subscriber().id();
    }
    if (isLent) {
      return owner.account() != null ? CUSTOMER + owner.account() : CUSTOMER + homeOf(address);
    }
    return owner.name() == null ? networkOf(address) : "owner " + owner.name();
  }

  /** A home has an address of IPv4, or at least a network of 64 bits. */
  private static IpAddress homeOf(IpAddress address) {
    return address.isIpv4() ? address : new IpAddress(address.high(), 0);
  }

  private static String networkOf(IpAddress address) {
    return (address.isIpv4() ? new IpAddress(0, address.low() & ~0xFFL) : new IpAddress(address.high() & ~0xFFFFL, 0)).toString();
  }

  int placesOf(String wallet) {
    return places.getOrDefault(wallet, Set.of()).size();
  }
}
