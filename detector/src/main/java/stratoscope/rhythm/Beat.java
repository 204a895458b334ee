package stratoscope.rhythm;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * What one window of records looks like, taken for mining as well as it goes. Lengths in bytes, 0 where there is no such record.
 *
 * @param kind what it amounts to
 * @param minerRecords all that the miner sent
 */
record Beat(Kind kind, Shares shares, Jobs jobs, int minerRecords, double seconds) {

  /** From the weakest to the strongest. */
  enum Kind {
    NONE,
    /** Shares, as it seems, with too few records pushed to tell. */
    UNCLEAR,
    /** Records of one length are pushed at irregular times, and hardly anything is sent back. */
    JOBS,
    /** And records of one length are sent at irregular times, each answered at once by a short one. */
    SHARES;

    boolean isTelling() {
      return compareTo(JOBS) >= 0;
    }
  }

  /**
   * What the miner sends.
   *
   * @param keepAlives records of one shorter length, and of another that comes by a timer
   */
  record Shares(int count, int length, int answers, int answerLength, int keepAlives, Gaps gaps) {}

  /**
   * What the pool sends unasked.
   *
   * @param count those of the most common length
   * @param pushes all of them
   * @param asides pushes of one shorter length, which set the difficulty
   * @param echoes pushes to which the miner says something at once
   * @param turns how often there was just one push between a share and the next
   */
  record Jobs(int count, int length, int pushes, int asides, int echoes, int turns) {}

  Beat as(Kind other) {
    return new Beat(other, shares, jobs, minerRecords, seconds);
  }

  void save(StateWriter out) {
    out.word(kind).number(shares.count).number(shares.length).number(shares.answers).number(shares.answerLength).number(shares.keepAlives)
        .decimal(shares.gaps.onTheBeat()).decimal(shares.gaps.scatter()).number(jobs.count).number(jobs.length).number(jobs.pushes)
        .number(jobs.asides).number(jobs.echoes).number(jobs.turns).number(minerRecords).decimal(seconds);
  }

  static Beat restore(StateReader in) throws StateException {
    return new Beat(in.word(Kind.values()), new Shares(number(in), number(in), number(in), number(in), number(in),
        new Gaps(in.decimal(), in.decimal())), new Jobs(number(in), number(in), number(in), number(in), number(in), number(in)),
        number(in), in.decimal());
  }

  private static int number(StateReader in) throws StateException {
    return in.number(0, Integer.MAX_VALUE);
  }
}
