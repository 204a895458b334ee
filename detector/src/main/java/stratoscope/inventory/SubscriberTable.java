package stratoscope.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/**
 * Who had which address when, and what address and ports a carrier's NAT turned into which private address. Of leases of one address, and
 * of translations of one port, that overlap in time the one that began last holds; a lease of fewer addresses goes before. Immutable once
 * built.
 */
final class SubscriberTable {
  /** A private address behind a public one and a range of its ports. */
  private record Translation(IpAddress privateAddress, @Nullable String subscriber, long fromMicros, long toMicros) {}

  private final PrefixTable leases;
  private final PrefixTable translations;
  private final List<Subscriber> subscribers;
  private final List<Translation> translated;

  private SubscriberTable(Builder builder) {
    leases = builder.leases.build();
    translations = builder.translations.build();
    subscribers = List.copyOf(builder.subscribers);
    translated = List.copyOf(builder.translated);
  }

  boolean isEmpty() {
    return subscribers.isEmpty() && translated.isEmpty();
  }

  /** How many leases and translations there are. */
  int size() {
    return subscribers.size() + translated.size();
  }

  /** Null if no log tells. */
  @Nullable Subscriber find(IpAddress address, int port, long micros) {
    if (!translated.isEmpty() && address.isIpv4()) {
      int row = translations.find(natKey(address), port, micros);
      if (row != PrefixTable.NONE) {
        return behind(translated.get(row), micros);
      }
    }
    int row = leases.find(address.high(), address.low(), micros);
    return row == PrefixTable.NONE ? null : subscribers.get(row);
  }

  private Subscriber behind(Translation nat, long micros) {
    int row = leases.find(nat.privateAddress.high(), nat.privateAddress.low(), micros);
    if (nat.subscriber == null && row != PrefixTable.NONE) {
      Subscriber lease = subscribers.get(row);
      return new Subscriber(lease.id(), lease.name(), lease.source(), nat.privateAddress, Math.max(nat.fromMicros, lease.fromMicros()),
          Math.min(nat.toMicros, lease.toMicros()));
    }
    String id = nat.subscriber == null ? nat.privateAddress.toString() : nat.subscriber;
    return new Subscriber(id, null, "nat", nat.privateAddress, nat.fromMicros, nat.toMicros);
  }

  /** Address and port together are held like an address of 128 bits, in which a range of ports is a range. */
  private static long natKey(IpAddress address) {
    return 1L << 32 | (address.low() & 0xFFFF_FFFFL);
  }

  /** Gathers leases and translations. One thread. */
  static final class Builder {
    private static final int MAX_PORT = 0xFFFF;

    private final PrefixTable.Builder leases = new PrefixTable.Builder();
    private final PrefixTable.Builder translations = new PrefixTable.Builder(true);
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Translation> translated = new ArrayList<>();
    /** Numbers of sessions whose stop was not told, by their addresses. */
    private final Map<AddressRange, Integer> openSessions = new HashMap<>();

    /**
     * Gives the number of the lease.
     *
     * @throws IllegalArgumentException if it ends before it begins
     */
    int addLease(AddressRange addresses, String id, @Nullable String name, String source, long fromMicros, long toMicros) {
      checkTimes(fromMicros, toMicros);
      leases.add(addresses, fromMicros, toMicros);
      subscribers.add(new Subscriber(id, name, source, null, fromMicros, toMicros));
      return subscribers.size() - 1;
    }

    /** Ends a lease at a time that lies within it; else it stays as it is. */
    void endLease(int number, long micros) {
      Subscriber lease = subscribers.get(number);
      if (micros > lease.fromMicros() && micros < lease.toMicros()) {
        leases.end(number, micros);
        subscribers.set(number,
            new Subscriber(lease.id(), lease.name(), lease.source(), lease.privateAddress(), lease.fromMicros(), micros));
      }
    }

    /** Ends a lease where one begins that replaces it or, if that is the same told anew, where it ends. */
    void replaceLease(int number, long fromMicros, long toMicros) {
      long since = subscribers.get(number).fromMicros();
      if (fromMicros >= since) {
        endLease(number, fromMicros > since ? fromMicros : toMicros);
      }
    }

    /**
     * Adds a session of accounting. One whose stop was not told goes on until another one begins that has its addresses, which is told
     * after it.
     *
     * @throws IllegalArgumentException if it ends before it begins
     */
    void addSession(AddressRange addresses, String id, @Nullable String name, long fromMicros, long toMicros) {
      int number = addLease(addresses, id, name, "radius", fromMicros, toMicros);
      Integer open = openSessions.get(addresses);
      if (open != null && subscribers.get(open).fromMicros() > fromMicros) {
        return;
      }
      if (open != null) {
        replaceLease(open, fromMicros, toMicros);
        openSessions.remove(addresses);
      }
      if (toMicros == Long.MAX_VALUE) {
        openSessions.put(addresses, number);
      }
    }

    /** @throws IllegalArgumentException with a reason for people */
    void addTranslation(IpAddress address, int firstPort, int lastPort, IpAddress privateAddress, @Nullable String subscriber,
        long fromMicros, long toMicros) {
      checkTimes(fromMicros, toMicros);
      if (!address.isIpv4()) {
        throw new IllegalArgumentException("'" + address + "' is no IPv4 address: ports are told apart only of those");
      }
      if (firstPort < 0 || firstPort > lastPort || lastPort > MAX_PORT) {
        throw new IllegalArgumentException("'" + firstPort + "-" + lastPort + "' is no range of ports");
      }
      translations.add(new AddressRange(new IpAddress(natKey(address), firstPort), new IpAddress(natKey(address), lastPort)), fromMicros,
          toMicros);
      translated.add(new Translation(privateAddress, subscriber, fromMicros, toMicros));
    }

    private static void checkTimes(long fromMicros, long toMicros) {
      if (fromMicros >= toMicros) {
        throw new IllegalArgumentException("it ends before it begins");
      }
    }

    SubscriberTable build() {
      return new SubscriberTable(this);
    }
  }
}
