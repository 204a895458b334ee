package stratoscope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.RawPacket;
import stratoscope.carrier.Carrier;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCount;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.FlowTable;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StatePart;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/**
 * The connections under suspicion of one detector: opens them, keeps the packets that prove what they are, tells the docket of them while
 * they are open and when they have ended, and of what DNS shows besides. One thread. Of packets beyond the bound only the number is kept.
 */
final class Sessions {
  /** Of the state: what was learned, and sessions; behind them comes the docket. */
  private static final int OWN_GROUPS = 2;

  private final DetectorOptions options;
  private final Docket docket;
  private final FlowCounts counts;
  private Session.Shared shared;
  private final Map<Flow, Session> open = new HashMap<>();
  private final Deque<Session> ended = new ArrayDeque<>();
  private final Deque<Contact> contacts = new ArrayDeque<>();
  private long proofBytes;
  /** Notes those that are to be told of while they are open; null if none is. */
  private @Nullable Watch watch;
  /** Takes what is to be saved; null if nothing is. */
  private @Nullable StatePart state;
  /** From before a restart, until the run. */
  private final Map<Long, Session> resumed = new HashMap<>();
  /** With which all was saved before the end; 0 until then. */
  private int lastPass;

  /** A look-up that makes its host suspect, the pool's key, and its packet. */
  private record Contact(Finding finding, String pool, ProofPackets proof) {}

  Sessions(DetectorOptions options, Docket docket, FlowCounts counts, Session.Shared shared) {
    this.options = options;
    this.docket = docket;
    this.counts = counts;
    this.shared = shared;
  }

  /** Those that open from now on share this. */
  void use(Session.Shared other) {
    shared = other;
  }

  Session.Shared shared() {
    return shared;
  }

  /** Has those noted that are to be told of while they are open; before the run. */
  void watch(Watch mine) {
    watch = mine;
  }

  /** Lets sessions be saved, before the run; what {@link #pieces} gives has to be second in what the part takes. */
  void save(StatePart part) {
    state = part;
  }

  Session open(Flow flow, String captureName) {
    Session session = new Session(flow, shared, captureName, this::onEnd);
    open.put(flow, session);
    return session;
  }

  private void onEnd(Session session) {
    open.remove(session.flow());
    ended.add(session);
    if (watch != null) {
      watch.onEnd(session);
    }
    if (state != null && state.pass() > 0 && session.savedPass() == state.pass() && state.begun() <= OWN_GROUPS) {
      long id = session.flow().id();
      state.add(out -> out.begin(StateKind.SESSION_OVER).number(id).end());
    }
  }

  /** Takes a packet whose payload a flow has read. */
  void onPayload(Flow flow, RawPacket packet) {
    boolean isProofWanted = options.maxProofBytes() > 0;
    Session session = isProofWanted || watch != null ? open.get(flow) : null;
    if (session != null && isProofWanted && session.proof().isWanted(packet, session.proofs())) {
      keepProof(session, packet);
    }
    if (session != null && watch != null) {
      watch.onPacket(session, packet.timestampMicros);
    }
  }

  private void keepProof(Session session, RawPacket packet) {
    if (proofBytes < options.maxProofBytes()) {
      session.proof().add(packet);
      proofBytes += packet.capturedLength;
    } else {
      counts.add(FlowCount.PROOFS_LOST);
    }
  }

  /**
   * Takes a look-up that makes its host suspect.
   *
   * @param pool its key
   * @param atHand the packet that was read last; over TCP an earlier one may have waited for it
   */
  void onLookup(Finding lookup, String pool, RawPacket atHand) {
    ProofPackets proof = new ProofPackets();
    if (options.maxProofBytes() > 0 && lookup.connection().packetNumber() == atHand.number) {
      proof.add(atHand);
    }
    contacts.add(new Contact(lookup, pool, proof));
  }

  /** Tells of those noted, of as many as there is time for at once; false if none was. */
  boolean tellNews(long nowMicros) throws IOException {
    List<Session> stirred = watch == null ? List.of() : watch.take();
    for (Session session : stirred) {
      tell(session, nowMicros);
    }
    return !stirred.isEmpty();
  }

  /** Tells what a session that is still open adds up to. */
  private void tell(Session session, long nowMicros) throws IOException {
    Told told = session.told();
    told.onLook(session.proofs());
    Session.Outcome outcome = session.outcome(options.weakest());
    Finding finding = outcome.finding();
    String pool = outcome.pool();
    if (finding != null && pool != null && outcome.isContact()) {
      if (told.onContact(nowMicros)) {
        counts.add(FlowCount.PROOFS_LOST, docket.onOpenContact(finding, pool, session.proof()));
      }
    } else if (finding != null && told.isNews(finding.verdict(), nowMicros)) {
      boolean isRaised = told.tell(finding.verdict(), nowMicros);
      if (!isRaised) {
        learn(finding); // sessions of seconds teach when they end, as in files; one of weeks can't wait
      }
      docket.onOpen(finding, session.proof(), isRaised, isRaised ? null : pool);
    } else {
      told.onNoNews(nowMicros);
    }
  }

  /** When the session that is next to be published was first seen; {@link Long#MAX_VALUE} if there is none. */
  long nextEndedMicros() {
    Session next = ended.peek();
    return next == null ? Long.MAX_VALUE : next.flow().firstSeenMicros();
  }

  /** Writes what has ended since the last packet; nothing in nearly all cases. */
  void publish() throws IOException {
    while (!ended.isEmpty() || !contacts.isEmpty()) {
      publishNext();
    }
  }

  /** Writes what DNS showed, and the session that ended first. */
  void publishNext() throws IOException {
    publishContacts();
    Session session = ended.poll();
    if (session != null) {
      proofBytes -= session.proof().bytes();
      publish(session);
    }
  }

  void publishContacts() throws IOException {
    for (Contact contact = contacts.poll(); contact != null; contact = contacts.poll()) {
      publish(contact);
    }
  }

  private void publish(Contact contact) throws IOException {
    counts.add(FlowCount.PROOFS_LOST, docket.onContact(contact.finding, contact.pool, contact.proof));
  }

  private void publish(Session session) throws IOException {
    Session.Outcome outcome = session.outcome(session.told().isAny() ? Verdict.NONE : options.weakest());
    Finding finding = outcome.finding();
    String pool = outcome.pool();
    if (finding == null) {
      return;
    }
    if (pool != null && outcome.isContact()) {
      publish(new Contact(finding, pool, session.proof()));
      return;
    }
    boolean isOpen = lastPass > 0 && session.savedPass() == lastPass;
    if (!isOpen) {
      learn(finding);
    }
    docket.onSession(finding, session.proof(), pool, isOpen);
  }

  /** What a session shows counts for others from now on: of where it went, and not of a proxy on the way, which others use, too. */
  private void learn(Finding finding) {
    if (finding.verdict() != Verdict.CONFIRMED) {
      return;
    }
    Finding.Connection c = finding.connection();
    IpAddress pool = c.pool();
    int port = c.poolPort();
    if (finding.speech().carriers().stream().anyMatch(Carrier::isProxy)) {
      Finding.Pool asked = finding.dialogue().pool();
      pool = asked.host() == null ? null : AddressRange.addressOrNull(asked.host());
      port = asked.port() == null ? 0 : asked.port();
    }
    if (pool != null && port > 0) {
      shared.circumstances().onConfirmed(c.miner(), pool, port, c.lastSeenMicros());
    }
  }

  /** Sessions that are open, each a piece to be saved. */
  Iterator<Stateful> pieces() {
    return new ArrayList<>(open.values()).stream().<Stateful>map(session -> out -> {
      if (session.isWorthSaving() && open.get(session.flow()) == session) {
        session.save(out, state == null ? 0 : state.pass());
      }
    }).iterator();
  }

  /**
   * Takes a session from before a restart, or the word that it ended.
   *
   * @param isOwn whether a session of this flow is not another detector's
   * @return false if it is something else
   */
  boolean restore(StateReader in, Predicate<Flow> isOwn) throws StateException {
    if (in.kind() == StateKind.SESSION) {
      Session session = new Session(in, shared, this::onEnd);
      if (isOwn.test(session.flow())) {
        resumed.put(session.flow().id(), session);
      }
    } else if (in.kind() == StateKind.SESSION_OVER) {
      resumed.remove(in.natural());
    } else {
      return false;
    }
    return true;
  }

  /** Takes up the sessions from before a restart. */
  void resume(FlowTable flows) {
    resumed.values().stream().sorted(Comparator.comparingLong(session -> session.flow().lastSeenMicros())).forEach(session -> {
      Finding finding = session.told().isAny() ? session.outcome(Verdict.NONE).finding() : null;
      if (!flows.resume(session.flow(), session)) {
        ended.add(session); // there is no room
      } else {
        open.put(session.flow(), session);
        if (finding != null) {
          docket.onResumed(finding);
        }
      }
    });
    resumed.clear();
  }

  /** Tells the last news of what is open, and has all there is saved: what ends from now on is told as open. */
  void leave(StatePart saving, long nowMicros) throws IOException {
    boolean isMore = true;
    while (isMore) {
      isMore = tellNews(nowMicros);
    }
    lastPass = saving.finish();
    docket.leave();
  }
}
