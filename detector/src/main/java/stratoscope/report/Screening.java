package stratoscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.Owner;
import stratoscope.packet.IpAddress;

/**
 * What a screening counts: of the addresses of an inventory, how many were seen, and how many of these mine; by owner, nature, region,
 * site. One thread. Addresses in no inventory are counted only where they mine. Bounded by the inventory, and by the hosts found.
 */
public final class Screening {
  /** What addresses are told apart by. */
  public enum By {
    ALL, OWNER, NATURE, REGION, SITE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return label();
    }

    private @Nullable String of(Owner owner) {
      return switch (this) {
        case ALL -> label();
        case OWNER -> owner.name();
        case NATURE -> owner.nature();
        case REGION -> owner.region();
        case SITE -> owner.site();
      };
    }
  }

  /** Where the inventory does not say. */
  private static final String UNSAID = "unknown";
  /** Of addresses that are in no inventory. */
  private static final String UNLISTED = "not in the inventory";

  /** Of one group. */
  private static final class Counts {
    private double addresses;
    private double networks;
    private long seen;
    private final Map<Verdict, Long> found = new EnumMap<>(Verdict.class);
    private long repeated;
    private double lowKwh;
    private double highKwh;
    private boolean hasEnergy;

    long of(Verdict verdict) {
      return found.getOrDefault(verdict, 0L);
    }

    long mining() {
      return of(Verdict.SUSPECTED) + of(Verdict.PROBABLE) + of(Verdict.CONFIRMED);
    }
  }

  /**
   * Of one group, as it is shown.
   *
   * @param addresses of IPv4 in the inventory
   * @param networks of 64 bits of IPv6 in the inventory
   * @param seen of these, the ones that opened, or had data on, a TCP connection; null if the input does not tell
   * @param clean of the seen, the ones that don't mine; null likewise
   * @param repeated of those that mine, the ones found in more than one input
   * @param lowKwh NaN if unknown
   */
  public record Row(By by, String group, double addresses, double networks, @Nullable Long seen, @Nullable Long clean, long suspected,
      long probable, long confirmed, long repeated, double lowKwh, double highKwh) {
    long found() {
      return suspected + probable + confirmed;
    }
  }

  /** An address that mines. */
  private static final class Found {
    private Verdict verdict = Verdict.NONE;
    private long micros;
    private double lowKwh;
    private double highKwh;
    private boolean hasEnergy;
    private final Set<String> inputs = new HashSet<>(2);
  }

  /** The group that was asked for last. */
  private record Last(String group, Counts counts) {}

  private final Inventory inventory;
  private final Map<IpAddress, Found> found = new HashMap<>();
  private final Map<By, Map<String, Counts>> groups = new EnumMap<>(By.class);
  private final @Nullable Last[] lasts = new @Nullable Last[By.values().length];
  private boolean isSeenKnown = true;
  private long lastMicros = Long.MIN_VALUE;

  public Screening(Inventory inventory) {
    this.inventory = inventory;
    for (By by : By.values()) {
      groups.put(by, new HashMap<>());
    }
  }

  /** Counts an address that was seen, once for each. */
  public void onSeen(long high, long low, long micros) {
    lastMicros = Math.max(lastMicros, micros);
    int row = inventory.rowOf(high, low, micros);
    if (row != Inventory.NO_ROW) {
      for (By by : By.values()) {
        counts(by, inventory.owner(row)).seen++;
      }
    }
  }

  /** From now on it is not known how many addresses were seen. */
  public void onUnseen() {
    isSeenKnown = false;
  }

  /**
   * Counts an address that mines.
   *
   * @param input it was found in
   * @param lowKwh NaN if unknown
   */
  public void onFound(IpAddress address, Verdict verdict, String input, long micros, double lowKwh, double highKwh) {
    lastMicros = Math.max(lastMicros, micros);
    Found host = found.computeIfAbsent(address, first -> new Found());
    host.verdict = host.verdict.compareTo(verdict) >= 0 ? host.verdict : verdict;
    host.micros = Math.max(host.micros, micros);
    host.inputs.add(input);
    if (!Double.isNaN(lowKwh)) {
      host.hasEnergy = true;
      host.lowKwh += lowKwh;
      host.highKwh += highKwh;
    }
  }

  /**
   * Adds it all up; after that, {@link #rows} tells.
   *
   * @param nowMicros when the inventory counts, if nothing was seen
   */
  public void end(long nowMicros) {
    inventory.forEachOwner(lastMicros == Long.MIN_VALUE ? nowMicros : lastMicros, (owner, count, isIpv4) -> {
      for (By by : By.values()) {
        Counts counts = counts(by, owner);
        counts.addresses += isIpv4 ? count : 0;
        counts.networks += isIpv4 ? 0 : count;
      }
    });
    found.forEach((address, host) -> {
      int row = inventory.rowOf(address.high(), address.low(), host.micros);
      for (By by : By.values()) {
        String group = by == By.ALL ? by.label() : UNLISTED;
        count(host, row == Inventory.NO_ROW ? counts(by, group) : counts(by, inventory.owner(row)));
      }
    });
  }

  private static void count(Found host, Counts counts) {
    counts.found.merge(host.verdict, 1L, Long::sum);
    counts.repeated += host.inputs.size() > 1 ? 1 : 0;
    counts.hasEnergy |= host.hasEnergy;
    counts.lowKwh += host.lowKwh;
    counts.highKwh += host.highKwh;
  }

  private Counts counts(By by, Owner owner) {
    String group = by.of(owner);
    return counts(by, group == null ? UNSAID : group);
  }

  /** Neighbours mostly belong to the same. */
  private Counts counts(By by, String group) {
    Last last = lasts[by.ordinal()];
    if (last == null || !last.group.equals(group)) {
      last = new Last(group, groupsOf(by).computeIfAbsent(group, first -> new Counts()));
      lasts[by.ordinal()] = last;
    }
    return last.counts;
  }

  private Map<String, Counts> groupsOf(By by) {
    return Objects.requireNonNull(groups.get(by));
  }

  /** The groups, those in which most mine first, then by name. */
  public List<Row> rows(By by) {
    List<Row> rows = new ArrayList<>();
    groupsOf(by).forEach((group, c) -> {
      boolean isTold = isSeenKnown && !group.equals(UNLISTED);
      long listed = c.mining() - (by == By.ALL ? unlisted() : 0);
      rows.add(new Row(by, group, c.addresses, c.networks, isTold ? (Long) c.seen : null,
          isTold ? (Long) Math.max(0, c.seen - listed) : null, c.of(Verdict.SUSPECTED), c.of(Verdict.PROBABLE), c.of(Verdict.CONFIRMED),
          c.repeated, c.hasEnergy ? c.lowKwh : Double.NaN, c.hasEnergy ? c.highKwh : Double.NaN));
    });
    rows.sort(Comparator.comparingLong(Row::confirmed).thenComparingLong(Row::found).reversed().thenComparing(Row::group));
    return rows;
  }

  private long unlisted() {
    Counts counts = groupsOf(By.OWNER).get(UNLISTED);
    return counts == null ? 0 : counts.mining();
  }
}
