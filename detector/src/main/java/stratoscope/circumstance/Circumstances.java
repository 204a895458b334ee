package stratoscope.circumstance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Suspicion;
import stratoscope.names.CertificateChain;
import stratoscope.names.CertificateFacts;
import stratoscope.names.ClientHello;
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
 * Weighs what lies around a connection: the names called, the pool directory, what DNS said before, where others were found mining, and how
 * TLS was opened. One thread; time is the packets'. Each kind of sign counts once, and as much as the entry it rests on is worth; what
 * speaks against mining (a web site, a browser) is counted as well.
 */
public final class Circumstances {
  /** Addresses remembered of each kind; the eldest is forgotten first. */
  private static final int MAX_REMEMBERED = 65_536;
  /** Of a digest, for people. */
  private static final int DIGEST_CHARS = 8;
  private static final Set<String> WEB_PROTOCOLS = Set.of("h2", "http/1.1");

  private RuleSet rules;
  private CircumstanceOptions options;
  private PoolDirectory pools;
  /** The addresses that were ever learned or proven. */
  private final AddressSieve told = new AddressSieve();
  private final LearnedEndpoints learned;
  private final Donations donations = new Donations();
  private final DonationLogins logins = new DonationLogins();
  /** Where miners logged in. */
  private final Map<IpAddress, Boolean> serving = new Recent<>(MAX_REMEMBERED);
  private final ProvenEndpoints proven = new ProvenEndpoints(told);
  private final Map<IpAddress, Boolean> servers = new Recent<>(MAX_REMEMBERED);
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
        learned.learn(resolved.address(), entry, resolved.client(), resolved.answer(), resolved.ttlSeconds());
      }
    } else if (lesson instanceof Lesson.OtherName other) {
      learned.onOtherName(other.address(), other.name());
    } else if (lesson instanceof Lesson.Server server) {
      servers.put(server.address(), Boolean.TRUE);
    } else if (lesson instanceof Lesson.Proven proof) {
      prove(proof);
    } else if (lesson instanceof Lesson.Login login) {
      logins.onLogin(login.miner(), login.user());
      serving.put(login.pool(), true);
    } else if (lesson instanceof Lesson.Visit visit) {
      donations.onVisit(visit.host(), visit.timestampMicros());
    }
  }

  /** Adds what was learned, piece by piece, as far as it still counts. */
  public void saveTo(List<Stateful> parts, long nowMicros) {
    learned.saveTo(parts, nowMicros);
    proven.saveTo(parts, nowMicros);
    donations.saveTo(parts);
    logins.saveTo(parts);
    servers.keySet().forEach(server -> parts.add(out -> out.begin(StateKind.DNS_SERVER).address(server).end()));
    serving.keySet().forEach(address -> parts.add(out -> out.begin(StateKind.SERVING).address(address).end()));
  }

  /** Takes a piece of what was learned before a restart; false if it is of another kind. */
  public boolean restore(StateReader in) throws StateException {
    switch (in.kind()) {
      case LEARNED -> learned.restore(in, name -> entryOf(name, 0));
      case OTHER_NAMES -> learned.restoreOtherNames(in);
      case PROVEN -> proven.restore(in);
      case DNS_SERVER -> servers.put(in.address(), Boolean.TRUE);
      case SERVING -> serving.put(in.address(), true);
      case DONATION -> donations.restore(in);
      case DONOR -> logins.restoreDonor(in);
      case DIGEST_LOGINS -> logins.restoreLogins(in);
      default -> {
        return false;
      }
    }
    return true;
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
    return new PoolSuspicion(learned, this);
  }

  /**
   * The two ends of a connection.
   *
   * @param timestampMicros when it was first seen
   */
  public record Ends(IpAddress miner, IpAddress pool, int poolPort, long packetNumber, long timestampMicros) {}

  /** Adds the signs around a connection to what it shows itself, and says which entry of the directory it leads to; null if to none. */
  public @Nullable PoolEntry weigh(Ends ends, Sightings seen, EvidenceLog log) {
    PoolEntry byName = weighNames(ends, seen, log);
    PoolEntry byAddress = weighAddress(ends, seen, log);
    for (Sighting name : seen.names()) {
      IpAddress asked = name.address();
      PoolEntry entry = asked == null ? null
          : weighAddress(new Ends(ends.miner(), asked, name.port(), name.packetNumber(), name.timestampMicros()), seen, log);
      byAddress = byAddress == null ? entry : byAddress;
    }
    if (!log.entries().isEmpty()) { // what they add is not worth a word alone
      weighOpening(ends, seen, log);
      weighDonor(ends, log);
    }
    return byName != null ? byName : byAddress;
  }

  private @Nullable PoolEntry weighNames(Ends ends, Sightings seen, EvidenceLog log) {
    PoolEntry found = null;
    for (Sighting name : namesOf(seen)) {
      int port = name.isCertificates() || name.port() == 0 ? ends.poolPort() : name.port();
      PoolEntry entry = pools.entryAt(name.name(), port, name.timestampMicros());
      if (entry != null) {
        found = found == null ? entry : found;
        if (isMining(entry)) {
          weighName(ends, seen, log, name, port, entry);
        }
      }
    }
    return found;
  }

  /** The certificate is read only if there may be a pool's name in it. */
  private List<Sighting> namesOf(Sightings seen) {
    if (!mayNamePool(seen.chain())) {
      return seen.names();
    }
    List<Sighting> names = new ArrayList<>(seen.names());
    CertificateFacts facts = seen.certificate();
    names.addAll(facts == null ? List.of() : seen.hostsOf(facts));
    return names;
  }

  private void weighName(Ends ends, Sightings seen, EvidenceLog log, Sighting name, int port, PoolEntry entry) {
    String rule = name.isCertificates() ? "certificate" : "server-name";
    Place place = new Place(name.isCertificates() ? Side.POOL : Side.MINER, name.packetNumber(), name.timestampMicros());
    boolean isOfAll = name.isWildcard() && !log.has(rules.rule("circumstance-" + rule));
    addListed(rule, entry, ends.miner(), place, name.text(), log);
    if (!isRhythmic(log) && (isAlsoWebSite(entry, port) || (isOfAll && options.isWebPort(port)))) {
      add(log, "web-site", 1, place, name.text());
    }
    int others = name.isCertificates() ? otherHosts(seen) : 0;
    if (others >= options.sharingNames()) {
      add(log, "shared-hosting", 1, place, "certificate of " + others + " other names");
    }
    weighBrowser(seen, entry, place, "http " + name.name(), log);
  }

  private void weighBrowser(Sightings seen, @Nullable PoolEntry entry, Place place, String visited, EvidenceLog log) {
    boolean isForWeb = !Collections.disjoint(seen.protocols(), WEB_PROTOCOLS);
    if ((isForWeb || seen.isBrowsers()) && (entry == null || !entry.kinds().contains(PoolKind.BROWSER_MINER))) {
      add(log, "browser", 1, place, isForWeb ? "ALPN " + String.join(",", seen.protocols()) : visited);
    }
  }

  /** Adds a sign of an entry, or that of a donation if it is a host for these. */
  private void addListed(String sign, PoolEntry entry, IpAddress miner, Place place, String text, EvidenceLog log) {
    boolean isDonation = entry.kinds().contains(PoolKind.DONATION);
    add(log, isDonation ? "donation" : sign, entry.strengthAt(place.timestampMicros()), place, text);
    if (isDonation) {
      weighDonations(miner, place.timestampMicros(), place, log);
    }
  }

  /** How many hosts a certificate is for that are no pool's. */
  private int otherHosts(Sightings seen) {
    CertificateFacts facts = seen.certificate();
    return facts == null ? 0 : (int) facts.hosts().stream().filter(host -> entryOf(host, 0) == null).count();
  }

  private void weighDonations(IpAddress miner, long micros, Place place, EvidenceLog log) {
    if (donations.onVisit(miner, micros)) {
      others.accept(new Lesson.Visit(miner, micros));
    }
    if (donations.isRhythmic(miner)) {
      add(log, "donation-rhythm", 1, place, "again after " + donations.minutes(miner) + " minutes");
    }
  }

  private @Nullable PoolEntry weighAddress(Ends ends, Sightings seen, EvidenceLog log) {
    Place place = new Place(Side.MINER, ends.packetNumber(), ends.timestampMicros());
    PoolEntry entry = pools.entryAt(ends.pool(), ends.poolPort(), ends.timestampMicros());
    PoolEntry found = entry == null || !isMining(entry) ? null : entry;
    if (found != null) {
      boolean isEndpoint = found.ports().contains(ends.poolPort());
      add(log, isEndpoint ? "endpoint" : "address", found.strengthAt(ends.timestampMicros()), place,
          ends.pool().withPort(ends.poolPort()) + (found.source() == null ? "" : " listed by " + found.source().id()));
      weighVisitor(seen, found, place, log);
    }
    LearnedEndpoints.Learned answer = learned.at(ends.pool(), ends.timestampMicros());
    PoolEntry byAnswer = answer == null ? null : entryOf(answer, ends.miner());
    if (answer != null && byAnswer != null && isMining(byAnswer)) {
      found = found == null ? byAnswer : found;
      weighAnswer(ends, answer, byAnswer, log);
      weighVisitor(seen, byAnswer, place, log);
    }
    if (proven.isOfOthers(ends.miner(), ends.pool(), ends.poolPort(), ends.timestampMicros()) && !learned.isShared(ends.pool())
        && !seen.isProxy(ends.pool()) && (isRhythmic(log) || !isOtherSite(seen, ends.poolPort()))) {
      add(log, "proven-endpoint", 1, place, ends.pool().withPort(ends.poolPort()));
      weighBrowser(seen, found, place, "http", log);
    }
    return found;
  }

  /** A name that is no pool's, called at a pool's address: others are there as well. Browsers name nobody if given an address. */
  private void weighVisitor(Sightings seen, PoolEntry entry, Place place, EvidenceLog log) {
    String other = otherServer(seen);
    if (other != null) {
      add(log, "shared-hosting", 1, place, "tls " + other);
    }
    weighBrowser(seen, entry, place, "http", log);
  }

  /** The server that TLS was opened to by name; null if it named none, or a pool. */
  private @Nullable String otherServer(Sightings seen) {
    String name = seen.hello() == null ? null : seen.hello().serverName();
    return name == null || entryOf(name, 0) != null ? null : name;
  }

  /** True of who calls another server by its name, on the web's port: a pool that shares an address with sites is not what he came for. */
  private boolean isOtherSite(Sightings seen, int port) {
    return options.isWebPort(port) && otherServer(seen) != null;
  }

  /** What the name is that a client was told the address for; several pools may lie at one. */
  private PoolEntry entryOf(LearnedEndpoints.Learned learnedHere, IpAddress miner) {
    LearnedEndpoints.Answer answer = learnedHere.answerFor(miner);
    PoolEntry byName = pools.entryAt(answer.name(), 0, answer.timestampMicros());
    return byName == null ? learnedHere.entry() : byName;
  }

  private void weighAnswer(Ends ends, LearnedEndpoints.Learned learnedHere, PoolEntry entry, EvidenceLog log) {
    LearnedEndpoints.Answer answer = learnedHere.answerFor(ends.miner());
    Place place = new Place(Side.MINER, answer.packetNumber(), answer.timestampMicros());
    String text = "dns " + answer.name() + " = " + ends.pool();
    boolean isOwn = learnedHere.answerTo(ends.miner()) != null;
    addListed(isOwn ? "name-looked-up" : "name-resolved", entry, ends.miner(), place, text, log);
    if (!isRhythmic(log) && isAlsoWebSite(entry, ends.poolPort())) {
      add(log, "web-site", 1, place, text);
    }
  }

  private void weighOpening(Ends ends, Sightings seen, EvidenceLog log) {
    ClientHello hello = seen.hello();
    Place place = new Place(Side.MINER, seen.helloPacket(), seen.helloMicros());
    if (isNamelessOnOddPort(ends, seen)) {
      add(log, "no-server-name", 1, place, "TLS without a name to port " + portOf(ends, seen));
    }
    if (log.verdict() == Verdict.NONE) {
      return; // the rest takes time, and makes nobody suspect
    }
    CertificateFacts certificate = seen.certificate();
    if (certificate != null && certificate.isSelfSigned()) {
      add(log, "self-signed", 1, new Place(Side.POOL, seen.chainPacket(), seen.chainMicros()), "subject and issuer are the same");
    }
    if (hello != null && (options.fingerprints().contains(hello.ja4()) || options.fingerprints().contains(hello.ja3()))) {
      add(log, "miner-fingerprint", 1, place, "ja4 " + hello.ja4() + " ja3 " + hello.ja3());
    }
  }

  private void weighDonor(Ends ends, EvidenceLog log) {
    DonationLogins.Donor donor = logins.donor(ends.miner());
    if (donor != null) {
      add(log, "donation-login", 1, new Place(Side.MINER, ends.packetNumber(), ends.timestampMicros()),
          "login " + donor.login().substring(0, DIGEST_CHARS) + "… = Keccak-256 of " + donor.user());
    }
  }

  /** Takes the name under which a miner logged in somewhere. */
  public void onLogin(IpAddress miner, IpAddress pool, String user) {
    logins.onLogin(miner, user);
    serving.put(pool, true);
    others.accept(new Lesson.Login(miner, pool, user));
  }

  /** True if miners log in at an address. */
  public boolean isServing(IpAddress address) {
    return serving.containsKey(address);
  }

  /** What DNS shows by itself: that a client asked for a pool's name. */
  void weighLookup(IpAddress client, PoolEntry entry, Sighting name, EvidenceLog log) {
    Place place = new Place(Side.MINER, name.packetNumber(), name.timestampMicros());
    addListed("name-looked-up", entry, client, place, name.text(), log);
    if (isAlsoWebSite(entry, 0)) {
      add(log, "web-site", 1, place, name.text());
    }
  }

  /** True if anything is known, or may turn out when the server answers, of a connection that opened TLS. */
  public boolean isOfInterest(Ends ends, Sightings seen) {
    return seen.isNameless() || (seen.hello() != null && !options.isTlsPort(portOf(ends, seen))) || leadsToPool(ends, seen);
  }

  /** The same once the handshake is over, when TLS without a name has shown whether it is a way that miners go. */
  public boolean isOfInterestStill(Ends ends, Sightings seen) {
    return isNamelessOnOddPort(ends, seen) || leadsToPool(ends, seen);
  }

  private boolean isNamelessOnOddPort(Ends ends, Sightings seen) {
    return seen.isNameless() && !options.isTlsPort(portOf(ends, seen));
  }

  /** Of the server: as the proxy was told, if one was. */
  private static int portOf(Ends ends, Sightings seen) {
    return seen.portAsked() == 0 ? ends.poolPort() : seen.portAsked();
  }

  private boolean leadsToPool(Ends ends, Sightings seen) {
    return isKnown(ends.pool().high(), ends.pool().low(), ends.poolPort(), ends.timestampMicros())
        || seen.names().stream().anyMatch(name -> entryOf(name.name(), 0) != null || isKnown(name))
        || mayNamePool(seen.chain());
  }

  private boolean mayNamePool(@Nullable CertificateChain chain) {
    return chain != null && chain.hasText(this::isPool);
  }

  /** True if a text is a pool's name. */
  boolean isPool(byte[] data, int from, int to) {
    return pools.byName(data, from, to, 0) >= 0;
  }

  /** True if the first bytes are the name of a host where somebody mines. */
  boolean isMiningHost(byte[] name, int length, int port) {
    int index = pools.byName(name, 0, length, port);
    return index >= 0 && isMining(pools.entry(index));
  }

  /** The same of what was asked for, be it by a name or by an address and port where a pool is known to be. */
  public boolean isMiningHost(Sighting asked) {
    byte[] bytes = asked.name().getBytes(StandardCharsets.ISO_8859_1);
    return isMiningHost(bytes, bytes.length, asked.port()) || isKnown(asked);
  }

  private boolean isKnown(Sighting asked) {
    IpAddress address = asked.address();
    return address != null && isKnown(address.high(), address.low(), asked.port(), asked.timestampMicros());
  }

  CircumstanceOptions options() {
    return options;
  }

  /** Remembers where a session was confirmed as mining. */
  public void onConfirmed(IpAddress miner, IpAddress pool, int port, long timestampMicros) {
    Lesson.Proven proof = new Lesson.Proven(miner, pool, port, timestampMicros);
    if (prove(proof)) {
      others.accept(proof);
    }
  }

  private boolean prove(Lesson.Proven proof) {
    return proven.add(proof.miner(), proof.pool(), proof.port(),
        proof.timestampMicros() + TimeUnit.SECONDS.toMicros(options.provenSeconds()));
  }

  /** Takes an answer of DNS about a pool's name. */
  void onResolved(IpAddress address, PoolEntry entry, IpAddress client, LearnedEndpoints.Answer answer, long ttlSeconds) {
    learned.learn(address, entry, client, answer, ttlSeconds);
    others.accept(new Lesson.Resolved(address, entry, client, answer, ttlSeconds));
  }

  /** Takes note that a name that is no pool's lies at an address where a pool may have been found. */
  void onOtherName(IpAddress address, String name) {
    if (learned.onOtherName(address, name)) {
      others.accept(new Lesson.OtherName(address, name));
    }
  }

  /** Takes note of who answers questions of DNS about pools. */
  void onServer(IpAddress address) {
    if (servers.put(address, Boolean.TRUE) == null) {
      others.accept(new Lesson.Server(address));
    }
  }

  boolean isServer(IpAddress address) {
    return servers.containsKey(address);
  }

  /** True if an address and port are listed, or were learned, as a pool's. */
  public boolean isKnown(long high, long low, int port, long timestampMicros) {
    if (pools.byAddress(high, low, port) >= 0) {
      return true;
    }
    if (!told.mayHold(high, low)) {
      return false;
    }
    IpAddress address = new IpAddress(high, low);
    return !learned.isShared(address) && (learned.at(address, timestampMicros) != null || proven.holds(address, port));
  }

  private @Nullable PoolEntry entryOf(String name, int port) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int index = pools.byName(bytes, 0, bytes.length, port);
    return index < 0 ? null : pools.entry(index);
  }

  /** True unless it is a pool's web site and nothing else. */
  static boolean isMining(PoolEntry entry) {
    return !(entry.kinds().size() == 1 && entry.kinds().contains(PoolKind.POOL_WEBSITE));
  }

  /** Nobody browses to the beat of shares: a host that is a pool's web site as well is taken for the pool then. */
  private boolean isRhythmic(EvidenceLog log) {
    return log.has(rules.rule(Rule.RHYTHM + "-shares"));
  }

  private boolean isAlsoWebSite(PoolEntry entry, int port) {
    return entry.kinds().contains(PoolKind.POOL_WEBSITE) && (port == 0 || options.isWebPort(port))
        && !(port > 0 && entry.ports().contains(port));
  }

  /** Where a sign was seen. */
  private record Place(Side side, long packetNumber, long timestampMicros) {}

  private void add(EvidenceLog log, String sign, double strength, Place place, String text) {
    Rule rule = rules.rule("circumstance-" + sign);
    int weight = rule.weight() < 0 ? rule.weight() : (int) Math.round(rule.weight() * strength);
    if (weight != 0) {
      String excerpt = text.length() <= Evidence.MAX_EXCERPT_CHARS ? text : text.substring(0, Evidence.MAX_EXCERPT_CHARS) + "…";
      log.add(new Evidence(rule, weight, place.side(), place.packetNumber(), place.timestampMicros(), excerpt));
    }
  }

  /** What accounts of a pool are kept under: its operator, or else the name or address that is listed. */
  public static String keyOf(PoolEntry entry) {
    return entry.pool() != null ? entry.pool() : entry.indicator();
  }
}
