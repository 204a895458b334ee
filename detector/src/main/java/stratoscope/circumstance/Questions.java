package stratoscope.circumstance;

import org.jspecify.annotations.Nullable;
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
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

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
    long hash = hash(question.sourceHigh, question.sourceLow, question.sourcePort, question.destinationHigh, question.destinationLow, id);
    lately[slot(hash)] = hash;
  }

  /** True of an answer to a question that was not asked, by somebody who is seen asking. */
  boolean isUnasked(TcpSegment answer, int id) {
    if (askers == null || !askers.mayHold(answer.destinationHigh, answer.destinationLow)) {
      return false;
    }
    long hash = hash(answer.destinationHigh, answer.destinationLow, answer.destinationPort, answer.sourceHigh, answer.sourceLow, id);
    return lately[slot(hash)] != hash;
  }

  /** Forgets all: another capture may show other directions. */
  void clear() {
    askers = null;
  }

  private static int slot(long hash) {
    return (int) (hash >>> 48);
  }

  private static long hash(long clientHigh, long clientLow, int clientPort, long serverHigh, long serverLow, int id) {
    long hash = mix(mix(clientHigh) + clientLow);
    hash = mix(mix(hash + serverHigh) + serverLow);
    return mix(hash + ((long) clientPort << Short.SIZE) + id);
  }

  private static long mix(long value) {
    long product = (value ^ (value >>> 32)) * ODD;
    return product ^ (product >>> 29);
  }
}
