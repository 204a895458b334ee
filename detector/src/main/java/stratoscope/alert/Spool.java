package stratoscope.alert;

import java.io.IOException;
import java.util.List;

/**
 * Bodies that wait for delivery, the eldest first. Bounded in bytes: if there are too many the eldest are dropped. Safe for threads.
 */
interface Spool extends AutoCloseable {
  /**
   * Adds one at the end.
   *
   * @return how many were dropped for it
   * @throws IOException if it can't be kept
   */
  int add(byte[] body) throws IOException;

  /** The eldest, the eldest first, so many at most; none if there are none, or they can't be read now. */
  List<Entry> first(int most);

  /** Takes one out, unless it was dropped meanwhile. */
  void remove(Entry entry);

  int size();

  /** Whether what is left is still there when the program is started again. */
  boolean isKept();

  @Override
  void close();

  /** One body. Entries are told apart by their numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(long number, byte[] body) {}
}
