package stratoscope.inventory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which row says whose an account is at a time. Immutable; for any number of threads. */
final class AccountRows {
  /** Owners and spans of time told apart of an account; those that are read first. */
  private static final int MAX_OF_ACCOUNT = 64;

  private final OwnerRows rows;
  private final Map<String, Integer> last = new HashMap<>();
  /** Of each row, another of its account. */
  private final int[] before;

  AccountRows(OwnerRows rows) {
    this.rows = rows;
    before = new int[rows.count()];
    Arrays.fill(before, PrefixTable.NONE);
    for (int row = 0; row < before.length; row++) {
      String account = rows.accounts().get(row);
      if (account != null) {
        add(account, row);
      }
    }
  }

  private void add(String account, int row) {
    int known = last.getOrDefault(account, PrefixTable.NONE);
    int count = 0;
    for (int other = known; other != PrefixTable.NONE; other = before[other]) {
      if (++count == MAX_OF_ACCOUNT || isLike(row, other)) {
        return;
      }
    }
    before[row] = known;
    last.put(account, row);
  }

  private boolean isLike(int row, int other) {
    RowFacts facts = rows.facts();
    return rows.ownerNumber(row) == rows.ownerNumber(other) && facts.fromMicros(row) == facts.fromMicros(other)
        && facts.toMicros(row) == facts.toMicros(other);
  }

  /** The row of an account that is valid at a time, of several the one since the latest time; {@link PrefixTable#NONE} if there is none. */
  int find(String account, long micros) {
    RowFacts facts = rows.facts();
    int best = PrefixTable.NONE;
    for (int row = last.getOrDefault(account, PrefixTable.NONE); row != PrefixTable.NONE; row = before[row]) {
      boolean isValid = micros >= facts.fromMicros(row) && micros < facts.toMicros(row);
      if (isValid && (best == PrefixTable.NONE || facts.isSinceLater(row, best))) {
        best = row;
      }
    }
    return best;
  }
}
