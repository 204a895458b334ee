package stratoscope.rhythm;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Takes one window of records for a miner's and its pool's, and says how well that goes. The miner hands in shares: records of one length,
 * at the times that chance decides, each answered at once by a short record. The pool hands out jobs: longer records of one length, which
 * nobody asked for, to which nobody says anything, and which come independently of the shares. Little else is said. Keep-alives, which are
 * shorter than shares and answered as well, are passed over, and so are reports of another length, if they come by a timer. One thread.
 */
final class RhythmJudge {
  /** Lengths tried as that of shares, most common first: shares may be fewer than keep-alives. */
  private static final int TRIED_LENGTHS = 3;
  /** An answer says yes, a job says what to do: it takes some bytes more. */
  private static final int LEAST_SURPLUS_BYTES = 15;
  private static final int FEW_PUSHES = 3;
  /** Less than the three bytes that are always allowed. */
  private static final double ALIKE_SPREAD = 0.001;
  private static final int ECHO_MILLIS = 1000;
  /** Of many records alike within a second the window keeps the first and the last, so that they look even. */
  private static final double LEAST_TIMED_SECONDS = 1.2;
  /** Standard deviations of what chance may make of echoes. */
  private static final double ECHO_DOUBT = 1.5;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double SECONDS_PER_MINUTE = 60;

  private final RecordWindow window;
  private final boolean isMinerOriginator;
  private final RhythmOptions options;
  private final int[] scratch;
  private final boolean[] isAnswer;
  private final boolean[] isAnswered;

  RhythmJudge(RecordWindow window, boolean isMinerOriginator, RhythmOptions options) {
    this.window = window;
    this.isMinerOriginator = isMinerOriginator;
    this.options = options;
    scratch = new int[window.size()];
    isAnswer = new boolean[window.size()];
    isAnswered = new boolean[window.size()];
  }

  Beat judge() {
    double spread = options.shares().lengthSpread();
    int[] lengths = Arrays.copyOf(scratch, select(this::isMiners));
    boolean isUnclear = false;
    for (int tried = 0; tried < TRIED_LENGTHS; tried++) {
      Lengths common = Lengths.mostCommon(lengths, lengths.length, spread);
      if (common.count() < options.shares().least()) {
        break;
      }
      Beat beat = withShares(common.common());
      if (beat.kind() == Beat.Kind.SHARES) {
        return beat;
      }
      isUnclear |= beat.kind() == Beat.Kind.UNCLEAR;
      lengths = Arrays.stream(lengths).filter(length -> !Lengths.isNear(length, common.common(), spread)).toArray();
    }
    Beat beat = withJobs();
    return beat.kind() == Beat.Kind.NONE && isUnclear ? beat.as(Beat.Kind.UNCLEAR) : beat;
  }

  /** The window with the miner's most common length taken for that of shares. */
  Beat withCommonLength() {
    int minerRecords = select(this::isMiners);
    return withShares(Lengths.mostCommon(scratch, minerRecords, options.shares().lengthSpread()).common());
  }

  private Beat withShares(int shareLength) {
    double spread = options.shares().lengthSpread();
    IntPredicate isShare = i -> isMiners(i) && Lengths.isNear(window.length(i), shareLength, spread);
    int answerLength = answerLength(isShare, shareLength);
    int answers = markAnswers(isShare, answerLength, shareLength);
    markOtherAnswers(isShare, answerLength, answers);
    IntPredicate isAside = i -> isMiners(i) && !isShare.test(i) && window.length(i) < shareLength
        && window.length(i) >= options.shares().minLength();
    Lengths keepAlives = Lengths.mostCommon(scratch, select(isAside), spread);
    int reports = timedOnes(i -> isAside.test(i) && !Lengths.isNear(window.length(i), keepAlives.common(), spread));
    Beat.Jobs jobs = jobs(isShare, options.jobs().lengthSpread());
    Gaps gaps = gaps(isShare);
    Beat.Shares shares = new Beat.Shares(select(isShare), shareLength, answers, answerLength, keepAlives.count() + reports, gaps);
    Beat beat = new Beat(Beat.Kind.NONE, shares, jobs, select(this::isMiners), window.seconds());
    if (isTimed(isShare, shareLength) || !areAlike(isShare) || !areShares(shares, beat.minerRecords())
        || isReplying(isShare, jobs.pushes()) || isPinging(beat.minerRecords())) {
      return beat;
    }
    boolean isTooFew = jobs.count() < options.jobs().least() && jobs.pushes() <= FEW_PUSHES;
    return beat.as(isTooFew ? Beat.Kind.UNCLEAR : areJobs(beat) ? Beat.Kind.SHARES : Beat.Kind.NONE);
  }

  /** How many of some records have their most common length, if these come by a timer. */
  private int timedOnes(IntPredicate isWanted) {
    double spread = options.shares().lengthSpread();
    Lengths common = Lengths.mostCommon(scratch, select(isWanted), spread);
    Gaps gaps = gaps(i -> isWanted.test(i) && Lengths.isNear(window.length(i), common.common(), spread));
    return gaps.onTheBeat() > options.shares().onTheBeat() ? common.count() : 0;
  }

  private boolean areShares(Beat.Shares shares, int minerRecords) {
    RhythmOptions.Shares wanted = options.shares();
    return isShareLength(shares.length())
        && shares.count() >= wanted.least() && shares.count() >= wanted.uniformity() * (minerRecords - shares.keepAlives())
        && shares.answers() >= wanted.answers().least() * shares.count() && isAnswerLength(shares.answerLength(), shares.length())
        && shares.gaps().onTheBeat() <= wanted.onTheBeat() && shares.gaps().scatter() >= leastScatter(shares.count())
        && perMinute(shares.count()) <= wanted.perMinute();
  }

  /** True if nearly all shares have one of two lengths: only the number by which they are counted takes a digit more at times. */
  private boolean areAlike(IntPredicate isShare) {
    int shares = select(isShare);
    Lengths first = Lengths.mostCommon(scratch, shares, 0);
    int second = Lengths.mostCommon(scratch, select(i -> isShare.test(i) && window.length(i) != first.common()), 0).count();
    return first.count() + second >= options.shares().alike() * shares;
  }

  /** True if a timer sends what is about as long, or hardly any share follows soon upon another, as chance makes some do. */
  private boolean isTimed(IntPredicate isShare, int shareLength) {
    RhythmOptions.Shares wanted = options.shares();
    int[] gaps = Gaps.sorted(scratch, times(isShare));
    double doubt = wanted.shortDoubt() * Math.sqrt(wanted.shortGaps() * (1 - wanted.shortGaps()) / Math.max(1, gaps.length));
    return (medianSeconds(gaps) > LEAST_TIMED_SECONDS && Gaps.shortOnes(gaps) < wanted.shortGaps() - doubt)
        || gaps(i -> isMiners(i) && Lengths.isNear(window.length(i), shareLength, wanted.timedSpread())).onTheBeat() > wanted.onTheBeat();
  }

  /** Of what chance decides it is 1, but for a standard deviation of about one over the root of the count. */
  private double leastScatter(int count) {
    return Math.max(options.shares().scatter(), 1 - options.shares().doubt() / Math.sqrt(count));
  }

  /** A push that comes soon after what the miner said follows it, as the next task does the result of one. */
  private boolean areJobs(Beat beat) {
    Beat.Jobs jobs = beat.jobs();
    RhythmOptions.Jobs wanted = options.jobs();
    double seconds = medianSeconds(Gaps.sorted(scratch, times(this::isPush)));
    return jobs.count() >= wanted.least() && seconds <= wanted.seconds()
        && jobs.count() + Math.min(jobs.asides(), jobs.count()) >= wanted.uniformity() * jobs.pushes()
        && jobs.length() >= Math.max(wanted.minLength(), beat.shares().answerLength() + LEAST_SURPLUS_BYTES)
        && jobs.echoes() <= mostNear(beat, wanted.echoes()) && soonAfter(this::isMiners, this::isPush) <= mostNear(beat, wanted.follows())
        && !areHurried(jobs.pushes(), seconds) && areManyOrAlike(jobs)
        && jobs.turns() <= wanted.turns() * (beat.shares().count() - 1);
  }

  /** True if pushes are answered: with what is no share, and is not answered itself as a keep-alive is. */
  private boolean isReplying(IntPredicate isShare, int pushes) {
    int replies = 0;
    for (int i = 0; i < window.size(); i++) {
      replies += isPush(i) && hasEcho(i, k -> !isShare.test(k) && !isAnswered[k]) ? 1 : 0;
    }
    return replies > options.jobs().replies() * pushes;
  }

  /**
   * True if the miner asks much in fewer bytes than any request of mining takes, and is answered; what it answers itself does not count.
   * Once is nothing: it may be the end of a record of which the start was not seen.
   */
  private boolean isPinging(int minerRecords) {
    IntPredicate isPing = i -> isMiners(i) && isAnswered[i] && window.length(i) < options.shares().minLength();
    int pings = select(isPing) - soonAfter(this::isPush, isPing);
    return pings > Math.max(1, options.shares().smallTalk() * minerRecords);
  }

  /** The median, as a machine may sleep for a night; 0 if there is no gap. */
  private static double medianSeconds(int[] sortedGaps) {
    return sortedGaps.length == 0 ? 0 : sortedGaps[sortedGaps.length / 2] / MILLIS_PER_SECOND;
  }

  /** Few of about one length may come by chance: most of them must have the very same. */
  private boolean areManyOrAlike(Beat.Jobs jobs) {
    RhythmOptions.Jobs wanted = options.jobs();
    return jobs.count() > wanted.few() || Lengths.mostCommon(scratch, select(i -> isPush(i)
        && Lengths.isNear(window.length(i), jobs.length(), wanted.lengthSpread())), ALIKE_SPREAD).count() >= wanted.alike() * jobs.count();
  }

  /** How many of the wanted records come soon after the last of others, which are of the other side. */
  private int soonAfter(IntPredicate isOther, IntPredicate isWanted) {
    int count = 0;
    int other = -1;
    for (int i = 0; i < window.size(); i++) {
      other = isOther.test(i) ? i : other;
      count += isWanted.test(i) && other >= 0 && window.millis(i) - window.millis(other) <= ECHO_MILLIS ? 1 : 0;
    }
    return count;
  }

  /**
   * True if pushes come often and evenly: blocks come by chance, and who renews jobs by a timer does so now and then.
   *
   * @param seconds between them at the median
   */
  private boolean areHurried(int pushes, double seconds) {
    RhythmOptions.Jobs wanted = options.jobs();
    return seconds > LEAST_TIMED_SECONDS && seconds < wanted.timedSeconds()
        && gaps(this::isPush).scatter() < Math.min(wanted.scatter(), 1 - options.shares().doubt() / Math.sqrt(pushes));
  }

  /** One of the miner's records lies near some pushes, by the time of an echo, though it has nothing to do with them. */
  private double mostNear(Beat beat, double share) {
    double chance = 1 - Math.exp(-beat.minerRecords() / Math.max(1, beat.seconds()) * ECHO_MILLIS / MILLIS_PER_SECOND);
    int pushes = beat.jobs().pushes();
    return 1 + (chance + (1 - chance) * share) * pushes + ECHO_DOUBT * Math.sqrt(pushes * chance * (1 - chance));
  }

  private Beat withJobs() {
    RhythmOptions.Alone wanted = options.jobs().alone();
    int minerRecords = select(this::isMiners);
    int answers = markAnswers(this::isMiners, 0, options.shares().answers().maxLength());
    int fewShares = fewShares();
    Beat.Jobs jobs = jobs(i -> false, wanted.lengthSpread());
    boolean areEnough = jobs.pushes() >= FEW_PUSHES && jobs.pushes() + fewShares >= wanted.least();
    boolean isMining = !isSmallTalk() && areEnough && jobs.count() >= wanted.uniformity() * jobs.pushes()
        && jobs.length() >= options.jobs().minLength()
        && minerRecords - fewShares <= wanted.minerRecords() * window.size()
        && window.seconds() >= wanted.seconds() && perMinute(jobs.pushes()) <= wanted.perMinute()
        && gaps(this::isPush).onTheBeat() <= wanted.onTheBeat();
    return new Beat(isMining ? Beat.Kind.JOBS : Beat.Kind.NONE, new Beat.Shares(0, 0, answers, 0, 0, new Gaps(0, 0)), jobs, minerRecords,
        window.seconds());
  }

  /** How many of the miner's records, once answers are marked, may be shares: of one length, answered as these are, too few to tell. */
  private int fewShares() {
    RhythmOptions.Shares wanted = options.shares();
    IntPredicate mayBeShare = i -> isMiners(i) && isAnswered[i] && isShareLength(window.length(i));
    Lengths alike = Lengths.mostCommon(scratch, select(mayBeShare), wanted.lengthSpread());
    int answer = answerLength(i -> mayBeShare.test(i) && Lengths.isNear(window.length(i), alike.common(), wanted.lengthSpread()),
        alike.common());
    return alike.count() < wanted.least() && isAnswerLength(answer, alike.common()) ? alike.count() : 0;
  }

  private boolean isShareLength(int length) {
    return length >= options.shares().minLength() && length <= options.shares().maxLength();
  }

  private boolean isAnswerLength(int length, int shareLength) {
    RhythmOptions.Answers wanted = options.shares().answers();
    return length >= wanted.minLength() && length <= Math.min(wanted.maxLength(), shareLength - wanted.shorter());
  }

  /** True if the miner says what is too short for one, as timers do, or is answered too shortly. */
  private boolean isSmallTalk() {
    for (int i = 0; i < window.size(); i++) {
      int least = isMiners(i) ? options.shares().minLength() : isAnswer[i] ? options.shares().answers().minLength() : 0;
      if (window.length(i) < least) {
        return true;
      }
    }
    return false;
  }

  /** What is pushed, once answers are marked. */
  private Beat.Jobs jobs(IntPredicate isShare, double spread) {
    int pushes = select(this::isPush);
    Lengths common = Lengths.mostCommon(scratch, pushes, spread);
    int asides = Lengths.mostCommon(scratch, select(i -> isPush(i) && window.length(i) >= options.shares().answers().minLength()
        && window.length(i) <= options.jobs().asideLength() * common.common()), spread).count();
    int echoes = 0;
    int turns = 0;
    int sinceShare = Integer.MIN_VALUE;
    for (int i = 0; i < window.size(); i++) {
      if (isShare.test(i)) {
        turns += sinceShare == 1 ? 1 : 0;
        sinceShare = 0;
      } else if (isPush(i)) {
        echoes += hasEcho(i, k -> true) ? 1 : 0;
        sinceShare++;
      }
    }
    return new Beat.Jobs(common.count(), common.common(), pushes, asides, echoes, turns);
  }

  private boolean hasEcho(int push, IntPredicate isWanted) {
    for (int i = push + 1; i < window.size() && window.millis(i) - window.millis(push) <= ECHO_MILLIS; i++) {
      if (isMiners(i) && isWanted.test(i)) {
        return true;
      }
    }
    return false;
  }

  private Gaps gaps(IntPredicate isWanted) {
    return Gaps.of(scratch, times(isWanted));
  }

  /** Copies when the records asked for came to the scratch array and says how many there are. */
  private int times(IntPredicate isWanted) {
    int size = 0;
    for (int i = 0; i < window.size(); i++) {
      if (isWanted.test(i)) {
        scratch[size++] = window.millis(i);
      }
    }
    return size;
  }

  private boolean isMiners(int index) {
    return window.isFromOriginator(index) == isMinerOriginator;
  }

  private boolean isPush(int index) {
    return !isMiners(index) && !isAnswer[index];
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
      isAnswered[i] = false;
      if (!isMiners(i) && window.length(i) <= longest) {
        while (asked < i && (!isMiners(asked) || !isInTime(asked, i))) {
          asked++;
        }
        boolean isShares = asked < i && isShare.test(asked);
        boolean fits = !isShares || answerLength == 0 || Lengths.isNear(window.length(i), answerLength, options.shares().lengthSpread());
        if (asked < i && fits) {
          isAnswer[i] = true;
          isAnswered[asked] = true;
          answers += isShares ? 1 : 0;
          asked++;
        }
      }
    }
    return answers;
  }

  /**
   * Takes for answers what answers shares of before the window; and what is a little longer and follows a share, as far as some of those
   * have none: reasons take more words than a yes.
   */
  private void markOtherAnswers(IntPredicate isShare, int answerLength, int answers) {
    RhythmOptions.Shares wanted = options.shares();
    int shares = select(isShare);
    int left = Math.min(shares - answers, (int) Math.ceil(wanted.answers().refused() * shares));
    int share = -1;
    for (int i = 0; i < window.size(); i++) {
      int surplus = window.length(i) - answerLength;
      if (isShare.test(i)) {
        share = i;
      } else if (isPush(i) && isInTime(0, i) && Lengths.isNear(window.length(i), answerLength, wanted.lengthSpread())) {
        isAnswer[i] = true;
      } else if (isPush(i) && left > 0 && surplus > 0 && surplus <= wanted.answers().surplus() && share >= 0 && isInTime(share, i)) {
        isAnswer[i] = true;
        left--;
      }
    }
  }

  private boolean isInTime(int asked, int answered) {
    return window.millis(answered) - window.millis(asked) <= options.shares().answers().seconds() * MILLIS_PER_SECOND;
  }

  private double perMinute(int records) {
    return records * SECONDS_PER_MINUTE / Math.max(1, window.seconds());
  }
}
