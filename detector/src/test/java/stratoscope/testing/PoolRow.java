package stratoscope.testing;

import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import stratoscope.names.Ports;

/** A row of {@code rules/pools/*.csv} that grows while sources are merged. */
final class PoolRow {
  final String indicator;
  final String kind;
  final Set<Integer> ports = new TreeSet<>();
  final Set<String> coins = new TreeSet<>();
  String pool = "";
  /** Rank: confirmed is 0, likely 1, candidate 2. */
  int doubt = 2;
  LocalDate first = LocalDate.MAX;
  LocalDate last = LocalDate.MIN;
  String source = "";

  PoolRow(String indicator, String kind) {
    this.indicator = indicator;
    this.kind = kind;
  }

  PoolRow seen(String whichSource, String from, String to, int howDoubtful, String operator) {
    if (howDoubtful < doubt || source.isEmpty()) {
      source = whichSource;
    }
    doubt = Math.min(doubt, howDoubtful);
    first = LocalDate.parse(from).isBefore(first) ? LocalDate.parse(from) : first;
    last = LocalDate.parse(to).isAfter(last) ? LocalDate.parse(to) : last;
    pool = pool.isEmpty() ? operator : pool;
    return this;
  }

  /** What no two rows of the directory share. */
  String key() {
    return indicator + ',' + Ports.parse(String.join(";", ports.stream().map(String::valueOf).toList())) + ',' + kind;
  }

  String csv(int yearsToLive) {
    String quotedPool = pool.matches(".*[\",].*") ? '"' + pool.replace("\"", "\"\"") + '"' : pool;
    return String.join(",", key(), quotedPool, String.join(";", coins),
        new String[] {"confirmed", "likely", "candidate"}[doubt], first.toString(), last.toString(),
        last.plusYears(yearsToLive).toString(), source);
  }
}
