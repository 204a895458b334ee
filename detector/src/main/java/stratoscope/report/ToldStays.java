package stratoscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.record.JsonTree;
import stratoscope.record.store.HostStay;

/**
 * The times for which hosts were watched, of records that may tell of one several times: in any order, in several files that overlap. Of
 * an open host, what is told later and began before holds all of it. One thread; bounded by the records of hosts.
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
   */
  private record Told<T>(String customer, String since, String at, boolean isOpen, T stay) {
    boolean holds(Told<T> other) {
      int later = at.compareTo(other.at);
      if (other.isOpen) {
        return customer.equals(other.customer) && later >= 0 && since.compareTo(other.at) <= 0;
      }
      // it may have been told without an inventory, too
      boolean isOfOne = customer.equals(other.customer) || customer.isEmpty() || other.customer.isEmpty();
      return isOfOne && later == 0 && !isOpen && since.equals(other.since);
    }
  }

  private final Map<String, List<Told<T>>> ofHosts = new LinkedHashMap<>();

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
        told != null && "open".equals(JsonTree.text(host, "state")), stay);
    List<Told<T>> others = ofHosts.computeIfAbsent(ip, first -> new ArrayList<>(1));
    others.removeIf(now::holds);
    if (others.stream().noneMatch(other -> other.holds(now))) {
      others.add(now);
    }
    return ip;
  }

  /** The hosts there are, in the order in which they were first told of. */
  public List<String> hosts() {
    return List.copyOf(ofHosts.keySet());
  }

  /** The stays of a host, in the order in which they were told; none is left here. */
  public List<T> take(String ip) {
    List<Told<T>> stays = ofHosts.remove(ip);
    return stays == null ? List.of() : stays.stream().sorted(Comparator.comparing(Told::at)).map(Told::stay).toList();
  }
}
