package stratoscope.alert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bodies in memory, which end with the program. Safe for threads. */
final class MemorySpool implements Spool {
  private final long maxBytes;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private long next;

  MemorySpool(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized int add(byte[] body) {
    entries.addLast(new Entry(next++, body));
    bytes += body.length;
    int dropped = 0;
    while (bytes > maxBytes && !entries.isEmpty()) {
      bytes -= entries.removeFirst().body().length;
      dropped++;
    }
    return dropped;
  }

  @Override
  public synchronized List<Entry> first(int most) {
    return entries.stream().limit(most).toList();
  }

  @Override
  public synchronized void remove(Entry entry) {
    if (entries.removeIf(kept -> kept.number() == entry.number())) {
      bytes -= entry.body().length;
    }
  }

  @Override
  public synchronized int size() {
    return entries.size();
  }

  @Override
  public boolean isKept() {
    return false;
  }

  @Override
  public void close() {}
}
