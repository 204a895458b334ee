package stratoscope.alert;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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
  public synchronized @Nullable Entry first() {
    return entries.peekFirst();
  }

  @Override
  public synchronized void remove(Entry entry) {
    Entry first = entries.peekFirst();
    if (first != null && first.number() == entry.number()) {
      entries.removeFirst();
      bytes -= first.body().length;
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
