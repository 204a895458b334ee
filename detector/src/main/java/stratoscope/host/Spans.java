package stratoscope.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import stratoscope.profile.Rigs;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * The times at which an address had sessions, and how many machines each may be. One thread. Bounded: beyond the limit a session only
 * widens the last span.
 */
final class Spans {
  /** Sessions kept apart per address; a miner that reconnects each hour fills it in five months. */
  private static final int MAX_SPANS = 4096;
  private static final double MICROS_PER_SECOND = 1e6;

  /** A session's time, what {@link Rigs} says of it, and bits for what is known of it. */
  record Span(long fromMicros, long toMicros, int channels, int clients, int nonceParts, int marks) {}

  private final List<Span> spans;

  Spans() {
    spans = new ArrayList<>(2);
  }

  /** A copy. */
  Spans(Spans other) {
    spans = new ArrayList<>(other.spans);
  }

  void add(long fromMicros, long toMicros, int marks) {
    add(new Span(fromMicros, toMicros, 1, 1, 1, marks));
  }

  void add(long fromMicros, long toMicros, Rigs rigs) {
    add(new Span(fromMicros, toMicros, rigs.channels(), rigs.clients(), rigs.nonceParts(), 0));
  }

  private void add(Span span) {
    if (spans.size() < MAX_SPANS) {
      spans.add(span);
    } else {
      Span last = spans.get(MAX_SPANS - 1);
      spans.set(MAX_SPANS - 1, new Span(Math.min(last.fromMicros, span.fromMicros), Math.max(last.toMicros, span.toMicros),
          Math.max(last.channels, span.channels), Math.max(last.clients, span.clients), Math.max(last.nonceParts, span.nonceParts),
          last.marks | span.marks));
    }
  }

  /** Seconds in which at least one session was open. */
  double activeSeconds() {
    return activeSeconds(spans);
  }

  /** The same of those that have a mark. */
  double activeSeconds(int mark) {
    return activeSeconds(spans.stream().filter(span -> (span.marks & mark) != 0).toList());
  }

  private static double activeSeconds(List<Span> spans) {
    long micros = 0;
    long reached = Long.MIN_VALUE;
    for (Span span : sorted(spans, Comparator.comparingLong(Span::fromMicros))) {
      micros += Math.max(0, span.toMicros - Math.max(span.fromMicros, reached));
      reached = Math.max(reached, span.toMicros);
    }
    return micros / MICROS_PER_SECOND;
  }

  /** The most sessions open at one moment. */
  int maxConcurrent() {
    return maxConcurrent(span -> 1);
  }

  /** The most that the sessions open at one moment add up to. */
  int maxConcurrent(ToIntFunction<Span> weight) {
    if (spans.size() < 2) {
      return spans.isEmpty() ? 0 : weight.applyAsInt(spans.get(0));
    }
    List<Span> byEnd = sorted(spans, Comparator.comparingLong(Span::toMicros));
    int open = 0;
    int most = 0;
    int ended = 0;
    for (Span span : sorted(spans, Comparator.comparingLong(Span::fromMicros))) {
      open += weight.applyAsInt(span);
      while (ended < byEnd.size() && byEnd.get(ended).toMicros < span.fromMicros) {
        open -= weight.applyAsInt(byEnd.get(ended));
        ended++;
      }
      most = Math.max(most, open);
    }
    return most;
  }

  private static List<Span> sorted(List<Span> spans, Comparator<Span> order) {
    return spans.size() < 2 ? spans : spans.stream().sorted(order).toList();
  }

  void save(StateWriter out) {
    out.number(spans.size());
    spans.forEach(span -> out.number(span.fromMicros).number(span.toMicros).number(span.channels).number(span.clients)
        .number(span.nonceParts).number(span.marks));
  }

  /** Adds those that were saved. */
  void restore(StateReader in) throws StateException {
    for (int left = in.number(0, MAX_SPANS); left > 0; left--) {
      add(new Span(in.number(), in.number(), in.number(1, Integer.MAX_VALUE), in.number(1, Integer.MAX_VALUE),
          in.number(1, Integer.MAX_VALUE), in.number(0, Integer.MAX_VALUE)));
    }
  }
}
