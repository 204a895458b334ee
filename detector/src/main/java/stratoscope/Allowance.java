package stratoscope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AllowEntry;
import stratoscope.names.AllowList;
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;
import stratoscope.record.AllowCount;

/** Applies an allow list to findings, and counts what its entries silence. One thread. */
final class Allowance {
  private AllowList list;
  private final Map<AllowEntry, Count> counts = new LinkedHashMap<>();

  Allowance(AllowList list) {
    this.list = list;
  }

  private static final class Count {
    private long silenced;
    private long missed;
  }

  /** From now on another list counts; what was counted stays. */
  void use(AllowList other) {
    list = other;
  }

  /** The same finding, marked if it is allowed, and not counted: it is told of before its end. */
  Finding mark(Finding finding) {
    AllowEntry entry = entryFor(finding);
    return entry == null || entry.isOver(finding.connection().lastSeenMicros()) ? finding : finding.allowed(entry.reason());
  }

  /** The same finding, marked if it is allowed. */
  Finding apply(Finding finding) {
    AllowEntry entry = entryFor(finding);
    if (entry == null) {
      return finding;
    }
    Count count = counts.computeIfAbsent(entry, key -> new Count());
    if (entry.isOver(finding.connection().lastSeenMicros())) {
      count.missed++;
      return finding;
    }
    count.silenced++;
    return finding.allowed(entry.reason());
  }

  private @Nullable AllowEntry entryFor(Finding finding) {
    Finding.Connection c = finding.connection();
    Finding.Pool pool = finding.dialogue().pool();
    Identity identity = finding.dialogue().identity();
    return list.find(c.miner(), finding.isLookup() ? null : c.pool(), pool.host(), pool.name(),
        identity == null ? null : identity.wallet(), c.lastSeenMicros());
  }

  /** Of each entry that held for a finding. */
  List<AllowCount> counts() {
    List<AllowCount> all = new ArrayList<>();
    counts.forEach((entry, count) -> all.add(new AllowCount(entry, count.silenced, count.missed)));
    return all;
  }
}
