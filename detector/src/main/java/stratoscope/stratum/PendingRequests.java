package stratoscope.stratum;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/**
 * Requests of both sides that wait for their answer. One thread. Forgets the oldest when full. Ids may repeat (xmr-stak gives every
 * share the id 1): answers come in the order of the requests, so the oldest of an id is the one answered.
 */
final class PendingRequests<T> {
  /** Ids are small numbers or short words; a request with a longer one is not remembered. */
  private static final int MAX_ID_CHARS = 64;

  private record Entry<T>(String id, T request) {}

  private final int maxPerSide;
  private final Deque<Entry<T>> fromOriginator = new ArrayDeque<>(4);
  private final Deque<Entry<T>> fromResponder = new ArrayDeque<>(4);

  PendingRequests(int maxPerSide) {
    this.maxPerSide = maxPerSide;
  }

  /** Keeps a request; one without an id expects no answer. */
  void put(Direction asker, @Nullable String id, T request) {
    if (id != null && id.length() <= MAX_ID_CHARS) {
      Deque<Entry<T>> waiting = of(asker);
      if (waiting.size() >= maxPerSide) {
        waiting.removeFirst();
      }
      waiting.addLast(new Entry<>(id, request));
    }
  }

  /** The newest request of that side under an id turns out to be this one. */
  void replaceNewest(Direction asker, String id, T request) {
    for (Iterator<Entry<T>> entries = of(asker).descendingIterator(); entries.hasNext();) {
      if (entries.next().id.equals(id)) {
        entries.remove();
        break;
      }
    }
    put(asker, id, request);
  }

  /** Forgets the requests of that side under an id. */
  void removeAll(Direction asker, String id) {
    of(asker).removeIf(entry -> entry.id.equals(id));
  }

  /** The request of that side which waits longest, no longer kept, for carriers that answer in order; null if none waits. */
  @Nullable T takeOldest(Direction asker) {
    Entry<T> oldest = of(asker).pollFirst();
    return oldest == null ? null : oldest.request;
  }

  /** Forgets the requests of that side: which answer belongs to which is no longer known. */
  void clear(Direction asker) {
    of(asker).clear();
  }

  /** The request of that side under an id, no longer kept; null if none waits. */
  @Nullable T take(Direction asker, @Nullable String id) {
    for (Iterator<Entry<T>> entries = of(asker).iterator(); entries.hasNext();) {
      Entry<T> entry = entries.next();
      if (entry.id.equals(id)) {
        entries.remove();
        return entry.request;
      }
    }
    return null;
  }

  private Deque<Entry<T>> of(Direction side) {
    return side == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }
}
