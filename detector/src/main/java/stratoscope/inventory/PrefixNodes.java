package stratoscope.inventory;

import java.util.BitSet;

/** Prefixes, each with its row and the prefix around it: what of them a look-up needs lies together in memory. Immutable. */
final class PrefixNodes {
  /** Valid since and until, in microseconds since 1970; prefix around and row, 32 bits each; bits that all addresses of the row share. */
  private static final int LONGS = 4;

  private final long[] nodes;
  /** Prefixes around which there is one whose row goes before theirs: it is a part of a range, or rows go by time. */
  private final BitSet outdone = new BitSet();
  private final boolean isAnyOutdone;

  PrefixNodes(int[] around, int[] rows, RowFacts facts) {
    nodes = new long[LONGS * rows.length];
    int[] firsts = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      nodes[LONGS * i] = facts.fromMicros(rows[i]);
      nodes[LONGS * i + 1] = facts.toMicros(rows[i]);
      nodes[LONGS * i + 2] = (long) around[i] << 32 | rows[i];
      nodes[LONGS * i + 3] = Float.floatToIntBits(facts.sharedBits(rows[i]));
      boolean isFirst = around[i] < 0 || isBefore(i, firsts[around[i]]);
      firsts[i] = isFirst ? i : firsts[around[i]];
      if (!isFirst) {
        outdone.set(i);
      }
    }
    isAnyOutdone = !outdone.isEmpty();
  }

  /** The row that holds at a time, of the prefixes around a place; {@link PrefixTable#NONE} if there is none. */
  int rowAt(int innermost, long micros) {
    int best = PrefixTable.NONE;
    for (int node = innermost; node >= 0; node = (int) (nodes[LONGS * node + 2] >> 32)) {
      if (micros >= nodes[LONGS * node] && micros < nodes[LONGS * node + 1] && (best < 0 || isBefore(node, best))) {
        best = node;
        if (!isAnyOutdone || !outdone.get(node)) {
          break;
        }
      }
    }
    return best < 0 ? PrefixTable.NONE : row(best);
  }

  long fromMicros(int node) {
    return nodes[LONGS * node];
  }

  long toMicros(int node) {
    return nodes[LONGS * node + 1];
  }

  /** True if the row of a prefix around it goes before its own, where both are valid. */
  boolean isOutdone(int node) {
    return outdone.get(node);
  }

  int row(int node) {
    return (int) nodes[LONGS * node + 2];
  }

  /** Bits of floats above 0 are in the order of what they stand for. */
  private boolean isBefore(int node, int other) {
    long bits = nodes[LONGS * node + 3];
    long otherBits = nodes[LONGS * other + 3];
    long from = nodes[LONGS * node];
    long otherFrom = nodes[LONGS * other];
    return bits > otherBits || (bits == otherBits && (from > otherFrom || (from == otherFrom && row(node) > row(other))));
  }
}
