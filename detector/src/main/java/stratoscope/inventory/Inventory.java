package stratoscope.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Whose addresses are: inventories of prefixes, logs of dynamic addresses, databases of places. Immutable; for any number of threads.
 */
public final class Inventory {
  /** Knows of no address. */
  public static final Inventory NONE =
      new Inventory(new PrefixTable.Builder().build(), new OwnerRows(List.of(), new int[0], new RowTexts(), new RowFacts()),
          new SubscriberTable.Builder().build(), List.of());
  /** What {@link #rowOf} gives where no row holds an address. */
  public static final int NO_ROW = PrefixTable.NONE;

  /** Is in no range of ports. */
  private static final int NO_PORT = -1;

  private final PrefixTable prefixes;
  private final OwnerRows rows;
  private final SubscriberTable subscribers;
  /** Null if no logs name subscribers, for whom it is asked. */
  private final @Nullable AccountRows accounts;
  private final List<PlaceDatabase> places;

  Inventory(PrefixTable prefixes, OwnerRows rows, SubscriberTable subscribers, List<PlaceDatabase> places) {
    this.prefixes = prefixes;
    this.rows = rows;
    this.subscribers = subscribers;
    this.accounts = subscribers.isEmpty() ? null : new AccountRows(rows);
    this.places = List.copyOf(places);
  }

  /** Takes how many addresses of IPv4 an owner has, and how many networks of 64 bits of IPv6. */
  @FunctionalInterface
  public interface AddressSink {
    void onAddresses(Owner owner, double addresses, double networks);
  }

  /**
   * Who had an address for some time: who had it first if that is known, since a connection does not outlive its customer; else who had
   * it last, since logs begin late.
   *
   * @param port as {@link #holderOf} has it
   */
  public Holder holderSince(IpAddress address, int port, long fromMicros, long toMicros) {
    Holder first = holderOf(address, port, fromMicros);
    if (first.subscriber() != null || (subscribers.isEmpty() && first.owner().isKnown())) {
      return first;
    }
    Holder last = holderOf(address, port, toMicros);
    return last.subscriber() != null || !first.owner().isKnown() ? last : first;
  }

  /**
   * Whose an address is. A subscriber whose id is the account of an owner makes that one the owner: behind it is the holder of the address
   * itself, which may be the carrier.
   *
   * @param port of the address, which tells subscribers behind a carrier's NAT apart
   * @param micros since 1970
   */
  public Holder holderOf(IpAddress address, int port, long micros) {
    Subscriber subscriber = subscribers.isEmpty() ? null : subscribers.find(address, port, micros);
    Owner owner = subscriber == null ? null : ownerOf(subscriber, micros);
    if (owner == null) {
      owner = ownerOf(address, micros);
    }
    return new Holder(owner == null ? Owner.UNKNOWN : owner, subscriber, placeOf(address));
  }

  /** Who had an address from one moment to another, as logs say; null if they don't, or several had it, or ports tell them apart. */
  public @Nullable Subscriber subscriberThrough(IpAddress address, long fromMicros, long toMicros) {
    Subscriber first = subscribers.isEmpty() ? null : subscribers.find(address, NO_PORT, fromMicros);
    Subscriber last = first == null ? null : subscribers.find(address, NO_PORT, toMicros);
    return last != null && first != null && first.id().equals(last.id()) ? last : null;
  }

  /** Whose a subscriber is: of his account, or of his address behind a NAT; null if no row has either. */
  public @Nullable Owner ownerOf(Subscriber subscriber, long micros) {
    int row = accounts == null ? NO_ROW : accounts.find(subscriber.id(), micros);
    if (row != NO_ROW) {
      return rows.owner(row);
    }
    return subscriber.privateAddress() == null ? null : ownerOf(subscriber.privateAddress(), micros);
  }

  private @Nullable Owner ownerOf(IpAddress address, long micros) {
    int row = rowOf(address.high(), address.low(), micros);
    return row == NO_ROW ? null : owner(row);
  }

  private Place placeOf(IpAddress address) {
    Place known = Place.UNKNOWN;
    for (PlaceDatabase database : places) {
      known = known.orElse(database.find(address));
    }
    return known;
  }

  /** The row of an inventory that an address belongs to at a time, counted from 0; {@link #NO_ROW} if none. Allocates nothing. */
  public int rowOf(long high, long low, long micros) {
    return prefixes.find(high, low, micros);
  }

  /** Whose a row is. */
  public Owner owner(int row) {
    return rows.owner(row);
  }

  /** The same without the account: rows of one owner mostly have the same object. Allocates nothing. */
  public Owner ownerButAccount(int row) {
    return rows.ownerButAccount(row);
  }

  /** Rows of inventories. */
  public int rows() {
    return rows.count();
  }

  /** Leases, sessions and translations. */
  public int leases() {
    return subscribers.size();
  }

  public boolean isEmpty() {
    return rows() == 0 && subscribers.isEmpty() && places.isEmpty();
  }

  /** Hands over how many addresses belong to whom at a time, each address once; several times for an owner. */
  public void forEachOwner(long micros, AddressSink sink) {
    double[] addresses = new double[rows.owners().size()];
    double[] networks = new double[rows.owners().size()];
    prefixes.forEachStretch(micros, (row, count, isIpv4) -> {
      if (isIpv4) {
        addresses[rows.ownerNumber(row)] += count;
      } else {
        networks[rows.ownerNumber(row)] += Math.max(1, Math.scalb(count, -64));
      }
    });
    for (int i = 0; i < addresses.length; i++) {
      if (addresses[i] + networks[i] > 0) {
        sink.onAddresses(rows.owners().get(i), addresses[i], networks[i]);
      }
    }
  }
}
