package stratoscope.record.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.names.AddressRange;
import stratoscope.record.JsonCursor;
import stratoscope.record.JsonTree;
import stratoscope.record.Timestamps;

/**
 * The little of a host's record that counting it takes, as the record says it; null where it does not.
 *
 * @param lowKwh NaN if unknown, or told of other hosts, too: of the clients of a proxy
 * @param subscriber who had the address, as logs said
 * @param owner of the subscriber; {@link Owner#UNKNOWN} where none is named
 */
public record HostStay(@Nullable String ip, @Nullable String verdict, @Nullable String firstSeen, @Nullable String lastSeen, double lowKwh,
    double highKwh, @Nullable String subscriber, Owner owner) {
  private static final byte[] HOST = "host".getBytes(UTF_8);
  /** In the order of a record, and how many there are. */
  private static final byte[][] NAMES = names("ip", "verdict", "first_seen", "last_seen", "rigs", "energy_kwh");
  private static final int RIGS = 4;
  private static final int ENERGY = 5;
  private static final byte[] AT_CLIENTS = "at_clients".getBytes(UTF_8);
  private static final byte[] SUBSCRIBERS = "subscribers".getBytes(UTF_8);
  private static final byte[][] OF_ENERGY = names("low", "high");

  private static byte[][] names(String... names) {
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].getBytes(UTF_8);
    }
    return bytes;
  }

  /** What a record says; what lies behind that is not read. */
  public static HostStay of(byte[] line) throws IOException {
    JsonCursor record = new JsonCursor(line);
    if (record.enter()) {
      while (record.next()) {
        if (record.isNamed(HOST)) {
          HostStay stay = host(record);
          return stay == null ? ofTree(JsonTree.parse(line).get("host")) : stay;
        }
        record.skip();
      }
    }
    return ofTree(null);
  }

  /** What the host of a record says that is read as a tree. */
  public static HostStay ofTree(@Nullable Object host) {
    String subscriber = JsonTree.text(subscriberOf(host), "id");
    Owner owner = subscriber == null ? Owner.UNKNOWN : new Owner(JsonTree.text(host, "owner"), JsonTree.text(host, "nature"),
        JsonTree.text(host, "region"), JsonTree.text(host, "site"), JsonTree.text(host, "account"), null, null);
    HostStay stay = new HostStay(JsonTree.text(host, "ip"), JsonTree.text(host, "verdict"), JsonTree.text(host, "first_seen"),
        JsonTree.text(host, "last_seen"), JsonTree.number(host, "energy_kwh", "low"), JsonTree.number(host, "energy_kwh", "high"),
        subscriber, owner);
    return Boolean.TRUE.equals(JsonTree.at(host, "rigs", "at_clients")) ? stay.withoutEnergy() : stay;
  }

  /**
   * What tells the customers of one address apart, as {@link Holder#customer} has it.
   *
   * @param told a host's record, or that of a session
   */
  public static String customerOf(@Nullable Object told) {
    return Holder.customer(JsonTree.text(subscriberOf(told), "id"), JsonTree.text(told, "account"), JsonTree.text(told, "owner"));
  }

  private static @Nullable Object subscriberOf(@Nullable Object told) {
    return JsonTree.at(told, "subscribers") instanceof List<?> all && !all.isEmpty() ? all.get(0) : JsonTree.at(told, "subscriber");
  }

  /** The same, with energy unknown. */
  public HostStay withoutEnergy() {
    return new HostStay(ip, verdict, firstSeen, lastSeen, Double.NaN, Double.NaN, subscriber, owner);
  }

  /**
   * Makes sure that it says whose it is, what was found, and when.
   *
   * @param where it stands
   * @throws IOException if it does not; the message says where and what
   */
  public void check(String where) throws IOException {
    if (ip == null || AddressRange.addressOrNull(ip) == null || verdict == null || lastSeen == null) {
      throw new IOException(where + ": a host record without ip, verdict or last_seen: is it what 'scan -f json' wrote?");
    }
    try {
      Verdict.valueOf(verdict.toUpperCase(Locale.ROOT));
      Timestamps.epochSecond(lastSeen);
      Timestamps.epochSecond(firstSeen == null ? lastSeen : firstSeen);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(where + ": a host record with a verdict or a time that is none: is it what 'scan -f json' wrote?", e);
    }
  }

  /** Null if it names a subscriber: few do, and there is more to read of them. */
  private static @Nullable HostStay host(JsonCursor host) throws IOException {
    @Nullable String[] texts = new @Nullable String[RIGS];
    double[] kwh = {Double.NaN, Double.NaN};
    boolean isAtClients = false;
    boolean isOpen = host.enter();
    for (int left = NAMES.length; isOpen && left > 0 && host.next(); ) {
      int place = place(host, NAMES);
      if (place < 0) {
        if (host.isNamed(SUBSCRIBERS)) {
          return null;
        }
        host.skip();
        continue;
      }
      left--;
      if (place < RIGS) {
        texts[place] = host.text();
      } else if (host.enter()) {
        if (place == ENERGY) {
          energy(host, kwh);
        } else {
          isAtClients = isAtClients(host);
        }
      }
    }
    HostStay stay = new HostStay(texts[0], texts[1], texts[2], texts[3], kwh[0], kwh[1], null, Owner.UNKNOWN);
    return isAtClients ? stay.withoutEnergy() : stay;
  }

  /** It is only said where it is so. */
  private static boolean isAtClients(JsonCursor rigs) throws IOException {
    boolean is = false;
    while (rigs.next()) {
      is |= rigs.isNamed(AT_CLIENTS);
      rigs.skip();
    }
    return is;
  }

  private static void energy(JsonCursor energy, double[] kwh) throws IOException {
    while (energy.next()) {
      int place = place(energy, OF_ENERGY);
      if (place < 0) {
        energy.skip();
      } else {
        kwh[place] = energy.number();
      }
    }
  }

  private static int place(JsonCursor member, byte[][] names) {
    for (int i = 0; i < names.length; i++) {
      if (member.isNamed(names[i])) {
        return i;
      }
    }
    return -1;
  }
}
