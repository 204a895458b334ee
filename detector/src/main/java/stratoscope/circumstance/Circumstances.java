package stratoscope.circumstance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.RuleSet;
import stratoscope.flow.Suspicion;
import stratoscope.names.CertificateChain;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * What is known of pools and of hosts that may mine: the pool directory, what DNS said before, where others were found mining, who donates;
 * and what that says of a connection ({@link Weighing}). One thread; time is the packets'. Bounded: what was not seen for the longest time
 * goes first. What a host did counts for a while after it was last seen, as others get its address.
 */
public final class Circumstances {
  /** Addresses remembered of each kind. */
  private static final int MAX_REMEMBERED = 65_536;
  /** Who is asked asks on within it: clients ask again after five seconds. */
  private static final long ASKS_ON_MICROS = TimeUnit.SECONDS.toMicros(10);

  private RuleSet rules;
  private CircumstanceOptions options;
  private PoolDirectory pools;
  /** The addresses that were ever learned or proven. */
  private final AddressSieve told = new AddressSieve();
  private final LearnedEndpoints learned;
  private final Donations donations = new Donations();
  private final DonationLogins logins = new DonationLogins();
  /** Where miners logged in. */
  private final LastSeen<IpAddress> serving = new LastSeen<>(MAX_REMEMBERED);
  private final ProvenEndpoints proven = new ProvenEndpoints(told);
  /** Who was asked of pools in DNS, and when: whoever answers is a server, and others may only have been sent the question. */
  private final Map<IpAddress, Long> asked = Recent.byUse(MAX_REMEMBERED);
  private final LastSeen<IpAddress> servers = new LastSeen<>(MAX_REMEMBERED);
  private Consumer<Lesson> others = lesson -> {};

  public Circumstances(RuleSet rules, CircumstanceOptions options, PoolDirectory pools) {
    this.rules = rules;
    this.options = options;
    this.pools = pools;
    learned = new LearnedEndpoints(options, told);
  }

  /** From now on other rules count. What DNS said of names that are no pools' by the new ones is forgotten. */
  public void use(RuleSet newRules, CircumstanceOptions newOptions, PoolDirectory newPools) {
    rules = newRules;
    options = newOptions;
    pools = newPools;
    learned.use(newOptions, name -> entryOf(name, 0));
  }

  /** From now on others are told what is new here. */
  public void tell(Consumer<Lesson> to) {
    others = to;
  }

  /** Takes what others learned, and tells nobody. */
  public void learn(Lesson lesson) {
    if (lesson instanceof Lesson.Resolved resolved) {
      PoolEntry byName = entryOf(resolved.answer().name(), 0); // by rules that may be newer or older than the others'
      PoolEntry entry = byName != null ? byName : entryOf(resolved.entry().hostName(), 0);
      if (entry != null) {
        keepSieve();
        learned.learn(resolved.address(), entry, resolved.client(), resolved.answer(), resolved.ttlSeconds());
      }
    } else if (lesson instanceof Lesson.OtherName other) {
      learned.onOtherName(other.address(), other.name(), other.caller(), other.timestampMicros());
    } else if (lesson instanceof Lesson.Server server) {
      servers.see(server.address(), server.timestampMicros());
    } else if (lesson instanceof Lesson.Asked question) {
      asked.put(question.address(), question.timestampMicros());
    } else if (lesson instanceof Lesson.Proven proof) {
      prove(proof);
    } else if (lesson instanceof Lesson.Login login) {
      logIn(login);
    } else if (lesson instanceof Lesson.Visit visit) {
      donations.onVisit(visit.host(), visit.timestampMicros());
    }
  }

  /** Adds what was learned, piece by piece, as far as it still counts. */
  public void saveTo(List<Stateful> parts, long nowMicros) {
    learned.saveTo(parts, nowMicros);
    proven.saveTo(parts, nowMicros);
    long sinceMicros = options.sinceMicros(nowMicros);
    donations.saveTo(parts, sinceMicros);
    logins.saveTo(parts, sinceMicros);
    save(StateKind.DNS_SERVER, servers, sinceMicros, parts);
    save(StateKind.SERVING, serving, sinceMicros, parts);
  }

  private static void save(StateKind kind, LastSeen<IpAddress> hosts, long sinceMicros, List<Stateful> parts) {
    hosts.since(sinceMicros).forEach(host -> parts.add(out -> out.begin(kind).address(host.getKey()).number(host.getValue()).end()));
  }

  /** Takes a piece of what was learned before a restart; false if it is of another kind. */
  public boolean restore(StateReader in) throws StateException {
    switch (in.kind()) {
      case LEARNED -> learned.restore(in, name -> entryOf(name, 0));
      case OTHER_NAMES -> learned.restoreOtherName(in);
      case PROVEN -> proven.restore(in);
      case DNS_SERVER -> servers.see(in.address(), in.number());
      case SERVING -> serving.see(in.address(), in.number());
      case DONATION -> donations.restore(in);
      case DONOR -> logins.restoreDonor(in);
      case DIGEST_LOGINS -> logins.restoreLogin(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  RuleSet rules() {
    return rules;
  }

  CircumstanceOptions options() {
    return options;
  }

  PoolDirectory pools() {
    return pools;
  }

  EvidenceLog newLog() {
    return new EvidenceLog(rules.thresholds());
  }

  /**
   * A reader of DNS that teaches these circumstances.
   *
   * @param onLookup takes each look-up of a pool's name that makes its host suspect, and the pool's key
   */
  public Lookups newLookups(BiConsumer<Finding, String> onLookup) {
    return new Lookups(learned, this, onLookup);
  }

  /** What deserves attention because of its circumstances. */
  public Suspicion newSuspicion() {
    return new PoolSuspicion(this);
  }

  /**
   * The two ends of a connection.
   *
   * @param captureName where its packets are numbered
   * @param packetNumber of its first packet
   * @param timestampMicros when it was first seen
   */
  public record Ends(IpAddress miner, IpAddress pool, int poolPort, String captureName, long packetNumber, long timestampMicros) {}

  /** Adds the signs around a connection to what it shows itself, and says which entry of the directory it leads to; null if to none. */
  public @Nullable PoolEntry weigh(Ends ends, Sightings seen, EvidenceLog log) {
    return new Weighing(this, seen, log).weigh(ends);
  }

  /** What DNS taught of an address; null if nothing that still counts. */
  LearnedEndpoints.@Nullable Learned learnedAt(IpAddress address, long timestampMicros) {
    return learned.at(address, timestampMicros);
  }

  /** The name of a pool for which DNS told a host to go to an address; null if it told that host none. */
  public @Nullable String nameToldFor(Ends ends) {
    LearnedEndpoints.Learned known = learnedAt(ends.pool(), ends.timestampMicros());
    LearnedEndpoints.Answer answer = known == null ? null : known.answerTo(ends.miner());
    return answer == null ? null : answer.name();
  }

  /** True of a connection to where another host was confirmed as mining, and no other names lie. */
  boolean isProvenByOthers(Ends ends) {
    return proven.isOfOthers(ends.miner(), ends.pool(), ends.poolPort(), ends.timestampMicros())
        && !learned.isShared(ends.pool(), ends.timestampMicros());
  }

  /** Takes note that a host goes to one that XMRig donates to; returns after how many minutes it came again lately as XMRig does, or 0. */
  int onDonation(IpAddress miner, long micros) {
    if (donations.onVisit(miner, micros)) {
      others.accept(new Lesson.Visit(miner, micros));
    }
    return donations.minutes(miner, options.sinceMicros(micros));
  }

  /** Under which names a host logged in to mine and to donate; null if that is not known. */
  DonationLogins.@Nullable Donor donor(IpAddress miner, long micros) {
    return logins.donor(miner, options.sinceMicros(micros));
  }

  /** Takes the name under which a miner logged in somewhere. */
  public void onLogin(IpAddress miner, IpAddress pool, String user, long micros) {
    Lesson.Login login = new Lesson.Login(miner, pool, DonationLogins.isUser(user) ? user : "", micros);
    if (logIn(login)) {
      others.accept(login);
    }
  }

  private boolean logIn(Lesson.Login login) {
    boolean isNew = serving.see(login.pool(), login.timestampMicros());
    return logins.onLogin(login.miner(), login.user(), login.timestampMicros()) || isNew;
  }

  /** True if miners log in at an address, or did lately. */
  public boolean isServing(IpAddress address, long micros) {
    return serving.isSeen(address, options.sinceMicros(micros));
  }

  /** True if anything is known, or may turn out when the server answers, of a connection that opened TLS. */
  public boolean isOfInterest(Ends ends, Sightings seen) {
    return seen.isNameless() || (seen.hello() != null && !options.isTlsPort(portOf(ends, seen))) || leadsToPool(ends, seen);
  }

  /** The same once the handshake is over, when TLS without a name has shown whether it is a way that miners go. */
  public boolean isOfInterestStill(Ends ends, Sightings seen) {
    return isNamelessOnOddPort(ends, seen) || leadsToPool(ends, seen);
  }

  boolean isNamelessOnOddPort(Ends ends, Sightings seen) {
    return seen.isNameless() && !options.isTlsPort(portOf(ends, seen));
  }

  /** Of the server: as the proxy was told, if one was. */
  static int portOf(Ends ends, Sightings seen) {
    return seen.portAsked() == 0 ? ends.poolPort() : seen.portAsked();
  }

  private boolean leadsToPool(Ends ends, Sightings seen) {
    return isKnown(ends.pool().high(), ends.pool().low(), ends.poolPort(), ends.timestampMicros())
        || seen.names().stream().anyMatch(name -> entryOf(name.name(), 0) != null || isKnown(name))
        || mayNamePool(seen.chain());
  }

  /** True if a certificate may name a pool: it has the text of such a name. */
  boolean mayNamePool(@Nullable CertificateChain chain) {
    return chain != null && chain.hasText(this::isPool);
  }

  /** True if a text looks like a pool's name; see {@link PoolDirectory#screen}. */
  boolean isPool(byte[] data, int from, int to) {
    return pools.screen(data, from, to, 0) >= 0;
  }

  /** True if the first bytes look like the name of a host where somebody mines. */
  boolean isMiningHost(byte[] name, int length, int port) {
    int index = pools.screen(name, 0, length, port);
    return index >= 0 && isMining(pools.entry(index));
  }

  /** True if somebody mines at what was asked for, be it a name or an address and port where a pool is known to be. */
  public boolean isMiningHost(Sighting asked) {
    PoolEntry entry = entryOf(asked.name(), asked.port());
    return (entry != null && isMining(entry)) || isKnown(asked);
  }

  private boolean isKnown(Sighting asked) {
    IpAddress address = asked.address();
    return address != null && isKnown(address.high(), address.low(), asked.port(), asked.timestampMicros());
  }

  /** Remembers where a session was confirmed as mining. */
  public void onConfirmed(IpAddress miner, IpAddress pool, int port, long timestampMicros) {
    Lesson.Proven proof = new Lesson.Proven(miner, pool, port, timestampMicros);
    if (prove(proof)) {
      others.accept(proof);
    }
  }

  private boolean prove(Lesson.Proven proof) {
    keepSieve();
    return proven.add(proof.miner(), proof.pool(), proof.port(),
        proof.timestampMicros() + TimeUnit.SECONDS.toMicros(options.provenSeconds()));
  }

  /** Takes an answer of DNS about a pool's name. */
  void onResolved(IpAddress address, PoolEntry entry, IpAddress client, LearnedEndpoints.Answer answer, long ttlSeconds) {
    keepSieve();
    if (learned.learn(address, entry, client, answer, ttlSeconds)) {
      others.accept(new Lesson.Resolved(address, entry, client, answer, ttlSeconds));
    }
  }

  /** Forgets addresses that were forgotten elsewhere, when they are many. */
  private void keepSieve() {
    if (told.isFull()) {
      told.clear();
      learned.tell();
      proven.tell();
    }
  }

  /** False of an address that was neither learned nor proven, at no cost. */
  boolean mayHold(long high, long low) {
    return told.mayHold(high, low);
  }

  /** Takes note that a name that is no pool's lies at an address where a pool may have been found; see {@link Lesson.OtherName}. */
  void onOtherName(IpAddress address, String name, @Nullable IpAddress caller, long micros) {
    if (learned.onOtherName(address, name, caller, micros)) {
      others.accept(new Lesson.OtherName(address, name, caller, micros));
    }
  }

  /** Takes note of who answers questions of DNS about pools. */
  void onServer(IpAddress address, long micros) {
    if (servers.see(address, micros)) {
      others.accept(new Lesson.Server(address, micros));
    }
  }

  /** Takes note of who is asked about pools. */
  void onAsked(IpAddress address, long micros) {
    if (!servers.isSeen(address, options.sinceMicros(micros))) {
      asked.put(address, micros);
      others.accept(new Lesson.Asked(address, micros));
    }
  }

  /** True of who answers others, or was asked just now and may ask on. */
  boolean isServer(IpAddress address, long micros) {
    Long askedMicros = asked.get(address);
    return servers.isSeen(address, options.sinceMicros(micros))
        || (askedMicros != null && Math.abs(micros - askedMicros) <= ASKS_ON_MICROS);
  }

  /** True if an address and port are listed, or were learned, as a pool's. */
  public boolean isKnown(long high, long low, int port, long timestampMicros) {
    if (pools.byAddress(high, low, port) >= 0) {
      return true;
    }
    if (!mayHold(high, low)) {
      return false;
    }
    IpAddress address = new IpAddress(high, low);
    return !learned.isShared(address, timestampMicros) && (learned.at(address, timestampMicros) != null || proven.holds(address, port));
  }

  /** The entry of a host name; null if it has none. */
  @Nullable PoolEntry entryOf(String name, int port) {
    int index = pools.byName(name, port);
    return index < 0 ? null : pools.entry(index);
  }

  /** True unless it is a pool's web site and nothing else. */
  static boolean isMining(PoolEntry entry) {
    return !(entry.kinds().size() == 1 && entry.kinds().contains(PoolKind.POOL_WEBSITE));
  }

  /** What accounts of a pool are kept under: its operator, or else the name or address that is listed. */
  public static String keyOf(PoolEntry entry) {
    return entry.pool() != null ? entry.pool() : entry.hostName();
  }
}
