package stratoscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import stratoscope.record.JsonTree;
import stratoscope.record.store.HostStay;

/**
 * The times for which hosts were watched, of records that may tell of one several times: in any order, in several files that overlap. Of
 * an open host, what is told later and began before holds all of it; of a scan's, what another saw from the same packet on, and longer.
 * One thread; bounded by the records of hosts.
 *
 * @param <T> what a record says
 */
public final class ToldStays<T> {
  /**
   * What was told of a stay.
   *
   * @param customer who had the address
   * @param since when it began, as in records
   * @param at when this was told
   * @param state as in records; empty if the traffic was not live
   */
  private record Told<T>(String customer, String since, String at, String state, T stay) {
    private boolean isOpen() {
      return "open".equals(state);
    }

    boolean holds(Told<T> other) {
      int later = at.compareTo(other.at);
      if (other.isOpen()) {
        return customer.equals(other.customer) && later >= 0 && since.compareTo(other.at) <= 0;
      }
      // it may have been told without an inventory, too
      boolean isOfOne = customer.equals(other.customer) || customer.isEmpty() || other.customer.isEmpty();
      boolean areOfScans = isOfScan() && other.isOfScan();
      return isOfOne && since.equals(other.since) && (areOfScans ? later >= 0 : later == 0 && !isOpen());
    }

    /** Then what was seen since the same packet, and longer, is the same captures, and more. */
    private boolean isOfScan() {
      return state.isEmpty();
    }

    Told<T> with(T other) {
      return new Told<>(customer, since, at, state, other);
    }
  }

  private final Map<String, List<Told<T>>> ofHosts = new LinkedHashMap<>();
  private final BinaryOperator<T> both;

  /** @param both makes of what a record says, and of what another says that it holds, what is kept */
  public ToldStays(BinaryOperator<T> both) {
    this.both = both;
  }

  /**
   * Takes a record, unless one that was taken before holds it, and lets go of those that it holds.
   *
   * @param record of a host, which says its address and when it was seen
   * @return the address
   */
  public String add(Map<String, @Nullable Object> record, T stay) {
    Object host = record.get("host");
    String ip = String.valueOf(JsonTree.text(host, "ip"));
    String lastSeen = String.valueOf(JsonTree.text(host, "last_seen"));
    String since = JsonTree.text(host, "first_seen");
    String told = JsonTree.text(record, "timestamp");
    Told<T> now = new Told<>(HostStay.customerOf(host), since == null ? lastSeen : since, told == null ? lastSeen : told,
        told == null ? "" : Objects.requireNonNullElse(JsonTree.text(host, "state"), ""), stay);
    List<Told<T>> others = ofHosts.computeIfAbsent(ip, first -> new ArrayList<>(1));
    for (Iterator<Told<T>> each = others.iterator(); each.hasNext(); ) {
      Told<T> other = each.next();
      if (now.holds(other)) {
        now = now.with(both.apply(now.stay, other.stay));
        each.remove();
      }
    }
    for (int i = 0; i < others.size(); i++) {
      Told<T> other = others.get(i);
      if (other.holds(now)) {
        others.set(i, other.with(both.apply(other.stay, now.stay)));
        return ip;
      }
    }
    others.add(now);
    return ip;
  }

  /** The hosts there are, in the order in which they were first told of. */
  public List<String> hosts() {
    return List.copyOf(ofHosts.keySet());
  }

  /** The stays of a host that count, in the order in which they were told; none is left here. */
  public List<T> take(String ip) {
    List<Told<T>> stays = ofHosts.remove(ip);
    return stays == null ? List.of() : stays.stream().filter(stay -> !"withdrawn".equals(stay.state))
        .sorted(Comparator.comparing(Told::at)).map(Told::stay).toList();
  }
}
