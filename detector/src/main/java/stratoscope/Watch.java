package stratoscope;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import stratoscope.record.Pulse;

/**
 * When a detector that watches live traffic has to do what files don't need: end what is overdue, tell of sessions that are still open,
 * publish its counts. One thread; its time is the packets', or the capture's clock while none come.
 */
final class Watch {
  private static final long PERIOD_MICROS = 500_000;
  /** Sessions looked at in one period, so that nobody can stall the way; the others wait for the next. */
  private static final int MAX_LOOKS = 1000;

  private final Consumer<Pulse> onPulse;
  private final Set<Session> stirred = new LinkedHashSet<>();
  private long lastMicros = Long.MIN_VALUE;

  /** @param onPulse takes the counts once a period */
  Watch(Consumer<Pulse> onPulse) {
    this.onPulse = onPulse;
  }

  /** True once a period, and when the clock went back. */
  boolean isDue(long nowMicros) {
    if (nowMicros - lastMicros < PERIOD_MICROS && nowMicros >= lastMicros - PERIOD_MICROS && lastMicros != Long.MIN_VALUE) {
      return false;
    }
    lastMicros = nowMicros;
    return true;
  }

  /** Takes note of a session that has just had a packet. */
  void onPacket(Session session, long nowMicros) {
    if (session.told().isOld(session.proofs(), nowMicros)) {
      stirred.add(session);
    }
  }

  void onEnd(Session session) {
    stirred.remove(session);
  }

  /** Sessions to be looked at now, the longest waiting first. */
  List<Session> take() {
    List<Session> due = new ArrayList<>(Math.min(stirred.size(), MAX_LOOKS));
    for (Iterator<Session> each = stirred.iterator(); each.hasNext() && due.size() < MAX_LOOKS;) {
      due.add(each.next());
      each.remove();
    }
    return due;
  }

  void publish(Pulse pulse) {
    onPulse.accept(pulse);
  }
}
