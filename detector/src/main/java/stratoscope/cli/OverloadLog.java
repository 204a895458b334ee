package stratoscope.cli;

import java.util.Map;
import java.util.function.Consumer;
import stratoscope.flow.FlowCount;
import stratoscope.record.Pulse;

/** Says when a sensor begins to leave work out, and when that is over with how much it was: one line each. One thread. */
final class OverloadLog {
  private final Consumer<String> log;
  private boolean isOverloaded;
  private long startMicros;
  private long shedBefore;

  /** @param log takes a line for the user */
  OverloadLog(Consumer<String> log) {
    this.log = log;
  }

  void onPulse(Pulse pulse) {
    boolean isNow = pulse.overloadLevel() > 0;
    if (isNow && !isOverloaded) {
      startMicros = pulse.stats().lastSeenMicros();
      shedBefore = shed(pulse);
      log.accept("overloaded: rhythm is left out first, then reassembly; handshakes and names are looked at still");
    } else if (!isNow && isOverloaded) {
      log.accept("keeps up again after " + (pulse.stats().lastSeenMicros() - startMicros) / 1_000_000 + " s: "
          + (shed(pulse) - shedBefore) + " looks were left out");
    }
    isOverloaded = isNow;
  }

  private static long shed(Pulse pulse) {
    Map<String, Long> streams = pulse.stats().streams();
    long sum = 0;
    for (FlowCount what : FlowCount.SHED) {
      sum += streams.getOrDefault(what.label(), 0L);
    }
    return sum;
  }
}
