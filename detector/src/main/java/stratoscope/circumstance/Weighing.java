package stratoscope.circumstance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.names.CertificateFacts;
import stratoscope.names.ClientHello;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.packet.IpAddress;

/**
 * Adds the signs that lie around one connection to what it shows itself. One thread. Each kind of sign counts once, and as much as the
 * entry it rests on is worth; what speaks against mining (a web site, a browser) is counted as well.
 */
final class Weighing {
  /** Of a digest, for people. */
  private static final int DIGEST_CHARS = 8;
  private static final Set<String> WEB_PROTOCOLS = Set.of("h2", "http/1.1");

  private final Circumstances known;
  private final Sightings seen;
  private final EvidenceLog log;
  private boolean isCertificateRead;
  /** Of the certificate; null before it is read, and if there is none. */
  private @Nullable CertificateFacts facts;
  /** How many hosts the certificate is for that are no pool's; negative before they were counted. */
  private int otherHosts = -1;

  /** Where a sign was seen. */
  private record Place(Side side, long packetNumber, long timestampMicros) {}

  /**
   * @param known what is known of pools and hosts
   * @param seen in the connection
   * @param log takes the signs, and has those that the connection shows itself
   */
  Weighing(Circumstances known, Sightings seen, EvidenceLog log) {
    this.known = known;
    this.seen = seen;
    this.log = log;
  }

  /** Adds all signs of a connection, and says which entry of the directory it leads to; null if to none. */
  @Nullable PoolEntry weigh(Circumstances.Ends ends) {
    PoolEntry byName = weighNames(ends);
    PoolEntry byAddress = weighAddress(ends);
    for (Sighting name : seen.names()) {
      IpAddress asked = name.address();
      PoolEntry entry = asked == null ? null
          : weighAddress(new Circumstances.Ends(ends.miner(), asked, name.port(), ends.captureName(), name.packetNumber(),
              name.timestampMicros()));
      byAddress = byAddress == null ? entry : byAddress;
    }
    if (!log.entries().isEmpty()) { // what they add is not worth a word alone
      weighOpening(ends);
      weighDonor(ends);
    }
    return byName != null ? byName : byAddress;
  }

  /** Adds what DNS shows by itself: that a client asked for a pool's name. */
  void weighLookup(IpAddress client, PoolEntry entry, Sighting name) {
    Place place = new Place(Side.MINER, name.packetNumber(), name.timestampMicros());
    addListed("name-looked-up", entry, client, place, name.text());
    if (isAlsoWebSite(entry, 0)) {
      add("web-site", 1, place, name.text());
    }
  }

  private @Nullable PoolEntry weighNames(Circumstances.Ends ends) {
    PoolEntry found = null;
    for (Sighting name : names()) {
      int port = name.isCertificates() || name.port() == 0 ? ends.poolPort() : name.port();
      PoolEntry entry = known.pools().entryAt(name.name(), port, name.timestampMicros());
      if (entry != null) {
        found = found == null ? entry : found;
        if (Circumstances.isMining(entry)) {
          weighName(ends, name, port, entry);
        }
      }
    }
    return found;
  }

  /** The certificate is read only if there may be a pool's name in it. */
  private List<Sighting> names() {
    if (!known.mayNamePool(seen.chain())) {
      return seen.names();
    }
    List<Sighting> names = new ArrayList<>(seen.names());
    CertificateFacts certificate = certificate();
    names.addAll(certificate == null ? List.of() : seen.hostsOf(certificate));
    return names;
  }

  private @Nullable CertificateFacts certificate() {
    if (!isCertificateRead) {
      isCertificateRead = true;
      facts = seen.certificate();
    }
    return facts;
  }

  private void weighName(Circumstances.Ends ends, Sighting name, int port, PoolEntry entry) {
    String sign = name.isCertificates() ? "certificate" : "server-name";
    Place place = new Place(name.isCertificates() ? Side.POOL : Side.MINER, name.packetNumber(), name.timestampMicros());
    boolean isOfAll = name.isWildcard() && !log.has(rule(sign));
    addListed(sign, entry, ends.miner(), place, name.text());
    if (!isRhythmic() && (isAlsoWebSite(entry, port) || (isOfAll && known.options().isWebPort(port)))) {
      add("web-site", 1, place, name.text());
    }
    int others = name.isCertificates() ? otherHosts() : 0;
    if (others >= known.options().sharingNames()) {
      add("shared-hosting", 1, place, "certificate of " + others + " other names");
    }
    weighBrowser(entry, place, "http " + name.name());
  }

  /** How many hosts a certificate is for that are no pool's. */
  private int otherHosts() {
    CertificateFacts certificate = certificate();
    if (otherHosts < 0) {
      otherHosts = certificate == null ? 0 : (int) certificate.hosts().stream().filter(host -> known.entryOf(host, 0) == null).count();
    }
    return otherHosts;
  }

  private void weighBrowser(@Nullable PoolEntry entry, Place place, String visited) {
    boolean isForWeb = !Collections.disjoint(seen.protocols(), WEB_PROTOCOLS);
    if ((isForWeb || seen.isBrowsers()) && (entry == null || !entry.kinds().contains(PoolKind.BROWSER_MINER))) {
      add("browser", 1, place, isForWeb ? "ALPN " + String.join(",", seen.protocols()) : visited);
    }
  }

  private @Nullable PoolEntry weighAddress(Circumstances.Ends ends) {
    Place place = new Place(Side.MINER, ends.packetNumber(), ends.timestampMicros());
    PoolEntry entry = known.pools().entryAt(ends.pool(), ends.poolPort(), ends.timestampMicros());
    PoolEntry found = entry == null || !Circumstances.isMining(entry) ? null : entry;
    int listed = 0;
    if (found != null) {
      boolean isEndpoint = found.ports().contains(ends.poolPort());
      listed += add(isEndpoint ? "endpoint" : "address", found.strengthAt(ends.timestampMicros()), place,
          ends.pool().withPort(ends.poolPort()) + (found.source() == null ? "" : " listed by " + found.source().id()));
      weighBrowser(found, place, "http");
    }
    LearnedEndpoints.Learned answer = known.learnedAt(ends.pool(), ends.timestampMicros());
    PoolEntry byAnswer = answer == null ? null : entryOf(answer, ends.miner());
    if (answer != null && byAnswer != null && Circumstances.isMining(byAnswer)) {
      found = found == null ? byAnswer : found;
      listed += weighAnswer(ends, answer, byAnswer);
      weighBrowser(byAnswer, place, "http");
    }
    weighOtherServer(place, listed);
    if (known.isProvenByOthers(ends) && !seen.isProxy(ends.pool()) && (isRhythmic() || !isOtherSite(ends.poolPort()))) {
      add("proven-endpoint", 1, place, ends.pool().withPort(ends.poolPort()));
      weighBrowser(found, place, "http");
    }
    return found;
  }

  /** A name that is no pool's, called at a pool's address: others are there as well. That takes no more than the listing gave. */
  private void weighOtherServer(Place place, int listed) {
    String other = listed <= 0 ? null : otherServer();
    if (other != null) {
      Rule rule = rule("shared-hosting");
      add(rule, Math.max(rule.weight(), -listed), place, "tls " + other);
    }
  }

  /** The server that TLS was opened to by name; null if it named none, or a pool. */
  private @Nullable String otherServer() {
    ClientHello hello = seen.hello();
    String name = hello == null ? null : hello.serverName();
    return name == null || known.entryOf(name, 0) != null ? null : name;
  }

  /** True of who calls another server by its name, on the web's port: a pool that shares an address with sites is not what he came for. */
  private boolean isOtherSite(int port) {
    return known.options().isWebPort(port) && otherServer() != null;
  }

  /** What the name is that a client was told the address for; several pools may lie at one. */
  private PoolEntry entryOf(LearnedEndpoints.Learned learned, IpAddress miner) {
    LearnedEndpoints.Answer answer = learned.answerFor(miner);
    PoolEntry byName = known.pools().entryAt(answer.name(), 0, answer.timestampMicros());
    return byName == null ? learned.entry() : byName;
  }

  private int weighAnswer(Circumstances.Ends ends, LearnedEndpoints.Learned learned, PoolEntry entry) {
    LearnedEndpoints.Answer answer = learned.answerFor(ends.miner());
    boolean isOwn = learned.answerTo(ends.miner()) != null;
    boolean isInSight = isOwn && answer.captureName().equals(ends.captureName()); // and no packet of another host or capture
    Place place = isInSight ? new Place(Side.MINER, answer.packetNumber(), answer.timestampMicros())
        : new Place(Side.MINER, ends.packetNumber(), ends.timestampMicros());
    String text = "dns " + answer.name() + " = " + ends.pool();
    int weight = addListed(isOwn ? "name-looked-up" : "name-resolved", entry, ends.miner(), place, text);
    if (!isRhythmic() && isAlsoWebSite(entry, ends.poolPort())) {
      add("web-site", 1, place, text);
    }
    return weight;
  }

  /** Adds a sign of an entry, or that of a donation if it is a host for these, and says what it weighs. */
  private int addListed(String sign, PoolEntry entry, IpAddress miner, Place place, String text) {
    boolean isDonation = entry.kinds().contains(PoolKind.DONATION);
    int weight = add(isDonation ? "donation" : sign, entry.strengthAt(place.timestampMicros()), place, text);
    int minutes = isDonation ? known.onDonation(miner, place.timestampMicros()) : 0;
    if (minutes > 0) {
      add("donation-rhythm", 1, place, "again after " + minutes + " minutes");
    }
    return weight;
  }

  private void weighOpening(Circumstances.Ends ends) {
    ClientHello hello = seen.hello();
    Place place = new Place(Side.MINER, seen.helloPacket(), seen.helloMicros());
    if (known.isNamelessOnOddPort(ends, seen)) {
      add("no-server-name", 1, place, "TLS without a name to port " + Circumstances.portOf(ends, seen));
    }
    if (log.verdict() == Verdict.NONE) {
      return; // the rest takes time, and makes nobody suspect
    }
    CertificateFacts certificate = certificate();
    if (certificate != null && certificate.isSelfSigned()) {
      add("self-signed", 1, new Place(Side.POOL, seen.chainPacket(), seen.chainMicros()), "subject and issuer are the same");
    }
    Set<String> fingerprints = known.options().fingerprints();
    if (hello != null && (fingerprints.contains(hello.ja4()) || fingerprints.contains(hello.ja3()))) {
      add("miner-fingerprint", 1, place, "ja4 " + hello.ja4() + " ja3 " + hello.ja3());
    }
  }

  private void weighDonor(Circumstances.Ends ends) {
    DonationLogins.Donor donor = known.donor(ends.miner(), ends.timestampMicros());
    if (donor != null) {
      add("donation-login", 1, new Place(Side.MINER, ends.packetNumber(), ends.timestampMicros()),
          "login " + donor.login().substring(0, DIGEST_CHARS) + "… = Keccak-256 of " + donor.user());
    }
  }

  /** Nobody browses to the beat of shares: a host that is a pool's web site as well is taken for the pool then. */
  private boolean isRhythmic() {
    return log.has(known.rules().rule(Rule.RHYTHM + "-shares"));
  }

  private boolean isAlsoWebSite(PoolEntry entry, int port) {
    return entry.kinds().contains(PoolKind.POOL_WEBSITE) && (port == 0 || known.options().isWebPort(port))
        && !(port > 0 && entry.ports().contains(port));
  }

  private Rule rule(String sign) {
    return known.rules().rule(Rule.CIRCUMSTANCE + "-" + sign);
  }

  private int add(String sign, double strength, Place place, String text) {
    Rule rule = rule(sign);
    return add(rule, rule.weight() < 0 ? rule.weight() : (int) Math.round(rule.weight() * strength), place, text);
  }

  private int add(Rule rule, int weight, Place place, String text) {
    if (weight != 0) {
      String excerpt = text.length() <= Evidence.MAX_EXCERPT_CHARS ? text : text.substring(0, Evidence.MAX_EXCERPT_CHARS) + "…";
      log.add(new Evidence(rule, weight, place.side(), place.packetNumber(), place.timestampMicros(), excerpt));
    }
    return weight;
  }
}
