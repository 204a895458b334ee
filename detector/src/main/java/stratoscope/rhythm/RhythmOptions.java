package stratoscope.rhythm;

/**
 * The parameters of the rhythm of mining; data from {@code rules/rhythm.yaml}, explained in the README beside it. Lengths are of records in
 * bytes with their headers, times in seconds, rates per minute, all others are shares of 1.
 *
 * @param leastSeconds how long a connection must go on before its rhythm tells anything
 * @param strangeWindows most of a connection's windows that may follow no rhythm
 * @param tellingWindows least of them that must show one: the others are unclear
 */
public record RhythmOptions(Opening opening, Cipher cipher, Shares shares, Jobs jobs, double leastSeconds, double strangeWindows,
    double tellingWindows) {

  /**
   * Logging in at the start of a connection, which follows no rhythm.
   *
   * @param surplus by how much its answer is longer than a job, if that is in it
   * @param answerSeconds in which the job comes, after what the miner said last
   */
  public record Opening(double seconds, int surplus, double answerSeconds) {}

  /**
   * What is taken for a cipher where there are no records of TLS.
   *
   * @param bytes looked at, the first behind the opening
   * @param least bytes that must be there to say that they are none
   * @param unevenness most of a cipher's; see {@link Evenness}
   */
  public record Cipher(int bytes, int least, double unevenness) {}

  /**
   * The miner's records that hand in shares, and the pool's that answer them.
   *
   * @param smallTalk most of the miner's records that are too short for one, unasked and answered
   * @param alike least part of them that has one of two lengths
   * @param timedSpread lengths that differ by less must not come as a timer's do, taken together
   * @param scatter least of their gaps' standard deviation over mean
   * @param shortGaps least part of the gaps that is shorter than a quarter of the median one
   * @param shortDoubt by how many standard deviations that may be below what chance makes it
   * @param doubt by how many standard deviations of its own scatter may be below 1, which chance makes it
   */
  public record Shares(int least, int minLength, int maxLength, double lengthSpread, double uniformity, double smallTalk, double alike,
      Answers answers, double timedSpread, double onTheBeat, double scatter, double shortGaps, double shortDoubt, double doubt,
      double perMinute) {}

  /**
   * Of shares.
   *
   * @param least part of the shares that is answered in one length
   * @param shorter by how much at least than a share
   * @param refused most of the shares that are answered otherwise, since they are refused
   * @param surplus by how much that is longer at most
   */
  public record Answers(double least, int minLength, int maxLength, int shorter, double seconds, double refused, int surplus) {}

  /**
   * The pool's records that hand out jobs: beside shares, and where there are no shares to speak of.
   *
   * @param seconds in which there is usually one more
   * @param asideLength most of a job's length that is no job, as that which sets the difficulty
   * @param replies most of the pushes that the miner may answer with what is neither a share nor a keep-alive
   * @param echoes most of the pushes to which the miner may say something at once, beyond what chance makes of it
   * @param follows most of the pushes that may come at once after something the miner said, beyond what chance makes of it
   * @param turns most of the gaps between shares that may have just one push in them, as in a game of turns
   * @param scatter least standard deviation over mean of the gaps between pushes, where these are shorter than {@code timedSeconds}
   * @param few so many jobs or less must have one length to a few bytes
   * @param alike least part of them that has
   */
  public record Jobs(int least, int minLength, double lengthSpread, double uniformity, double seconds, double asideLength, double replies,
      double echoes, double follows, double turns, double scatter, double timedSeconds, int few, double alike, Alone alone) {}

  /** What is asked of jobs alone, which prove less: they are of the very same length, if there is no spread. */
  public record Alone(int least, double lengthSpread, double uniformity, double minerRecords, double seconds, double onTheBeat,
      double perMinute) {}
}
