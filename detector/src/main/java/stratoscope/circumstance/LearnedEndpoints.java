package stratoscope.circumstance;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stratoscope.names.PoolEntry;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * The addresses that DNS gave for pools' names. One thread; time is the packets'. An address at which many other names lie is shared
 * hosting, or where a filter sends what it blocks, and says nothing. Bounded: of the clients of an address the first one told goes, of
 * addresses, and where there are too many clients of all, the one that DNS gave longest ago.
 */
final class LearnedEndpoints {
  private static final int MAX_ADDRESSES = 65_536;
  /** Of one address. */
  private static final int MAX_CLIENTS = 64;
  /** Of all addresses; at some 200 bytes each, names included. */
  private static final int MAX_CLIENTS_OF_ALL = 1 << 18;
  /** A week: resolvers are to remember nothing for longer, whatever is said; RFC 8767 section 4. */
  private static final long MAX_TTL_SECONDS = 604_800;

  private CircumstanceOptions options;
  private final AddressSieve told;
  private final Map<IpAddress, Learned> addresses = new LinkedHashMap<>();
  private int clientsOfAll;

  /** The names that are no pool's at the addresses that were told, as many as make one shared, and when they were seen. */
  private final Map<IpAddress, Map<String, Named>> otherNames = Recent.byUse(MAX_ADDRESSES);

  /** @param told takes the addresses that are learned, and holds others at which pools were found to be */
  LearnedEndpoints(CircumstanceOptions options, AddressSieve told) {
    this.options = options;
    this.told = told;
  }

  /** What was said to whom, and in which capture; "" if that was before a restart. */
  record Answer(String name, String captureName, long packetNumber, long timestampMicros) {}

  /** When another name was last called at an address, and by whom first; null if DNS gave it. */
  private record Named(long micros, @Nullable IpAddress caller) {}

  /** One address. */
  static final class Learned {
    private PoolEntry entry;
    private Answer first;
    private final Map<IpAddress, Answer> clients = new LinkedHashMap<>(2);
    private long untilMicros;
    /** Until when it counted when that was last news. */
    private long toldMicros = Long.MIN_VALUE;

    private Learned(PoolEntry entry, Answer first) {
      this.entry = entry;
      this.first = first;
    }

    PoolEntry entry() {
      return entry;
    }

    /** What this client was told, or null. */
    @Nullable Answer answerTo(IpAddress client) {
      return clients.get(client);
    }

    /** What this client was told, or the first one if it was told nothing. */
    Answer answerFor(IpAddress client) {
      return clients.getOrDefault(client, first);
    }
  }

  /**
   * From now on other rules count: addresses of names that are no pools' by them are forgotten.
   *
   * @param entryOf the entry of the directory that a name has by them; null if it has none
   */
  void use(CircumstanceOptions others, Function<String, @Nullable PoolEntry> entryOf) {
    options = others;
    addresses.values().removeIf(learned -> {
      PoolEntry byName = entryOf.apply(learned.first.name());
      PoolEntry entry = byName != null ? byName : entryOf.apply(learned.entry.hostName()); // where the name asked for is an alias
      if (entry != null) {
        learned.entry = entry;
      } else {
        clientsOfAll -= learned.clients.size();
      }
      return entry == null;
    });
  }

  /** Each address that still counts, and the other names at addresses. */
  void saveTo(List<Stateful> parts, long nowMicros) {
    addresses.forEach((address, learned) -> parts.add(out -> save(address, learned, nowMicros, out)));
    otherNames.forEach((address, names) -> names.forEach((name, named) -> {
      if (named.micros >= options.sinceMicros(nowMicros)) {
        parts.add(out -> save(address, name, named, out));
      }
    }));
  }

  private static void save(IpAddress address, Learned learned, long nowMicros, StateWriter out) {
    if (learned.untilMicros < nowMicros) {
      return;
    }
    out.begin(StateKind.LEARNED).address(address).text(learned.entry.hostName()).number(learned.untilMicros);
    save(learned.first, out);
    out.number(learned.clients.size());
    learned.clients.forEach((client, answer) -> save(answer, out.address(client)));
    out.end();
  }

  private static void save(IpAddress address, String name, Named named, StateWriter out) {
    out.begin(StateKind.OTHER_NAMES).address(address).text(name).number(named.micros).truth(named.caller != null);
    if (named.caller != null) {
      out.address(named.caller);
    }
    out.end();
  }

  private static void save(Answer answer, StateWriter out) {
    out.text(answer.name()).number(answer.packetNumber()).number(answer.timestampMicros());
  }

  private static Answer answer(StateReader in) throws StateException {
    return new Answer(in.someText(), "", in.number(), in.number());
  }

  /**
   * Takes an address from before a restart, unless its name is no pool's by the rules of now.
   *
   * @param entryOf as for {@link #use}
   */
  void restore(StateReader in, Function<String, @Nullable PoolEntry> entryOf) throws StateException {
    IpAddress address = in.address();
    String listed = in.someText();
    long untilMicros = in.number();
    Answer first = answer(in);
    Map<IpAddress, Answer> clients = new LinkedHashMap<>(2);
    for (int left = in.number(0, MAX_CLIENTS); left > 0; left--) {
      clients.put(in.address(), answer(in));
    }
    PoolEntry byName = entryOf.apply(first.name());
    PoolEntry entry = byName != null ? byName : entryOf.apply(listed);
    if (entry != null) {
      told.add(address.high(), address.low());
      Learned learned = addresses.computeIfAbsent(address, key -> new Learned(entry, first));
      learned.untilMicros = Math.max(learned.untilMicros, untilMicros);
      clients.forEach((client, answer) -> learn(learned, client, answer));
      keepBounds();
    }
  }

  void restoreOtherName(StateReader in) throws StateException {
    IpAddress address = in.address();
    String name = in.someText();
    long micros = in.number();
    onOtherName(address, name, in.truth() ? in.address() : null, micros);
  }

  /** True as long as other names at addresses are of no interest. */
  boolean isEmpty() {
    return told.isEmpty();
  }

  /** Adds all addresses to those that are told, which were cleared. */
  void tell() {
    addresses.keySet().forEach(address -> told.add(address.high(), address.low()));
  }

  /** Takes an answer about a pool's name, and says whether it is news. */
  boolean learn(IpAddress address, PoolEntry entry, IpAddress client, Answer answer, long ttlSeconds) {
    told.add(address.high(), address.low());
    Learned before = addresses.remove(address);
    Learned learned = before == null ? new Learned(entry, answer) : before;
    addresses.put(address, learned); // behind all others
    boolean isNews = learn(learned, client, answer);
    if (Circumstances.isMining(entry) && !Circumstances.isMining(learned.entry)) { // a pool's web site was looked up before
      learned.entry = entry;
      learned.first = answer;
      isNews = true;
    }
    learned.untilMicros = Math.max(learned.untilMicros,
        answer.timestampMicros() + TimeUnit.SECONDS.toMicros(Math.min(ttlSeconds, MAX_TTL_SECONDS) + options.graceSeconds()));
    if (isNews || learned.untilMicros - LastSeen.LEAST_GAIN_MICROS >= learned.toldMicros) {
      learned.toldMicros = learned.untilMicros;
      isNews = true;
    }
    keepBounds();
    return isNews;
  }

  private boolean learn(Learned learned, IpAddress client, Answer answer) {
    boolean isNew = learned.clients.putIfAbsent(client, answer) == null;
    if (isNew) {
      clientsOfAll++;
      if (learned.clients.size() > MAX_CLIENTS) {
        learned.clients.remove(learned.clients.keySet().iterator().next());
        clientsOfAll--;
      }
    }
    return isNew;
  }

  private void keepBounds() {
    for (Iterator<Learned> each = addresses.values().iterator(); addresses.size() > MAX_ADDRESSES || clientsOfAll > MAX_CLIENTS_OF_ALL;) {
      clientsOfAll -= each.next().clients.size();
      each.remove();
    }
  }

  /**
   * Takes note that a name that is no pool's lies at an address that was told, and says whether that is news. Of what
   * one client calls it one name counts: whoever mines there could make up as many as make it shared.
   *
   * @param caller null if DNS gave the address for the name
   */
  boolean onOtherName(IpAddress address, String name, @Nullable IpAddress caller, long micros) {
    Map<String, Named> names = otherNames.computeIfAbsent(address, key -> new LinkedHashMap<>(2));
    String place = names.containsKey(name) ? name : calledBy(caller, names);
    if (place == null && names.size() >= options.sharingNames()) {
      place = names.keySet().iterator().next();
    }
    Named before = place == null ? null : names.get(place);
    if (before != null && Math.abs(micros - before.micros) < LastSeen.LEAST_GAIN_MICROS) {
      return false;
    }
    names.remove(place);
    names.put(name, new Named(micros, before != null && name.equals(place) ? before.caller : caller));
    while (names.size() > options.sharingNames()) {
      names.remove(names.keySet().iterator().next());
    }
    return true;
  }

  /** What a client called an address before; null if nothing. */
  private static @Nullable String calledBy(@Nullable IpAddress caller, Map<String, Named> names) {
    for (Map.Entry<String, Named> each : names.entrySet()) {
      if (caller != null && caller.equals(each.getValue().caller)) {
        return each.getKey();
      }
    }
    return null;
  }

  /** True of an address at which so many other names lie that it says nothing. */
  boolean isShared(IpAddress address, long micros) {
    Map<String, Named> names = otherNames.get(address);
    if (names == null || names.size() < options.sharingNames()) {
      return false;
    }
    int left = options.sharingNames();
    for (Named named : names.values()) {
      left -= named.micros >= options.sinceMicros(micros) ? 1 : 0;
    }
    return left <= 0;
  }

  /** What is known of an address at that time; null if nothing, or if it is shared. */
  @Nullable Learned at(IpAddress address, long timestampMicros) {
    Learned learned = addresses.get(address);
    boolean isValid = learned != null && timestampMicros <= learned.untilMicros && !isShared(address, timestampMicros);
    return isValid ? learned : null;
  }
}
