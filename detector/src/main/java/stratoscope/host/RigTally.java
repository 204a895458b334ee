package stratoscope.host;

import java.util.LinkedHashMap;
import java.util.Map;
import stratoscope.evidence.Evidence;
import stratoscope.profile.Distinct;
import stratoscope.profile.Finding;
import stratoscope.profile.Rigs;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * Counts the machines of a host: at least those of the sessions open at one moment, at most those that names, extranonces and nonces tell
 * apart. Look-ups and XMRig's donations are no machines; neither is a proxy whose clients are seen. One thread. Bounded, beyond which names
 * are "at least".
 */
final class RigTally {
  /** Workers of one address; 16 bytes each. */
  private static final int MAX_WORKERS = 16_384;
  private static final String DONATION = "circumstance-donation";
  private static final String AT_LEAST = " (at least)";

  private final Spans open;
  private final Distinct workers = new Distinct(MAX_WORKERS);

  RigTally() {
    open = new Spans();
  }

  /** A copy. */
  RigTally(RigTally other) {
    open = new Spans(other.open);
    workers.addAll(other.workers);
  }

  void add(Finding finding) {
    if (finding.dialogue().dialect() != null && !finding.connection().isUdp() && !isDonation(finding)) {
      Rigs rigs = finding.work().machine().rigs();
      open.add(finding.connection().firstSeenMicros(), finding.connection().lastSeenMicros(), rigs);
      workers.addAll(rigs.workers());
    }
  }

  private static boolean isDonation(Finding finding) {
    for (Evidence sign : finding.evidence()) {
      if (sign.rule().id().equals(DONATION)) {
        return true;
      }
    }
    return false;
  }

  /** @param served what logged in at the host itself */
  HostRigs sum(Servers.Clients served) {
    long sessions = Math.max(1, open.maxConcurrent());
    long channels = open.maxConcurrent(Spans.Span::channels);
    long clients = open.maxConcurrent(Spans.Span::clients);
    long nonceParts = open.maxConcurrent(Spans.Span::nonceParts);
    boolean isProxy = served.addresses().count() > 0 && open.maxConcurrent() > 0;
    long low = isProxy ? served.addresses().count() : Math.max(sessions, channels);
    long named = Math.max(workers.count(), isProxy ? served.workers().count() : 0);
    long numbered = Math.max(clients, nonceParts);
    boolean isNumbered = numbered > Math.max(low, named);
    String lowBasis = isProxy ? "clients seen" : channels > sessions ? "open channels" : "concurrent sessions";
    String numbers = clients >= nonceParts ? "extranonces" : "nonces";
    String highBasis = isNumbered ? numbers : "distinct users" + (workers.isFull() ? AT_LEAST : "");
    return new HostRigs(low, Math.max(Math.max(low, named), isNumbered ? numbered : 0),
        lowBasis + (isProxy && served.addresses().isFull() ? AT_LEAST : "") + "; " + highBasis,
        signs(sessions, channels, clients, nonceParts, isProxy ? served : Servers.NOBODY), isProxy);
  }

  private Map<String, Long> signs(long sessions, long channels, long clients, long nonceParts, Servers.Clients served) {
    Map<String, Long> signs = new LinkedHashMap<>();
    put(signs, "sessions", sessions);
    put(signs, "users", workers.count());
    put(signs, "channels", channels > sessions ? channels : 0);
    put(signs, "extranonces", clients > sessions ? clients : 0);
    put(signs, "nonces", nonceParts > sessions ? nonceParts : 0);
    put(signs, "clients", served.addresses().count());
    return signs;
  }

  private static void put(Map<String, Long> signs, String name, long count) {
    if (count > 1) {
      signs.put(name, count);
    }
  }

  void save(StateWriter out) {
    open.save(out);
    workers.save(out);
  }

  void restore(StateReader in) throws StateException {
    open.restore(in);
    workers.restore(in);
  }
}
