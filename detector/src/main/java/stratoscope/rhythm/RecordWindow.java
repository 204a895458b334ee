package stratoscope.rhythm;

import java.util.Arrays;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * The last records of one connection, up to {@link #CAPACITY}: when, which way, how long. One thread. Holds 6 bytes a record in two arrays
 * and nothing else.
 */
final class RecordWindow {
  /** Enough to tell a rhythm: 20 minutes to 6 hours of a Monero miner, and at least two jobs where many rigs share a connection. */
  static final int CAPACITY = 256;
  /** Most connections end with fewer. */
  private static final int FIRST_CAPACITY = 16;
  private static final int RUN_MILLIS = 1000;
  private static final double RUN_SPREAD = 0.05;
  private static final int PONG_MILLIS = 5000;
  private static final int MASK_BYTES = 4;
  private static final int FROM_ORIGINATOR = 0x8000;
  private static final int LENGTH = 0x7FFF;

  /** Milliseconds since the first record of the connection, which last for 24 days and then begin anew. */
  private int[] millis = {};
  private char[] lengths = {};
  private int size;

  /** Adds a record. Of many alike that follow each other within a second, the first and the last are kept. */
  void add(int sinceStartMillis, boolean isFromOriginator, int length) {
    if (isLike(size - 1, isFromOriginator, length) && isLike(size - 2, isFromOriginator, length)
        && sinceStartMillis - millis[size - 2] <= RUN_MILLIS) {
      size--;
    }
    makeRoom(size + 1);
    millis[size] = sinceStartMillis;
    lengths[size] = (char) ((isFromOriginator ? FROM_ORIGINATOR : 0) | Math.min(length, LENGTH));
    size++;
  }

  private void makeRoom(int records) {
    if (records > millis.length) {
      int capacity = Math.min(CAPACITY, Math.max(FIRST_CAPACITY, Integer.highestOneBit(records - 1) << 1));
      millis = Arrays.copyOf(millis, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
  }

  private boolean isLike(int index, boolean isFromOriginator, int length) {
    return index >= 0 && isFromOriginator(index) == isFromOriginator && Lengths.isNear(length, length(index), RUN_SPREAD);
  }

  /** Adds to the last record's length, as it goes on. */
  void grow(int length) {
    int last = size - 1;
    lengths[last] = (char) ((lengths[last] & FROM_ORIGINATOR) | Math.min((lengths[last] & LENGTH) + length, LENGTH));
  }

  /** Drops each side's alert at the end, which in TLS 1.3 looks like data: the last records, if shorter than so many bytes. */
  void dropFarewells(int bytes) {
    for (int dropped = 0; dropped < 2 && size > 0 && length(size - 1) < bytes; dropped++) {
      size--;
    }
  }

  /**
   * The same without pings of WebSocket and what answers them at once, which says the same again: a client's are longer by their mask
   * (RFC 6455 section 5.5). Others so short are left.
   *
   * @param bytes which no ping reaches
   */
  RecordWindow withoutPings(int bytes) {
    boolean[] isPing = new boolean[size];
    RecordWindow others = new RecordWindow();
    for (int i = 0; i < size; i++) {
      int pong = isPing[i] || length(i) >= bytes ? 0 : pongTo(i, isPing);
      if (pong > 0) {
        isPing[i] = true;
        isPing[pong] = true;
      }
      if (!isPing[i]) {
        others.makeRoom(others.size + 1);
        others.millis[others.size] = millis[i];
        others.lengths[others.size++] = lengths[i];
      }
    }
    return others;
  }

  /** 0 if there is none. */
  private int pongTo(int ping, boolean[] isTaken) {
    for (int i = ping + 1; i < size && millis[i] - millis[ping] <= PONG_MILLIS; i++) {
      int surplus = isFromOriginator(i) ? MASK_BYTES : -MASK_BYTES;
      if (!isTaken[i] && isFromOriginator(i) != isFromOriginator(ping) && length(i) - length(ping) == surplus) {
        return i;
      }
    }
    return 0;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  void clear() {
    size = 0;
  }

  int millis(int index) {
    return millis[index];
  }

  boolean isFromOriginator(int index) {
    return (lengths[index] & FROM_ORIGINATOR) != 0;
  }

  int length(int index) {
    return lengths[index] & LENGTH;
  }

  /** From the first record to the last. */
  double seconds() {
    return size == 0 ? 0 : (millis[size - 1] - millis[0]) / 1000.0;
  }

  /** Writes each record as the time since the one before, and its length and way. */
  void save(StateWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.number((long) millis[i] - (i == 0 ? 0 : millis[i - 1])).number(lengths[i]);
    }
  }

  void restore(StateReader in) throws StateException {
    int records = in.number(0, CAPACITY);
    makeRoom(records);
    long before = 0;
    for (int i = 0; i < records; i++) {
      before += in.number();
      millis[i] = (int) before;
      lengths[i] = (char) in.number(0, Character.MAX_VALUE);
    }
    size = records;
  }
}
