package stratoscope.config;

import java.util.HashMap;
import java.util.Map;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;

/** Warns of rows of the pool directory that say of the same host, on the same ports, that it is of the same kind. One thread. */
final class EqualPoolRows implements PoolFiles.RowListener {
  private final RuleProblems problems;
  /** Where each row was read first. Memory is that of the files: only a check of rules keeps this. */
  private final Map<String, String> places = new HashMap<>();

  EqualPoolRows(RuleProblems problems) {
    this.problems = problems;
  }

  @Override
  public void onRow(PoolEntry entry, String file, long line) {
    String indicator = PoolDirectory.normalise(entry.indicator());
    String where = file + ":" + line;
    String before = places.putIfAbsent(indicator + ' ' + entry.ports() + ' ' + entry.kinds().stream().sorted().toList(), where);
    if (before != null) {
      problems.warning(where + ": warning: '" + indicator + "' is here twice: " + before + " says the same");
    }
  }
}
