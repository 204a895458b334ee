package stratoscope.rhythm;

/**
 * What one window of records looks like, taken for mining as well as it goes. Lengths in bytes, 0 where there is no such record.
 *
 * @param kind what it amounts to
 * @param minerRecords all that the miner sent
 * @param pushes what the pool sent unasked
 */
record Beat(Kind kind, int shares, int shareLength, int minerRecords, int answers, int answerLength, int jobs, int jobLength, int pushes,
    double seconds) {

  /** From the weakest to the strongest. */
  enum Kind {
    NONE,
    /** Records of one length are pushed at irregular times, and hardly anything is sent back. */
    JOBS,
    /** And records of one length are sent at irregular times, each answered at once by a short one. */
    SHARES
  }
}
