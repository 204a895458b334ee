package stratoscope.circumstance;

import org.jspecify.annotations.Nullable;
import stratoscope.flow.Flow;
import stratoscope.packet.TcpSegment;

/**
 * Who was seen asking questions of DNS over UDP, and which questions were asked lately. Whoever is seen asking is answered nothing else:
 * the rest are forgeries, which anybody can send to anyone. Of who is never seen asking, as his way out is another, nothing is known.
 * One thread; a fixed 1.5 MB, from the first question on; makes no object for one.
 */
final class Questions {
  private static final int ASKERS_BITS = 23;
  /** At 100,000 questions a second they are remembered for half a second. */
  private static final int LATELY = 1 << 16;

  private @Nullable AddressSieve askers;
  private long[] lately = {};

  void onQuestion(TcpSegment question, int id) {
    AddressSieve known = askers;
    if (known == null) {
      known = new AddressSieve(ASKERS_BITS);
      askers = known;
      lately = new long[LATELY];
    }
    known.add(question.sourceHigh, question.sourceLow);
    long key = Flow.idOf(question, id);
    lately[slot(key)] = key;
  }

  /** True of an answer to a question that was not asked, by somebody who is seen asking. */
  boolean isUnasked(TcpSegment answer, int id) {
    if (askers == null || !askers.mayHold(answer.destinationHigh, answer.destinationLow)) {
      return false;
    }
    long key = Flow.idOf(answer, id); // the same both ways
    return lately[slot(key)] != key;
  }

  /** Forgets all: another capture may show other directions. */
  void clear() {
    askers = null;
  }

  private static int slot(long key) {
    return (int) key & (LATELY - 1);
  }
}
