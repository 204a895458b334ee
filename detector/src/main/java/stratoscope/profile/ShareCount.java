package stratoscope.profile;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** Shares of one kind (handed in, or accepted) and the difficulty behind them. One thread. */
final class ShareCount {
  private long count;
  private long countWithDifficulty;
  private double difficultySum;

  /** @param difficulty NaN if unknown, as for the first shares of a connection picked up midstream */
  void add(double difficulty) {
    count++;
    if (!Double.isNaN(difficulty)) {
      countWithDifficulty++;
      difficultySum += difficulty;
    }
  }

  /** The unit of difficulties has changed: those of the shares so far cannot be added to what comes. */
  void forgetDifficulties() {
    countWithDifficulty = 0;
    difficultySum = 0;
  }

  long count() {
    return count;
  }

  /** Sum over all shares, those of unknown difficulty taken at the mean of the others; NaN if all are unknown. */
  double difficulty() {
    return countWithDifficulty == 0 ? Double.NaN : difficultySum / countWithDifficulty * count;
  }

  void save(StateWriter out) {
    out.number(count).number(countWithDifficulty).decimal(difficultySum);
  }

  void restore(StateReader in) throws StateException {
    count = in.natural();
    countWithDifficulty = in.natural();
    difficultySum = in.decimal();
  }
}
