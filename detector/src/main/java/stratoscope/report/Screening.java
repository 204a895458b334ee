package stratoscope.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.CaseFile;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.Owner;
import stratoscope.packet.IpAddress;
import stratoscope.record.IdentityMask;

/**
 * What a screening counts: of the addresses of an inventory, how many were seen, and how many of these mine; by owner, nature, region,
 * site. One thread. Addresses in no inventory are counted only where they mine. Bounded by the inventory, and by the hosts found.
 */
public final class Screening {
  /** What addresses are told apart by. */
  public enum By {
    ALL, OWNER, NATURE, REGION, SITE;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
      return label;
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

  /** Spans of time, in UTC: an address that mines in two of them is repeated. */
  public enum Period {
    DAY, WEEK, MONTH;

    /** Adds the names of all from one moment to another, until there are as many as are told apart. */
    private void addAll(long fromMicros, long toMicros, Set<String> names) {
      LocalDate last = day(toMicros);
      for (LocalDate day = first(day(fromMicros)); !day.isAfter(last) && names.size() < MAX_PERIODS; day = next(day)) {
        names.add(this == MONTH ? day.toString().substring(0, MONTH_CHARS) : day.toString());
      }
    }

    private static LocalDate day(long micros) {
      return LocalDate.ofEpochDay(TimeUnit.MICROSECONDS.toDays(micros));
    }

    /** Of the one that a day is in. */
    private LocalDate first(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case WEEK -> day.with(DayOfWeek.MONDAY);
        case MONTH -> day.withDayOfMonth(1);
      };
    }

    private LocalDate next(LocalDate first) {
      return switch (this) {
        case DAY -> first.plusDays(1);
        case WEEK -> first.plusWeeks(1);
        case MONTH -> first.plusMonths(1);
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MONTH_CHARS = 7;
  /** Periods of one address that are told apart. */
  private static final int MAX_PERIODS = 64;
  /** Where the inventory does not say. */
  static final String UNSAID = "unknown";
  /** Of addresses that are in no inventory. */
  static final String UNLISTED = "not in the inventory";

  /** Of one group. */
  private static final class Counts {
    private double addresses;
    private double networks;
    private long seen;
    private final Map<Verdict, Long> found = new EnumMap<>(Verdict.class);
    private final Map<CaseFile.State, Long> cases = new EnumMap<>(CaseFile.State.class);
    private long repeated;
    private double lowKwh;
    private double highKwh;
    private boolean hasEnergy;

    long of(CaseFile.State state) {
      return cases.getOrDefault(state, 0L);
    }

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
   * @param suspected null, as all that follow, if there was no input
   * @param repeated of those that mine, the ones found in more than one input, or period
   * @param cases of those that mine, the ones whose case has a status, and the false alarms, which are in no other number but {@code seen};
   *     empty if no statuses are known
   * @param lowKwh NaN if unknown
   */
  public record Row(By by, String group, double addresses, double networks, @Nullable Long seen, @Nullable Long clean,
      @Nullable Long suspected, @Nullable Long probable, @Nullable Long confirmed, @Nullable Long repeated,
      Map<CaseFile.State, Long> cases, double lowKwh, double highKwh) {
    /** How many cases have a status; null if no statuses are known. */
    @Nullable Long cases(CaseFile.State state) {
      return cases.get(state);
    }

    /** How many mine, as far as known. */
    public long found() {
      return orZero(suspected) + orZero(probable) + orZero(confirmed);
    }

    static long orZero(@Nullable Long count) {
      return count == null ? 0 : count;
    }
  }

  /** An address that mines, while it belongs to one owner. */
  private static final class Found {
    private final int row;
    private Verdict verdict = Verdict.NONE;
    private long micros;
    private double lowKwh;
    private double highKwh;
    private boolean hasEnergy;
    private final Set<String> inputs = new TreeSet<>();

    /** @param row of the inventory */
    Found(int row) {
      this.row = row;
    }

    /** Both, of this one's owner. */
    Found with(Found other) {
      Found both = new Found(row);
      for (Found one : List.of(this, other)) {
        both.verdict = both.verdict.compareTo(one.verdict) >= 0 ? both.verdict : one.verdict;
        both.micros = Math.max(both.micros, one.micros);
        both.hasEnergy |= one.hasEnergy;
        both.lowKwh += one.lowKwh;
        both.highKwh += one.highKwh;
        both.inputs.addAll(one.inputs);
      }
      return both;
    }
  }

  /**
   * An address that mines, as it is shown.
   *
   * @param owner {@link Owner#UNKNOWN} if it is in no inventory
   * @param periods or inputs in which it was found
   * @param status of its case; null if none is noted
   * @param lowKwh NaN if unknown
   */
  public record Offender(IpAddress address, Verdict verdict, Owner owner, List<String> periods, CaseFile.@Nullable Status status,
      long lastMicros, double lowKwh, double highKwh) {}

  private final Inventory inventory;
  private final @Nullable Period period;
  private final @Nullable CaseFile cases;
  private final @Nullable IdentityMask mask;
  private final Map<IpAddress, List<Found>> found = new HashMap<>();
  private final Map<By, Map<String, Counts>> groups = new EnumMap<>(By.class);
  /** The owner that was asked for last, and the groups it is in. */
  private @Nullable Owner last;
  private List<Counts> ofLast = List.of();
  private boolean isSeenKnown = true;
  private boolean isFoundKnown = true;
  private long lastMicros = Long.MIN_VALUE;

  /**
   * Without addresses.
   *
   * @param period in more than one of which an address must be found to be repeated; null for inputs
   * @param cases null if no statuses are known
   * @param mask of what is shown; null to show identities
   */
  public Screening(Inventory inventory, @Nullable Period period, @Nullable CaseFile cases, @Nullable IdentityMask mask) {
    this.inventory = inventory;
    this.period = period;
    this.cases = cases;
    this.mask = mask;
    for (By by : By.values()) {
      groups.put(by, new HashMap<>());
    }
  }

  /** Counts an address that was seen, once for each. */
  public void onSeen(long high, long low, long micros) {
    lastMicros = Math.max(lastMicros, micros);
    int row = inventory.rowOf(high, low, micros);
    if (row != Inventory.NO_ROW) {
      for (Counts counts : counts(inventory.owner(row))) {
        counts.seen++;
      }
    }
  }

  /** From now on it is not known how many addresses were seen. */
  public void onUnseen() {
    isSeenKnown = false;
  }

  /** Nothing is read: only how many addresses there are is known. */
  public void onNoInput() {
    isSeenKnown = false;
    isFoundKnown = false;
  }

  /**
   * Counts an address that mines, for whoever has it at that time.
   *
   * @param input it was found in; null if that is told apart
   * @param fromMicros when it was seen to mine first
   * @param micros when last
   * @param lowKwh NaN if unknown
   */
  public void onFound(IpAddress address, Verdict verdict, @Nullable String input, long fromMicros, long micros, double lowKwh,
      double highKwh) {
    lastMicros = Math.max(lastMicros, micros);
    Found host = found(address, micros);
    host.verdict = host.verdict.compareTo(verdict) >= 0 ? host.verdict : verdict;
    host.micros = Math.max(host.micros, micros);
    if (period != null) {
      period.addAll(fromMicros, micros, host.inputs);
    } else if (host.inputs.size() < MAX_PERIODS && input != null) {
      host.inputs.add(input);
    }
    if (!Double.isNaN(lowKwh)) {
      host.hasEnergy = true;
      host.lowKwh += lowKwh;
      host.highKwh += highKwh;
    }
  }

  private Found found(IpAddress address, long micros) {
    int row = inventory.rowOf(address.high(), address.low(), micros);
    List<Found> ofOwners = found.computeIfAbsent(address, first -> new ArrayList<>(1));
    for (Found known : ofOwners) {
      if (ownerOf(known.row).equals(ownerOf(row))) {
        return known;
      }
    }
    Found host = new Found(row);
    ofOwners.add(host);
    return host;
  }

  private Owner ownerOf(int row) {
    return row == Inventory.NO_ROW ? Owner.UNKNOWN : inventory.owner(row);
  }

  /**
   * Adds it all up; after that, {@link #rows} tells.
   *
   * @param nowMicros when the inventory counts, if nothing was seen
   */
  public void end(long nowMicros) {
    inventory.forEachOwner(lastMicros == Long.MIN_VALUE ? nowMicros : lastMicros, (owner, addresses, networks) -> {
      for (Counts counts : counts(owner)) {
        counts.addresses += addresses;
        counts.networks += networks;
      }
    });
    found.forEach((address, ofOwners) -> {
      IdentityHashMap<Counts, Found> mined = new IdentityHashMap<>();
      for (Found host : ofOwners) {
        CaseFile.Status status = statusOf(address, host.row);
        for (Counts counts : host.row == Inventory.NO_ROW ? unlistedCounts() : counts(inventory.owner(host.row))) {
          if (status != null) {
            counts.cases.merge(status.state(), 1L, Long::sum);
          }
          if (status == null || status.state() != CaseFile.State.FALSE_ALARM) {
            mined.merge(counts, host, Found::with);
          }
        }
      }
      mined.forEach((counts, host) -> count(host, counts));
    });
  }

  private CaseFile.@Nullable Status statusOf(IpAddress address, int row) {
    return cases == null ? null : cases.of(row == Inventory.NO_ROW ? null : inventory.owner(row).name(), address.toString());
  }

  private static void count(Found host, Counts counts) {
    counts.found.merge(host.verdict, 1L, Long::sum);
    counts.repeated += host.inputs.size() > 1 ? 1 : 0;
    counts.hasEnergy |= host.hasEnergy;
    counts.lowKwh += host.lowKwh;
    counts.highKwh += host.highKwh;
  }

  /** Of all groups that an owner is in; neighbours mostly belong to the same. */
  @SuppressWarnings("ReferenceEquality") // equal owners are found again among the groups
  private List<Counts> counts(Owner owner) {
    if (owner != last) {
      last = owner;
      ofLast = new ArrayList<>();
      for (By by : By.values()) {
        ofLast.add(counts(by, Objects.requireNonNullElse(by.of(owner), UNSAID)));
      }
    }
    return ofLast;
  }

  private List<Counts> unlistedCounts() {
    List<Counts> unlisted = new ArrayList<>();
    for (By by : By.values()) {
      unlisted.add(counts(by, by == By.ALL ? by.label() : UNLISTED));
    }
    return unlisted;
  }

  private Counts counts(By by, String group) {
    return groupsOf(by).computeIfAbsent(group, first -> new Counts());
  }

  private Map<String, Counts> groupsOf(By by) {
    return Objects.requireNonNull(groups.get(by));
  }

  /** The groups, those in which most mine first, then by name. */
  public List<Row> rows(By by) {
    List<Row> rows = new ArrayList<>();
    groupsOf(by).forEach((group, c) -> {
      boolean isTold = isSeenKnown && !group.equals(UNLISTED);
      long listed = c.mining() + c.of(CaseFile.State.FALSE_ALARM) - (by == By.ALL ? unlisted() : 0);
      rows.add(new Row(by, masked(group), c.addresses, c.networks, isTold ? (Long) Math.max(c.seen, listed) : null,
          isTold ? (Long) Math.max(0, c.seen - listed) : null, ifKnown(c.of(Verdict.SUSPECTED)), ifKnown(c.of(Verdict.PROBABLE)),
          ifKnown(c.of(Verdict.CONFIRMED)), ifKnown(c.repeated), casesOf(c), c.hasEnergy ? c.lowKwh : Double.NaN,
          c.hasEnergy ? c.highKwh : Double.NaN));
    });
    rows.sort(Comparator.comparingLong((Row row) -> Row.orZero(row.confirmed)).thenComparingLong(Row::found).reversed()
        .thenComparing(Row::group));
    return rows;
  }

  private @Nullable Long ifKnown(long found) {
    return isFoundKnown ? (Long) found : null;
  }

  private long unlisted() {
    Counts counts = groupsOf(By.OWNER).get(UNLISTED);
    return counts == null ? 0 : counts.mining() + counts.of(CaseFile.State.FALSE_ALARM);
  }

  private Map<CaseFile.State, Long> casesOf(Counts counts) {
    Map<CaseFile.State, Long> all = new EnumMap<>(CaseFile.State.class);
    if (cases != null && isFoundKnown) {
      for (CaseFile.State state : CaseFile.State.values()) {
        all.put(state, counts.of(state));
      }
    }
    return all;
  }

  /** Addresses that mine in more than one input, or period, those in most first; without false alarms. */
  public List<Offender> repeatOffenders() {
    return offenders(host -> host.inputs.size() > 1);
  }

  /** Addresses that mine and whose owner is not known; without false alarms. */
  public List<Offender> ofUnknownOwners() {
    return offenders(host -> ownerOf(host.row).name() == null);
  }

  private Owner shown(Owner owner) {
    return new Owner(shown(owner.name()), owner.nature(), owner.region(), shown(owner.site()), null, null, null);
  }

  private @Nullable String shown(@Nullable String name) {
    return name == null ? null : masked(name);
  }

  private String masked(String name) {
    return mask == null ? name : mask.withoutAddresses(name);
  }

  private List<Offender> offenders(Predicate<Found> wanted) {
    List<Offender> offenders = new ArrayList<>();
    found.forEach((address, ofOwners) -> {
      for (Found host : ofOwners) {
        CaseFile.Status status = statusOf(address, host.row);
        if (wanted.test(host) && (status == null || status.state() != CaseFile.State.FALSE_ALARM)) {
          List<String> inputs = host.inputs.stream().map(input -> mask == null ? input : mask.fileName(input)).toList();
          offenders.add(new Offender(address, host.verdict, shown(ownerOf(host.row)), inputs, status, host.micros,
              host.hasEnergy ? host.lowKwh : Double.NaN, host.hasEnergy ? host.highKwh : Double.NaN));
        }
      }
    });
    offenders.sort(Comparator.comparingInt((Offender each) -> each.periods.size()).thenComparing(Offender::verdict).reversed()
        .thenComparing(Offender::address));
    return offenders;
  }
}
