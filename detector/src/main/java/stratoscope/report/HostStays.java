package stratoscope.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stratoscope.record.JsonTree;
import stratoscope.record.Surcharges;

/**
 * One host of the several that an address was, as a store has them: each time that it was watched, until it was idle for long or the sensor
 * ended. Whose it is, is what the last says; what it did adds up.
 */
final class HostStays {
  /** Of the names of one kind, as in a record. */
  private static final int MAX_NAMES = 256;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final List<String> VERDICTS = List.of("suspected", "probable", "confirmed");
  private static final List<String> LISTS = List.of("pools", "coins", "wallets", "agents", "device_classes", "subscribers");

  private final List<Map<String, @Nullable Object>> stays;
  private final Map<String, @Nullable Object> sum = new LinkedHashMap<>();

  private HostStays(List<Map<String, @Nullable Object>> stays) {
    this.stays = stays;
    for (Map<String, @Nullable Object> stay : stays) {
      stay.forEach((name, value) -> {
        if (value != null || !sum.containsKey(name)) {
          sum.put(name, value);
        }
      });
    }
  }

  /** The sum of one or more, in the order in which they were told. */
  static Map<String, @Nullable Object> sum(List<Map<String, @Nullable Object>> stays) {
    return stays.size() == 1 ? stays.get(0) : new HostStays(stays).added();
  }

  /** The surer, the higher. */
  static int rank(Map<String, @Nullable Object> host) {
    return VERDICTS.indexOf(String.valueOf(host.get("verdict")));
  }

  private Map<String, @Nullable Object> added() {
    sum.put("first_seen", stays.stream().map(stay -> String.valueOf(stay.get("first_seen"))).min(String::compareTo).orElse(""));
    sum.put("last_seen", stays.stream().map(stay -> String.valueOf(stay.get("last_seen"))).max(String::compareTo).orElse(""));
    sum.put("active_seconds", added("active_seconds"));
    sum.put("sessions", (long) added("sessions"));
    sum.put("score", (long) most("score"));
    verdictAndKind();
    for (String list : LISTS) {
      if (sum.containsKey(list)) {
        sum.put(list, names(list));
      }
    }
    put("rigs", Map.of("low", (long) most("rigs", "low"), "high", (long) most("rigs", "high")));
    hashrate();
    energy();
    if (sum.containsKey("surcharge")) {
      sum.put("surcharge", Surcharges.sum(stays.stream().map(stay -> stay.get("surcharge")).toList()));
    }
    return sum;
  }

  /** The surest verdict, and the last kind that is known. */
  private void verdictAndKind() {
    for (Map<String, @Nullable Object> stay : stays) {
      if (rank(stay) > rank(sum)) {
        sum.put("verdict", stay.get("verdict"));
      }
      if (!"unknown".equals(stay.get("kind"))) {
        sum.put("kind", stay.get("kind"));
        sum.put("kind_reasons", stay.get("kind_reasons"));
      }
    }
  }

  private List<@Nullable Object> names(String list) {
    Set<@Nullable Object> names = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> stay : stays) {
      if (stay.get(list) instanceof List<?> some) {
        names.addAll(some);
      }
    }
    return new ArrayList<>(names).subList(0, Math.min(MAX_NAMES, names.size()));
  }

  /** Averages over the time of the sessions that tell them, as of one stay. */
  private void hashrate() {
    Set<String> algorithms = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> stay : stays) {
      if (stay.get("hashrate") instanceof Map<?, ?> rates) {
        rates.keySet().forEach(algorithm -> algorithms.add(String.valueOf(algorithm)));
      }
    }
    Map<String, @Nullable Object> rates = new LinkedHashMap<>();
    for (String algorithm : algorithms) {
      double[] seconds = stays.stream().mapToDouble(stay -> secondsOf(stay, "hashrate", algorithm)).toArray();
      double all = DoubleStream.of(seconds).sum();
      Map<String, @Nullable Object> rate = new LinkedHashMap<>();
      for (String end : new String[] {"hashes_per_second", "low", "high"}) {
        double hashes = IntStream.range(0, seconds.length)
            .mapToDouble(i -> orZero(JsonTree.number(stays.get(i), "hashrate", algorithm, end)) * seconds[i]).sum();
        rate.put(end, all == 0 ? null : (Double) (hashes / all));
      }
      rate.put("basis", "shares");
      rate.put("active_seconds", all);
      rates.put(algorithm, rate);
    }
    sum.put("hashrate", rates);
  }

  private double secondsOf(String... path) {
    return stays.stream().mapToDouble(stay -> secondsOf(stay, path)).sum();
  }

  /** For which a figure of a stay holds; records of former versions took averages over all its time. */
  private static double secondsOf(Map<String, @Nullable Object> stay, String... path) {
    if (!(JsonTree.at(stay, path) instanceof Map<?, ?> figure)) {
      return 0;
    }
    return orZero(JsonTree.number(figure.containsKey("active_seconds") ? figure : stay, "active_seconds"));
  }

  private void energy() {
    double seconds = secondsOf("energy_kwh");
    if (seconds == 0) {
      return;
    }
    double low = added("energy_kwh", "low");
    double high = added("energy_kwh", "high");
    put("energy_kwh", Map.of("low", low, "high", high, "sessions", (long) added("energy_kwh", "sessions"),
        "active_seconds", seconds));
    double hours = seconds / SECONDS_PER_HOUR;
    Set<String> assumptions = new LinkedHashSet<>();
    stays.forEach(stay -> {
      String assumes = JsonTree.text(stay, "power_watts", "assumes");
      if (assumes != null) {
        assumptions.add(assumes);
      }
    });
    put("power_watts", Map.of("low", low / hours * 1000, "high", high / hours * 1000, "assumes", String.join("; ", assumptions)));
  }

  /** Sets members of an object, and keeps its others. */
  private void put(String name, Map<String, Object> members) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    if (sum.get(name) instanceof Map<?, ?> old) {
      old.forEach((key, value) -> all.put(String.valueOf(key), value));
    }
    all.putAll(members);
    sum.put(name, all);
  }

  private double added(String... path) {
    return all(path).getSum();
  }

  private double most(String... path) {
    return all(path).getMax();
  }

  private DoubleSummaryStatistics all(String... path) {
    DoubleSummaryStatistics all = new DoubleSummaryStatistics();
    for (Map<String, @Nullable Object> stay : stays) {
      all.accept(orZero(JsonTree.number(stay, path)));
    }
    return all;
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
