package stratoscope;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.circumstance.Circumstances;
import stratoscope.circumstance.Sighting;
import stratoscope.circumstance.Sightings;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Attention;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.PoolEntry;
import stratoscope.names.ServerHello;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.profile.SessionProfile;
import stratoscope.rhythm.Rhythm;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.stratum.ConversationObserver;
import stratoscope.stratum.SpokenDialects;
import stratoscope.stratum.StratumConversation;
import stratoscope.stratum.StratumEvent;

/**
 * One connection under suspicion, from its first interesting byte to its end: joins what is said, what its rhythm shows, and what lies
 * around it to what they add up to, and hands over a finding when it ends. One thread.
 */
final class Session implements StreamHandler, ConversationObserver {
  /** Rules whose signs only the opening of TLS shows, which is there once. */
  private static final Set<String> OF_OPENING = Set.of("circumstance-no-server-name", "circumstance-self-signed",
      "circumstance-miner-fingerprint", "circumstance-shared-hosting", "circumstance-browser");

  /** What all sessions of a detector share. */
  record Shared(Knowledge knowledge, StratumConversation.Factory conversations, Circumstances circumstances) {}

  private final Flow flow;
  private final Shared shared;
  private final String captureName;
  /** Reads words; null where there are none. */
  private final @Nullable StratumConversation conversation;
  /** Null where no TLS is opened, or something else carries it. */
  private final @Nullable TlsOpening opening;
  private final Consumer<Session> onEnd;
  private final ProofPackets proof = new ProofPackets();
  private final Sightings sightings = new Sightings();
  private final Told told = new Told();
  /** Signs of how TLS was opened, when they were last weighed. */
  private List<Evidence> around = List.of();
  /** The same from before a restart, which can't be read again. */
  private List<Evidence> earlierSigns = List.of();
  /** What was told before a restart is not taken back. */
  private Verdict floor = Verdict.NONE;
  private int savedPass;
  /** Null where words are read. */
  private @Nullable Rhythm rhythm;
  private @Nullable SessionProfile profile;
  /** Whether TLS was opened to a host that is no pool's. */
  private boolean isCalm;
  /** Who sent the hello of a client; null if none was seen. */
  private @Nullable Direction caller;
  /** Whether TLS was opened inside what carries it. */
  private boolean isTls;
  /** Whether a pool was asked for by its name in clear, and whether a proxy was. */
  private boolean isPoolAsked;
  private boolean isPoolAskedOfProxy;
  /** Of the memory that readers share. */
  private int countedBytes;
  private int names;
  private long timestampMicros;
  private long packetNumber;

  /** @param onEnd is called once, when the connection is over */
  Session(Flow flow, Shared shared, String captureName, Consumer<Session> onEnd) {
    this.flow = flow;
    this.shared = shared;
    this.captureName = captureName;
    this.onEnd = onEnd;
    boolean isRead = flow.attention() == Attention.WORDS || flow.attention() == Attention.POOL_ASKED;
    conversation = isRead ? shared.conversations.newConversation(flow, this) : null;
    opening = flow.attention() == Attention.TLS || flow.attention() == Attention.HIDDEN ? new TlsOpening(this) : null;
    if (conversation == null) {
      rhythm = new Rhythm(shared.knowledge.rhythm(), flow.attention() != Attention.PACE && !flow.isMidstream());
    }
  }

  /** One that was saved, which goes on in midstream, or is over when its time comes. */
  Session(StateReader in, Shared shared, Consumer<Session> onEnd) throws StateException {
    this(new Flow(in), shared, Objects.requireNonNullElse(in.text(), ""), onEnd);
    told.restore(in);
    floor = told.verdict();
    names = in.number(0, Integer.MAX_VALUE);
    isCalm = in.truth();
    sightings.restore(in);
    earlierSigns = in.signs();
    around = earlierSigns;
    if (in.truth()) {
      profile = shared.knowledge.newProfile();
      profile.restore(in);
    }
    if (in.truth()) {
      rhythm = new Rhythm(shared.knowledge.rhythm(), false);
      rhythm.restore(in);
    }
    if (conversation != null) {
      conversation.restore(in);
    }
    if (opening != null) {
      opening.end();
    }
  }

  void save(StateWriter out, int pass) {
    savedPass = pass;
    flow.save(out.begin(StateKind.SESSION));
    told.save(out.text(captureName));
    sightings.save(out.number(names).truth(isCalm));
    out.signs(around).truth(profile != null);
    if (profile != null) {
      profile.save(out);
    }
    out.truth(rhythm != null);
    if (rhythm != null) {
      rhythm.save(out);
    }
    if (conversation != null) {
      conversation.save(out);
    }
    out.end();
  }

  /** The pass of {@link #save} that it was in last. */
  int savedPass() {
    return savedPass;
  }

  /** True if anything was found that would be lost with it. */
  boolean isWorthSaving() {
    boolean isFound = conversation != null ? conversation.proofs() > 0 || profile != null
        : !isCalm && (flow.attention() != Attention.PACE || proofs() > 0);
    return isFound || told.isAny();
  }

  @Override
  public void onBytes(Direction direction, ByteBuf bytes, long micros, long packet) {
    timestampMicros = micros;
    packetNumber = packet;
    if (conversation != null) {
      conversation.onBytes(direction, bytes, micros, packet);
    } else if (opening != null && !opening.isOver(direction)) {
      opening.onBytes(direction, bytes);
      if (!recount()) {
        opening.end(direction); // this one gives way
        recount();
      }
      if (opening.isOver(direction)) {
        onTlsOpened();
      }
    }
    if (rhythm != null) {
      rhythm.onBytes(direction, bytes, micros, packet);
    }
  }

  /** Counts what is held for the handshake; false if all connections together hold too much. */
  private boolean recount() {
    int before = countedBytes;
    countedBytes = sightings.heldBytes() + (opening == null ? 0 : opening.heldBytes());
    return shared.conversations.carrierMemory().recount(before, countedBytes);
  }

  @Override
  public void onGap(Direction direction, long missingBytes) {
    if (conversation != null) {
      conversation.onGap(direction, missingBytes);
    } else if (opening != null) {
      opening.end(direction);
      recount();
      onTlsOpened();
    }
    if (rhythm != null) {
      rhythm.onGap(direction, missingBytes);
    }
  }

  @Override
  public Interest interest() {
    if (conversation != null && (rhythm == null || conversation.minerDirection() != null || conversation.verdict() != Verdict.NONE)) {
      return conversation.interest();
    }
    if (rhythm == null || rhythm.isMining()) {
      return Interest.MINING;
    }
    return isCalm || rhythm.isHopeless() ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    if (rhythm != null) {
      rhythm.end();
    }
    if (opening != null) {
      packetNumber = flow.firstPacketNumber(); // a hello that was never finished has told a name
      timestampMicros = flow.firstSeenMicros();
      opening.end();
    }
    if (conversation != null) {
      conversation.onEnd(reason);
    }
    shared.conversations.carrierMemory().recount(countedBytes, 0);
    countedBytes = 0;
    onEnd.accept(this);
  }

  @Override
  public void onEvent(StratumEvent event, long micros) {
    if (profile == null) {
      profile = shared.knowledge.newProfile();
    }
    profile.onEvent(event, micros);
    Direction miner = conversation == null ? null : conversation.minerDirection();
    if (event instanceof StratumEvent.Login login && miner != null) {
      shared.circumstances.onLogin(ends(miner).miner(), ends(miner).pool(), login.user(), micros);
    }
    if (event instanceof StratumEvent.Agent && profile.hasKnownAgent() && conversation != null) {
      conversation.signOfConversation("mining-software");
    }
  }

  @Override
  public void onDestination(String how, String host, int port) {
    Sighting asked = sightingOf(how, host, port);
    names++;
    sightings.add(asked);
    if (shared.circumstances.isMiningHost(asked)) {
      isPoolAsked = true;
      onEvent(new StratumEvent.Endpoint(asked.name(), port == 0 ? null : (Integer) port), timestampMicros);
      isPoolAskedOfProxy |= !how.equals(Carrier.HTTP.label());
    }
  }

  @Override
  public boolean isPool(String host) {
    return shared.circumstances.isMiningHost(sightingOf(Carrier.HTTP.label(), host, 0));
  }

  private Sighting sightingOf(String how, String host, int port) {
    String given = host.toLowerCase(Locale.ROOT);
    String name = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
    return new Sighting(how, name, port, packetNumber, timestampMicros);
  }

  @Override
  public void onTls() {
    if (!isTls) {
      isTls = true;
      rhythm = new Rhythm(shared.knowledge.rhythm(), !flow.isMidstream());
    }
  }

  @Override
  public void onUnreadable() {
    if (rhythm == null && isPoolAskedOfProxy) {
      rhythm = new Rhythm(shared.knowledge.rhythm(), !flow.isMidstream());
    }
  }

  @Override
  public void onBrowser() {
    sightings.onBrowser();
  }

  @Override
  public void onClientHello(Direction from, ClientHello hello) {
    caller = from;
    names++;
    sightings.onClientHello(hello, timestampMicros, packetNumber);
    if (hello.serverName() != null) {
      onEvent(new StratumEvent.Endpoint(hello.serverName(), null), timestampMicros);
    }
    isCalm = !shared.circumstances.isOfInterest(ends(from), sightings);
  }

  @Override
  public void onCertificates(Direction from, CertificateChain chain) {
    if (from == caller) {
      return; // it tells who calls, as some servers ask
    }
    names++;
    sightings.onCertificates(chain, timestampMicros, packetNumber);
    if (!recount()) {
      sightings.forgetCertificates();
      recount();
    }
    onTlsOpened();
  }

  @Override
  public void onServerHello(ServerHello hello) {
    sightings.onServerHello(hello);
    if (hello.hidesCertificates()) {
      onTlsOpened();
    }
  }

  /** What the handshake shows so far is all that there will be. */
  @Override
  public void onTlsOpened() {
    isCalm = !isHidden() && !shared.circumstances.isOfInterestStill(ends(Direction.FROM_ORIGINATOR), sightings);
  }

  /** True if TLS was opened on the web's port without naming anybody, and no certificate is known. */
  private boolean isHidden() {
    boolean isNameless = flow.attention() == Attention.HIDDEN
        || (conversation == null && sightings.isNamelessAltogether() && shared.knowledge.circumstance().isWebPort(flow.responderPort()));
    return isNameless && sightings.chain() == null;
  }

  Flow flow() {
    return flow;
  }

  ProofPackets proof() {
    return proof;
  }

  /** What was told of it while it is open; for live traffic. */
  Told told() {
    return told;
  }

  /** Grows with each new sign and share. */
  int proofs() {
    return (conversation == null ? 0 : conversation.proofs()) + names + (rhythm != null && rhythm.isMining() ? 1 : 0);
  }

  /**
   * What was found.
   *
   * @param finding null if it does not add up to the weakest verdict wanted, or shows no sign at all
   * @param pool key of the pool that it leads to; null if that is not known
   * @param isContact whether nothing but circumstances tell of it
   */
  record Outcome(@Nullable Finding finding, @Nullable String pool, boolean isContact) {}

  Outcome outcome(Verdict weakest) {
    Direction spoken = conversation == null ? null : conversation.minerDirection();
    Rhythm.Sign beat = rhythm == null || spoken != null ? null : rhythm.sign();
    if (isCalm && conversation == null && beat == null) {
      return new Outcome(null, null, false);
    }
    boolean isCallers = rhythm != null || isPoolAsked || isUnread();
    Direction known = spoken != null ? spoken : beat != null ? beat.miner() : isCallers ? Direction.FROM_ORIGINATOR : null;
    Direction miner = known == null ? Direction.FROM_ORIGINATOR : known;
    EvidenceLog evidence = evidence(beat);
    PoolEntry entry = known == null ? null : shared.circumstances.weigh(ends(miner), sightings, evidence);
    earlierSigns.forEach(evidence::add);
    around = ofOpening(evidence.entries());
    Verdict found = conversation != null && conversation.isContradictory() ? Verdict.NONE : evidence.verdict();
    Verdict verdict = found.compareTo(floor) > 0 ? found : floor;
    boolean isTold = known != null || weakest == Verdict.NONE;
    if (!isTold || verdict.compareTo(weakest) < 0 || evidence.entries().isEmpty()) {
      return new Outcome(null, null, false);
    }
    boolean isContact = spoken == null && beat == null && entry != null;
    return new Outcome(finding(miner, beat, evidence, verdict, entry), entry == null ? null : Circumstances.keyOf(entry), isContact);
  }

  /** True of words that nobody can read, spoken where a pool is known to be. HTTP is spoken everywhere, by monitors, scanners and pages. */
  private boolean isUnread() {
    return conversation != null && !flow.isMidstream()
        && shared.circumstances.isKnown(flow.responderHigh(), flow.responderLow(), flow.responderPort(), flow.firstSeenMicros())
        && !flow.hasHttpStart(Direction.FROM_ORIGINATOR) && !flow.hasHttpStart(Direction.FROM_RESPONDER)
        && conversation.carriers().equals(List.of(Carrier.TCP));
  }

  private static List<Evidence> ofOpening(List<Evidence> signs) {
    List<Evidence> found = List.of();
    for (Evidence sign : signs) {
      if (OF_OPENING.contains(sign.rule().id())) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(sign);
      }
    }
    return found;
  }

  private Finding finding(Direction miner, Rhythm.@Nullable Sign beat, EvidenceLog evidence, Verdict verdict, @Nullable PoolEntry entry) {
    Finding.Connection connection = connection(miner, evidence.entries().get(0).packetNumber());
    SessionProfile heard = profile == null ? shared.knowledge.newProfile() : profile;
    SpokenDialects spoken = conversation == null ? SpokenDialects.NONE : conversation.dialects();
    boolean isEncrypted = spoken.main() == null && rhythm != null;
    heard.onListed(entry == null ? null : entry.pool(), entry == null ? null : shared.circumstances.nameToldFor(ends(miner)));
    Finding.Dialogue said = heard.dialogue(isEncrypted ? Finding.Dialogue.ENCRYPTED : spoken.main());
    Finding.Dialogue dialogue = shared.circumstances.isServing(connection.miner(), connection.firstSeenMicros()) ? said.asProxy() : said;
    Finding.Work work = heard.work(dialogue, connection, !isEncrypted && isSeen(miner), !isEncrypted && isSeen(miner.opposite()))
        .orListed(entry == null ? List.of() : entry.coins());
    List<String> carriers = carriers();
    boolean isSpoken = !isEncrypted && (spoken.main() != null
        || (conversation != null && conversation.minerDirection() != null && !isPoolAsked));
    String application = isSpoken ? "stratum" : carriers.contains(Carrier.TLS.label()) ? "tls" : null;
    Finding.Speech speech = new Finding.Speech(application, carriers, spoken.decidedBy(), spoken.history(),
        beat == null ? Double.NaN : beat.sharesPerMinute());
    return new Finding(verdict, evidence.score(), connection, speech, heard.withDevice(dialogue, work), work, evidence.entries());
  }

  private EvidenceLog evidence(Rhythm.@Nullable Sign beat) {
    EvidenceLog evidence = conversation == null ? new EvidenceLog(shared.knowledge.rules().thresholds()) : conversation.evidence().copy();
    if (beat != null) {
      add(evidence, beat.hasShares() ? "shares" : "jobs", beat);
      if (beat.hasLogin()) {
        add(evidence, "login", beat);
      }
      if (!beat.hasShares() && isHidden()) {
        add(evidence, "nameless", beat);
      }
    }
    return evidence;
  }

  private void add(EvidenceLog evidence, String sign, Rhythm.Sign beat) {
    evidence.add(new Evidence(shared.knowledge.rules().rule(Rule.RHYTHM + "-" + sign),
        beat.hasShares() ? Side.BOTH : Side.POOL, beat.packetNumber(),
        beat.timestampMicros(), beat.explanation()));
  }

  private List<String> carriers() {
    List<String> carriers = new ArrayList<>();
    for (Carrier carrier : conversation == null ? List.of(Carrier.TCP) : conversation.carriers()) {
      carriers.add(carrier.label());
    }
    if ((opening != null || (rhythm != null && rhythm.isTls())) && !carriers.contains(Carrier.TLS.label())) {
      carriers.add(Carrier.TLS.label());
    }
    return carriers;
  }

  private Circumstances.Ends ends(Direction miner) {
    boolean isOriginator = miner == Direction.FROM_ORIGINATOR;
    IpAddress originator = new IpAddress(flow.originatorHigh(), flow.originatorLow());
    IpAddress responder = new IpAddress(flow.responderHigh(), flow.responderLow());
    return new Circumstances.Ends(isOriginator ? originator : responder, isOriginator ? responder : originator,
        isOriginator ? flow.responderPort() : flow.originatorPort(), captureName, flow.firstPacketNumber(), flow.firstSeenMicros());
  }

  private boolean isSeen(Direction direction) {
    return flow.segments(direction) > 0;
  }

  private @Nullable Long bytesSeen(Direction direction) {
    return isSeen(direction) ? flow.payloadBytes(direction) : null;
  }

  private Finding.Connection connection(Direction miner, long packet) {
    Circumstances.Ends ends = ends(miner);
    int minerPort = miner == Direction.FROM_ORIGINATOR ? flow.originatorPort() : flow.responderPort();
    String sides = flow.directionsSeen() == 2 ? "both" : isSeen(miner) ? "miner" : "pool";
    return new Finding.Connection(ends.miner(), minerPort, ends.pool(), ends.poolPort(), false, 1, flow.id(), flow.isMidstream(), sides,
        flow.firstSeenMicros(), flow.lastSeenMicros(), bytesSeen(miner), bytesSeen(miner.opposite()), captureName, packet);
  }
}
