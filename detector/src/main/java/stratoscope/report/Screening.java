package stratoscope.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
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
import stratoscope.inventory.Subscriber;
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
    /** Addresses that mine, or were said to; of however many customers. */
    private long unclean;
    /** Of the seen, those of which only somebody of another group is such a one. */
    private long lent;
    private double lowKwh;
    private double highKwh;
    private boolean hasEnergy;

    long of(CaseFile.State state) {
      return cases.getOrDefault(state, 0L);
    }

    long of(Verdict verdict) {
      return found.getOrDefault(verdict, 0L);
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

  /**
   * An address that mined for a time. Times in microseconds since 1970.
   *
   * @param subscriber who had it, as logs told whoever saw it; null if they did not
   * @param owner of that subscriber; {@link Owner#UNKNOWN} if he is not known, or no subscriber is
   * @param lowKwh NaN if unknown
   */
  public record Sighting(IpAddress address, Verdict verdict, @Nullable String subscriber, Owner owner, long fromMicros, long toMicros,
      double lowKwh, double highKwh) {}

  /**
   * An address that mines, as it is shown.
   *
   * @param owner {@link Owner#UNKNOWN} if it is in no inventory
   * @param subscriber who had it, as logs say; null if they don't
   * @param periods or inputs in which it was found
   * @param status of its case; null if none is noted
   * @param lowKwh NaN if unknown
   */
  public record Offender(IpAddress address, Verdict verdict, Owner owner, @Nullable String subscriber, List<String> periods,
      CaseFile.@Nullable Status status, long lastMicros, double lowKwh, double highKwh) {}

  private final Inventory inventory;
  private final @Nullable Period period;
  private final @Nullable CaseFile cases;
  private final @Nullable IdentityMask mask;
  private final Map<IpAddress, List<FoundAddress>> found = new HashMap<>();
  /** Inputs or periods in which subscribers were found, at whatever address. */
  private final Map<String, Set<String>> inputsOfSubscribers = new HashMap<>();
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
      for (Counts counts : counts(inventory.ownerButAccount(row))) {
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
   */
  public void onFound(Sighting sighting, @Nullable String input) {
    lastMicros = Math.max(lastMicros, sighting.toMicros);
    FoundAddress host = found(sighting);
    host.verdict = host.verdict.compareTo(sighting.verdict) >= 0 ? host.verdict : sighting.verdict;
    host.micros = Math.max(host.micros, sighting.toMicros);
    if (period != null) {
      period.addAll(sighting.fromMicros, sighting.toMicros, host.inputs);
    } else if (host.inputs.size() < MAX_PERIODS && input != null) {
      host.inputs.add(input);
    }
    if (!Double.isNaN(sighting.lowKwh)) {
      host.hasEnergy = true;
      host.lowKwh += sighting.lowKwh;
      host.highKwh += sighting.highKwh;
    }
  }

  private FoundAddress found(Sighting sighting) {
    IpAddress address = sighting.address;
    String subscriber = sighting.subscriber;
    Owner owner = sighting.owner;
    if (subscriber == null) {
      Subscriber lease = inventory.subscriberThrough(address, sighting.fromMicros, sighting.toMicros);
      subscriber = lease == null ? null : lease.id();
      owner = lease == null ? Owner.UNKNOWN : Objects.requireNonNullElse(inventory.ownerOf(lease, sighting.toMicros), Owner.UNKNOWN);
    }
    int row = inventory.rowOf(address.high(), address.low(), sighting.toMicros);
    boolean isTold = owner.isKnown();
    return found(address, isTold || row == Inventory.NO_ROW ? owner : inventory.owner(row), subscriber, isTold || row != Inventory.NO_ROW);
  }

  private FoundAddress found(IpAddress address, Owner owner, @Nullable String subscriber, boolean isListed) {
    List<FoundAddress> ofCustomers = found.computeIfAbsent(address, first -> new ArrayList<>(1));
    for (FoundAddress known : ofCustomers) {
      if (known.isOf(owner, subscriber)) {
        return known;
      }
    }
    FoundAddress host = new FoundAddress(owner, subscriber, isListed,
        subscriber == null ? new TreeSet<>() : inputsOfSubscribers.computeIfAbsent(subscriber, first -> new TreeSet<>()));
    ofCustomers.add(host);
    return host;
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
    found.forEach((address, ofCustomers) -> {
      IdentityHashMap<Counts, FoundAddress> mined = new IdentityHashMap<>();
      Set<Counts> unclean = Collections.newSetFromMap(new IdentityHashMap<>());
      for (FoundAddress host : ofCustomers) {
        CaseFile.Status status = statusOf(address, host);
        for (Counts counts : host.isListed ? counts(host.owner) : unlistedCounts()) {
          unclean.add(counts);
          if (status != null) {
            counts.cases.merge(status.state(), 1L, Long::sum);
          }
          if (status == null || status.state() != CaseFile.State.FALSE_ALARM) {
            mined.merge(counts, host, FoundAddress::with);
          }
        }
      }
      mined.forEach((counts, host) -> count(host, counts));
      unclean.forEach(counts -> counts.unclean++);
      int row = inventory.rowOf(address.high(), address.low(), ofCustomers.get(0).micros);
      if (row != Inventory.NO_ROW) { // where it lies an address is not clean that a customer of another group mines at
        counts(inventory.ownerButAccount(row)).stream().filter(counts -> !unclean.contains(counts)).forEach(counts -> counts.lent++);
      }
    });
  }

  private CaseFile.@Nullable Status statusOf(IpAddress address, FoundAddress host) {
    return cases == null ? null : cases.of(host.customer(), host.owner.name(), address.toString());
  }

  private static void count(FoundAddress host, Counts counts) {
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
      long listed = c.unclean - (by == By.ALL ? unlisted() : 0);
      rows.add(new Row(by, masked(group), c.addresses, c.networks, isTold ? (Long) Math.max(c.seen, listed) : null,
          isTold ? (Long) Math.max(0, c.seen - listed - c.lent) : null, ifKnown(c.of(Verdict.SUSPECTED)), ifKnown(c.of(Verdict.PROBABLE)),
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
    return counts == null ? 0 : counts.unclean;
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
    return offenders(host -> host.owner.name() == null);
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

  private List<Offender> offenders(Predicate<FoundAddress> wanted) {
    List<Offender> offenders = new ArrayList<>();
    found.forEach((address, ofCustomers) -> {
      for (FoundAddress host : ofCustomers) {
        CaseFile.Status status = statusOf(address, host);
        if (wanted.test(host) && (status == null || status.state() != CaseFile.State.FALSE_ALARM)) {
          List<String> inputs = host.inputs.stream().map(input -> mask == null ? input : mask.fileName(input)).toList();
          String subscriber = mask == null || host.subscriber == null ? host.subscriber : mask.mark("subscriber", host.subscriber);
          offenders.add(new Offender(address, host.verdict, shown(host.owner), subscriber, inputs, status, host.micros,
              host.hasEnergy ? host.lowKwh : Double.NaN, host.hasEnergy ? host.highKwh : Double.NaN));
        }
      }
    });
    offenders.sort(Comparator.comparingInt((Offender each) -> each.periods.size()).thenComparing(Offender::verdict).reversed()
        .thenComparing(Offender::address));
    return offenders;
  }
}
