package stratoscope.rhythm;

import java.util.function.IntPredicate;

/**
 * Takes one window of records for a miner's and its pool's, and says how well that goes. The miner hands in shares: records of one length,
 * at the times that chance decides, each answered at once by a short record. The pool hands out jobs: longer records of one length, which
 * nobody asked for. Little else is said. Keep-alives, which are shorter than shares and answered as well, are passed over. One thread.
 */
final class RhythmJudge {
  /** Lengths tried as that of shares, most common first: shares may be fewer than keep-alives. */
  private static final int TRIED_LENGTHS = 3;
  /** An answer says yes, a job says what to do: it takes some bytes more. */
  private static final int LEAST_SURPLUS_BYTES = 15;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double SECONDS_PER_MINUTE = 60;

  private final RecordWindow window;
  private final boolean isMinerOriginator;
  private final RhythmOptions options;
  private final int[] scratch = new int[RecordWindow.CAPACITY];
  private final boolean[] isAnswer = new boolean[RecordWindow.CAPACITY];

  RhythmJudge(RecordWindow window, boolean isMinerOriginator, RhythmOptions options) {
    this.window = window;
    this.isMinerOriginator = isMinerOriginator;
    this.options = options;
  }

  Beat judge() {
    int minerRecords = select(this::isMiners);
    int[] lengths = scratch.clone();
    for (int tried = 0; tried < TRIED_LENGTHS; tried++) {
      Lengths common = Lengths.mostCommon(lengths, minerRecords, options.shares().lengthSpread());
      if (common.count() < options.shares().least()) {
        break;
      }
      Beat beat = withShares(common.common());
      if (beat.kind() == Beat.Kind.SHARES) {
        return beat;
      }
      for (int i = 0; i < minerRecords; i++) {
        if (Lengths.isNear(lengths[i], common.common(), options.shares().lengthSpread())) {
          lengths[i] = Integer.MIN_VALUE / 2 - i; // near no other
        }
      }
    }
    return withJobs();
  }

  private Beat withShares(int shareLength) {
    RhythmOptions.Shares wanted = options.shares();
    IntPredicate isShare = i -> isMiners(i) && Lengths.isNear(window.length(i), shareLength, wanted.lengthSpread());
    int answerLength = answerLength(isShare, shareLength);
    int answers = markAnswers(isShare, answerLength, shareLength);
    int pushes = select(i -> !isMiners(i) && !isAnswer[i]);
    Lengths jobs = Lengths.mostCommon(scratch, pushes, options.jobs().lengthSpread());
    int minerRecords = select(this::isMiners);
    int idle = Lengths.mostCommon(scratch, select(i -> isMiners(i) && window.length(i) < shareLength && !isShare.test(i)),
        wanted.lengthSpread()).count();
    int shares = select(isShare);
    for (int i = 0, k = 0; i < window.size(); i++) {
      if (isShare.test(i)) {
        scratch[k++] = window.millis(i);
      }
    }
    Gaps gaps = Gaps.of(scratch, shares);
    boolean isMining = shareLength >= wanted.minLength() && shareLength <= wanted.maxLength()
        && shares >= wanted.least() && shares + idle >= wanted.uniformity() * minerRecords
        && answers >= wanted.answered() * shares
        && gaps.onTheBeat() <= wanted.onTheBeat() && gaps.scatter() >= wanted.scatter()
        && perMinute(shares) <= wanted.perMinute()
        && jobs.count() >= options.jobs().least() && jobs.count() >= options.jobs().uniformity() * pushes
        && jobs.common() >= Math.max(options.jobs().minLength(), answerLength + LEAST_SURPLUS_BYTES);
    return new Beat(isMining ? Beat.Kind.SHARES : Beat.Kind.NONE, shares, shareLength, minerRecords, answers, answerLength, jobs.count(),
        jobs.common(), pushes, window.seconds());
  }

  private Beat withJobs() {
    RhythmOptions.Alone wanted = options.jobs().alone();
    int minerRecords = select(this::isMiners);
    int answers = markAnswers(this::isMiners, 0, Integer.MAX_VALUE);
    int pushes = select(i -> !isMiners(i) && !isAnswer[i]);
    Lengths jobs = Lengths.mostCommon(scratch, pushes, wanted.lengthSpread());
    for (int i = 0, k = 0; i < window.size(); i++) {
      if (!isMiners(i) && !isAnswer[i]) {
        scratch[k++] = window.millis(i);
      }
    }
    boolean isMining = pushes >= wanted.least() && jobs.count() >= wanted.uniformity() * pushes
        && jobs.common() >= options.jobs().minLength()
        && minerRecords <= wanted.minerRecords() * window.size()
        && window.seconds() >= wanted.seconds() && perMinute(pushes) <= wanted.perMinute()
        && Gaps.of(scratch, pushes).onTheBeat() <= wanted.onTheBeat();
    return new Beat(isMining ? Beat.Kind.JOBS : Beat.Kind.NONE, 0, 0, minerRecords, answers, 0, jobs.count(), jobs.common(), pushes,
        window.seconds());
  }

  private boolean isMiners(int index) {
    return window.isFromOriginator(index) == isMinerOriginator;
  }

  /** Copies the lengths of the records asked for to the scratch array and says how many there are. */
  private int select(IntPredicate isWanted) {
    int size = 0;
    for (int i = 0; i < window.size(); i++) {
      if (isWanted.test(i)) {
        scratch[size++] = window.length(i);
      }
    }
    return size;
  }

  /** The most common length of what the pool says first after a share, as far as it is no longer than the share. */
  private int answerLength(IntPredicate isShare, int shareLength) {
    int size = 0;
    for (int i = 0; i < window.size(); i++) {
      for (int k = i + 1; isShare.test(i) && k < window.size() && isInTime(i, k); k++) {
        if (!isMiners(k) && window.length(k) <= shareLength) {
          scratch[size++] = window.length(k);
          break;
        }
      }
    }
    return Lengths.mostCommon(scratch, size, options.shares().lengthSpread()).common();
  }

  /**
   * Gives each of the miner's records the pool's next short one, as its answer.
   *
   * @param answerLength that a share's answer must have; 0 for any
   * @return how many shares were answered
   */
  private int markAnswers(IntPredicate isShare, int answerLength, int longest) {
    int answers = 0;
    int asked = 0;
    for (int i = 0; i < window.size(); i++) {
      isAnswer[i] = false;
      if (!isMiners(i) && window.length(i) <= longest) {
        while (asked < i && (!isMiners(asked) || !isInTime(asked, i))) {
          asked++;
        }
        boolean isShares = asked < i && isShare.test(asked);
        boolean fits = !isShares || answerLength == 0 || Lengths.isNear(window.length(i), answerLength, options.shares().lengthSpread());
        if (asked < i && fits) {
          isAnswer[i] = true;
          answers += isShares ? 1 : 0;
          asked++;
        }
      }
    }
    return answers;
  }

  private boolean isInTime(int asked, int answered) {
    return window.millis(answered) - window.millis(asked) <= options.shares().answerSeconds() * MILLIS_PER_SECOND;
  }

  private double perMinute(int records) {
    return records * SECONDS_PER_MINUTE / Math.max(1, window.seconds());
  }
}
