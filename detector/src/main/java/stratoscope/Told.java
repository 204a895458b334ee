package stratoscope;

import stratoscope.evidence.Verdict;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** What was told of a session that is still open. One thread. */
final class Told {
  /** A session that goes on is brought up to date this often. */
  private static final long UPDATE_MICROS = 60_000_000;

  private Verdict verdict = Verdict.NONE;
  private int proofs;
  private long nextMicros = Long.MIN_VALUE;
  private boolean isContact;

  void save(StateWriter out) {
    out.word(verdict).number(proofs).number(nextMicros);
  }

  void restore(StateReader in) throws StateException {
    verdict = in.word(Verdict.values());
    proofs = in.number(0, Integer.MAX_VALUE);
    nextMicros = in.number();
    isContact = true; // it may have been one
  }

  /** The strongest that was told. */
  Verdict verdict() {
    return verdict;
  }

  /** Whether it is worth a look: its verdict may rise for what was said since the last one, or nothing was told of it lately. */
  boolean isOld(int proofsNow, long nowMicros) {
    return (proofsNow != proofs && verdict != Verdict.CONFIRMED) || ((isAny() || isContact) && isDue(nowMicros));
  }

  /** Whether a look that gave this verdict is to be told: at once if it is more than before, else once in a while. */
  boolean isNews(Verdict now, long nowMicros) {
    return now.compareTo(verdict) > 0 || isDue(nowMicros);
  }

  /** True as well when the clock was set back. */
  private boolean isDue(long nowMicros) {
    return nowMicros >= nextMicros || nowMicros < nextMicros - 2 * UPDATE_MICROS;
  }

  /** Takes note of a look. */
  void onLook(int proofsNow) {
    proofs = proofsNow;
  }

  /** Takes note that the look showed a contact alone, and says whether it goes on for a while. */
  boolean onContact(long nowMicros) {
    boolean isLong = isContact && isDue(nowMicros);
    nextMicros = isContact && !isLong ? nextMicros : nowMicros + UPDATE_MICROS;
    isContact = true;
    return isLong;
  }

  /** Takes note that the look showed nothing to tell. */
  void onNoNews(long nowMicros) {
    isContact = false;
    if (isDue(nowMicros)) {
      nextMicros = nowMicros + UPDATE_MICROS;
    }
  }

  /** Takes note that this was told, and says whether it is more than before. */
  boolean tell(Verdict now, long nowMicros) {
    boolean isMore = now.compareTo(verdict) > 0;
    verdict = isMore ? now : verdict;
    nextMicros = nowMicros + UPDATE_MICROS;
    return isMore;
  }

  boolean isAny() {
    return verdict != Verdict.NONE;
  }
}
