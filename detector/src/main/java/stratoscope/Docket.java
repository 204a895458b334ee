package stratoscope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.circumstance.Contacts;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostLedger;
import stratoscope.inventory.Inventory;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.AllowCount;
import stratoscope.record.RecordSink;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.state.Stateful;

/**
 * Where findings become records: with whose they are, marked if they are allowed, added up by host, and by host and pool where nothing but
 * a contact was seen. Safe for threads, since several detectors may share one: findings are rare, so they wait for each other.
 */
final class Docket {
  private final DetectorOptions options;
  private Inventory inventory;
  private final RecordSink records;
  private final Contacts contacts;
  private final Allowance allowance;
  private final HostLedger hosts;
  private final Deque<Found> found = new ArrayDeque<>();
  private final Deque<Host> leaving = new ArrayDeque<>();
  private boolean isLeaving;
  private final Deque<Host> changed = new ArrayDeque<>();
  private long findings;

  /** A contact that is over. */
  private record Found(Finding contact, ProofPackets proof) {}

  Docket(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records) {
    this.options = options;
    this.inventory = inventory;
    this.records = records;
    contacts = new Contacts(knowledge.rules().thresholds(), options.maxProofBytes(),
        (contact, proof) -> found.add(new Found(contact, proof)));
    allowance = new Allowance(knowledge.allow());
    hosts = new HostLedger(options.host(), knowledge.tariffs(), leaving::add, changed::add);
  }

  /** From now on other rules count. */
  synchronized void use(Knowledge knowledge) {
    contacts.use(knowledge.rules().thresholds());
    allowance.use(knowledge.allow());
    hosts.use(knowledge.tariffs());
  }

  /** From now on an address is his who has it there. */
  synchronized void use(Inventory other) {
    inventory = other;
  }

  /** The sensor saw a packet; once an hour is enough. */
  synchronized void onPacket(long timestampMicros) {
    hosts.onPacket(timestampMicros);
  }

  /**
   * Takes a session that is over.
   *
   * @param pool key of the pool that it leads to; null if that is not known
   * @param isOpen whether it is over for this run only, and goes on after a restart
   */
  synchronized void onSession(Finding over, ProofPackets proof, @Nullable String pool, boolean isOpen) throws IOException {
    Finding finding = held(over);
    if (pool != null) {
      contacts.claim(finding, pool);
    }
    write(finding, proof, isOpen);
    flush();
  }

  /** Takes a session from before a restart, of which was told then. */
  synchronized void onResumed(Finding finding) {
    records.onResumed(allowance.mark(held(finding)));
  }

  /** What is to be saved, as pieces that any thread may save, first contacts, then hosts. */
  synchronized Iterator<Stateful> pieces() {
    List<Stateful> pieces = new ArrayList<>();
    contacts.saveTo(pieces);
    hosts.saveTo(pieces);
    return pieces.stream().<Stateful>map(piece -> out -> save(piece, out)).iterator();
  }

  private synchronized void save(Stateful piece, StateWriter out) {
    piece.save(out);
  }

  /** Takes what was known before a restart; false if it is something else. */
  synchronized boolean restore(StateReader in) throws StateException {
    return contacts.restore(in) || hosts.restore(in);
  }

  /** Goes on with the contacts and hosts from before a restart. */
  synchronized void resume() {
    contacts.resume(this::onResumed);
    hosts.resume(records::onResumedHost);
  }

  /** All was saved: what is reported from now on goes on after a restart. */
  synchronized void leave() {
    isLeaving = true;
  }

  private Finding held(Finding finding) {
    Finding.Connection c = finding.connection();
    return finding.heldBy(inventory.holderSince(c.miner(), c.minerPort(), c.firstSeenMicros(), c.lastSeenMicros()));
  }

  /** Takes a session that is still open. */
  synchronized void onOpen(Finding open, ProofPackets proof, boolean isRaised, @Nullable String pool) throws IOException {
    Finding finding = held(open);
    tell(finding, proof, isRaised);
    if (pool != null) {
      contacts.claim(finding, pool);
    }
    flush();
  }

  /** Takes a host's contact with a pool that shows nothing more; returns how many packets found no memory. */
  synchronized int onContact(Finding finding, String pool, ProofPackets shown) throws IOException {
    if (!contacts.add(held(finding), pool, shown)) {
      hosts.forget(finding);
    }
    flush();
    return contacts.takeLostProofs();
  }

  /** Takes a contact that goes on. */
  synchronized int onOpenContact(Finding open, String pool, ProofPackets shown) {
    contacts.see(held(open), pool, shown);
    return contacts.takeLostProofs();
  }

  /** In live traffic: tells and reports what is due though nothing is found. */
  synchronized void onTime(long nowMicros) throws IOException {
    List<Contacts.Open> open = new ArrayList<>();
    contacts.onTime(nowMicros, open::add);
    hosts.onTime(nowMicros);
    flush();
    for (Contacts.Open contact : open) {
      tell(held(contact.finding()), contact.proof(), contact.isRaised());
    }
    flush();
  }

  private void tell(Finding open, ProofPackets proof, boolean isRaised) throws IOException {
    Finding finding = allowance.mark(open);
    records.onOpen(finding, proof, isRaised);
    if (finding.allowed() == null) {
      hosts.open(finding);
    }
  }

  /** Reports all that is left. */
  synchronized void close() throws IOException {
    contacts.close();
    flush();
    for (Iterator<Host> left = hosts.close(isLeaving); left.hasNext();) {
      records.onHost(left.next());
    }
  }

  private void flush() throws IOException {
    while (!found.isEmpty() || !leaving.isEmpty() || !changed.isEmpty()) {
      Found over = found.poll();
      if (over != null && over.contact().verdict().compareTo(options.weakest()) >= 0) {
        write(held(over.contact()), over.proof(), isLeaving);
      }
      Host host = leaving.poll();
      if (host != null) {
        records.onHost(host);
      }
      Host update = changed.poll();
      if (update != null) {
        records.onOpenHost(update);
      }
    }
  }

  private void write(Finding told, ProofPackets proof, boolean isOpen) throws IOException {
    Finding finding = allowance.apply(told);
    if (isOpen) {
      records.onOpen(finding, proof, true);
    } else {
      records.onMining(finding, proof);
    }
    findings += finding.allowed() == null ? 1 : 0;
    if (finding.allowed() == null && finding.verdict() != Verdict.NONE) {
      hosts.add(finding);
    } else {
      hosts.forget(finding);
    }
  }

  /**
   * What was found so far.
   *
   * @param findings sessions reported
   * @param hosts that mine
   * @param evicted of these, the ones reported early
   */
  record Sums(long findings, long hosts, long evicted, List<AllowCount> allowed) {}

  synchronized Sums sums() {
    return new Sums(findings, hosts.found(), hosts.evicted(), allowance.counts());
  }
}
