package stratoscope.inventory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a look-up mostly gives, in one long for each stretch of addresses: the row of its innermost prefix, and the number of the span of
 * time for which the row is valid. Rows of an inventory are valid for few different spans, so that these stay in the processor's caches.
 * Immutable.
 */
final class Answers {
  /** Spans told apart; a row with another is asked for among the prefixes. */
  private static final int MAX_SPANS = 1 << 12;
  /** In place of a span: the prefixes around the stretch must be asked. */
  private static final int ASK = -1;
  /** In place of an answer: it is not that of one stretch. */
  static final long SEVERAL = (long) ASK << 32;

  /** Since and until, in microseconds since 1970. */
  private long[] spans = {Long.MIN_VALUE, Long.MAX_VALUE};

  /** @param answers receives that of each stretch */
  Answers(int[] innermost, PrefixNodes nodes, long[] answers) {
    Map<Long, Map<Long, Integer>> known = new HashMap<>();
    known.put(Long.MIN_VALUE, new HashMap<>(Map.of(Long.MAX_VALUE, 0)));
    int count = 1;
    long lastFrom = Long.MIN_VALUE;
    long lastTo = Long.MAX_VALUE;
    int span = 0;
    for (int i = 0; i < innermost.length; i++) {
      int node = innermost[i];
      if (node == PrefixTable.NONE) {
        answers[i] = answer(0, PrefixTable.NONE);
        continue;
      }
      long from = nodes.fromMicros(node);
      long to = nodes.toMicros(node);
      if (from != lastFrom || to != lastTo) {
        lastFrom = from;
        lastTo = to;
        Map<Long, Integer> byEnd = known.computeIfAbsent(from, first -> new HashMap<>(2));
        span = byEnd.getOrDefault(to, ASK);
        if (span == ASK && count < MAX_SPANS) {
          span = count++;
          byEnd.put(to, span);
          spans = Arrays.copyOf(spans, 2 * count);
          spans[2 * span] = from;
          spans[2 * span + 1] = to;
        }
      }
      answers[i] = answer(nodes.isOutdone(node) ? ASK : span, nodes.row(node));
    }
  }

  private static long answer(int span, int row) {
    return (long) span << 32 | (row & 0xFFFF_FFFFL);
  }

  /** True if {@link #row} is the answer at a time; else the prefixes around the stretch must be asked. */
  boolean holds(long answer, long micros) {
    int span = (int) (answer >> 32);
    return span >= 0 && micros >= spans[2 * span] && micros < spans[2 * span + 1];
  }

  static int row(long answer) {
    return (int) answer;
  }
}
