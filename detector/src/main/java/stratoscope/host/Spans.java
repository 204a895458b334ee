package stratoscope.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The times at which an address had sessions. One thread. Bounded: beyond the limit a session only widens the last span. */
final class Spans {
  /** Sessions kept apart per address; a miner that reconnects each hour fills it in five months. */
  private static final int MAX_SPANS = 4096;
  private static final double MICROS_PER_SECOND = 1e6;

  private record Span(long fromMicros, long toMicros) {}

  private final List<Span> spans = new ArrayList<>(2);

  void add(long fromMicros, long toMicros) {
    if (spans.size() < MAX_SPANS) {
      spans.add(new Span(fromMicros, toMicros));
    } else {
      Span last = spans.get(MAX_SPANS - 1);
      spans.set(MAX_SPANS - 1, new Span(Math.min(last.fromMicros, fromMicros), Math.max(last.toMicros, toMicros)));
    }
  }

  /** Seconds in which at least one session was open. */
  double activeSeconds() {
    long micros = 0;
    long reached = Long.MIN_VALUE;
    for (Span span : sorted()) {
      micros += Math.max(0, span.toMicros - Math.max(span.fromMicros, reached));
      reached = Math.max(reached, span.toMicros);
    }
    return micros / MICROS_PER_SECOND;
  }

  /** The most sessions open at one moment. */
  int maxConcurrent() {
    List<Span> byStart = sorted();
    List<Long> ends = spans.stream().map(Span::toMicros).sorted().toList();
    int open = 0;
    int most = 0;
    int ended = 0;
    for (Span span : byStart) {
      open++;
      while (ended < ends.size() && ends.get(ended) < span.fromMicros) {
        ended++;
        open--;
      }
      most = Math.max(most, open);
    }
    return most;
  }

  private List<Span> sorted() {
    return spans.stream().sorted(Comparator.comparingLong(Span::fromMicros)).toList();
  }
}
