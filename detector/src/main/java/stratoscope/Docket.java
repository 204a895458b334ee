package stratoscope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.circumstance.Contacts;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostLedger;
import stratoscope.host.Ownership;
import stratoscope.inventory.Inventory;
import stratoscope.profile.Finding;
import stratoscope.record.AllowCount;
import stratoscope.record.ProofPackets;
import stratoscope.record.RecordSink;

/**
 * Where findings become records: marked if they are allowed, added up by host, and by host and pool where nothing but a contact was seen.
 * Safe for threads, since several detectors may share one: findings are rare, so they wait for each other.
 */
final class Docket {
  private final DetectorOptions options;
  private final Inventory inventory;
  private final RecordSink records;
  private final Contacts contacts;
  private final Allowance allowance;
  private final HostLedger hosts;
  private final Deque<Finding> found = new ArrayDeque<>();
  private final Deque<Host> leaving = new ArrayDeque<>();
  private final Deque<Host> changed = new ArrayDeque<>();
  private long findings;

  Docket(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records) {
    this.options = options;
    this.inventory = inventory;
    this.records = records;
    contacts = new Contacts(knowledge.rules().thresholds(), found::add);
    allowance = new Allowance(knowledge.allow());
    hosts = new HostLedger(options.host(), new Ownership(inventory, knowledge.tariffs()), leaving::add, changed::add);
  }

  /** From now on other rules count. */
  synchronized void use(Knowledge knowledge) {
    contacts.use(knowledge.rules().thresholds());
    allowance.use(knowledge.allow());
    hosts.use(new Ownership(inventory, knowledge.tariffs()));
  }

  /** The sensor saw a packet; once an hour is enough. */
  synchronized void onPacket(long timestampMicros) {
    hosts.onPacket(timestampMicros);
  }

  /**
   * Takes a session that is over.
   *
   * @param pool key of the pool that it leads to; null if that is not known
   */
  synchronized void onSession(Finding finding, ProofPackets proof, @Nullable String pool) throws IOException {
    if (pool != null) {
      contacts.claim(finding.connection().miner(), pool);
    }
    write(finding, proof);
    flush();
  }

  /** Takes a session that is still open. */
  synchronized void onOpen(Finding finding, ProofPackets proof, boolean isRaised, @Nullable String pool) throws IOException {
    tell(finding, proof, isRaised);
    if (pool != null) {
      contacts.claim(finding.connection().miner(), pool);
    }
    flush();
  }

  /** Takes a host's contact with a pool that shows nothing more. */
  synchronized void onContact(Finding finding, String pool) throws IOException {
    hosts.forget(finding);
    contacts.add(finding, pool);
    flush();
  }

  /** In live traffic: tells and reports what is due though nothing is found. */
  synchronized void onTime(long nowMicros) throws IOException {
    List<Finding> open = new ArrayList<>();
    contacts.onTime(nowMicros, open::add);
    hosts.onTime(nowMicros);
    flush();
    for (Finding contact : open) {
      tell(contact, new ProofPackets(), true);
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
    hosts.close();
    flush();
  }

  private void flush() throws IOException {
    while (!found.isEmpty() || !leaving.isEmpty() || !changed.isEmpty()) {
      Finding contact = found.poll();
      if (contact != null && contact.verdict().compareTo(options.weakest()) >= 0) {
        write(contact, new ProofPackets());
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

  private void write(Finding told, ProofPackets proof) throws IOException {
    Finding finding = allowance.apply(told);
    records.onMining(finding, proof);
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
