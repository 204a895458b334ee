package stratoscope.state;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One detector's end of a {@link StateKeeper}: writes what the detector knows, slice by slice between packets, so that none has to wait for
 * long. Belongs to the detector's thread. A pass takes one group of pieces after the other: those there are when the group's turn comes,
 * each as it is when its own turn comes. To list a group is a step by itself.
 */
public final class StatePart {
  /** Written in one go: a millisecond or two. */
  private static final int SLICE_BYTES = 1 << 18;
  /** Between two slices, in packet time. */
  private static final long REST_MICROS = 20_000;

  private final StateKeeper keeper;
  private final StateWriter writer = new StateWriter();
  private List<Supplier<Iterator<Stateful>>> groups = List.of();
  private int begun;
  private Iterator<Stateful> pieces = Collections.emptyIterator();
  /** Behind those of the group. */
  private final Deque<Stateful> added = new ArrayDeque<>();
  private int pass;
  private boolean isWorking;
  /** Found the queue full. */
  private StateKeeper.@Nullable Slice waiting;
  private long lastMicros;

  StatePart(StateKeeper keeper) {
    this.keeper = keeper;
  }

  /** Sets what is saved: groups of pieces, in this order; before the start. What is listed must not change with what it lists. */
  public void take(List<Supplier<Iterator<Stateful>>> all) {
    groups = all;
  }

  /** True while a pass is due or at work; cheap. */
  public boolean isDue() {
    return isWorking || pass != keeper.pass();
  }

  /** The pass at work; 0 if there is none. */
  public int pass() {
    return isWorking ? pass : 0;
  }

  /** Groups that the pass has begun. */
  public int begun() {
    return begun;
  }

  /** Works on it for a moment. */
  public void onTime(long nowMicros) {
    if (pass != keeper.pass()) {
      begin(keeper.pass());
    } else if (nowMicros - lastMicros >= REST_MICROS || nowMicros < lastMicros) {
      lastMicros = nowMicros;
      StateKeeper.Slice slice = slice();
      waiting = keeper.offer(slice) ? null : slice;
      isWorking = waiting != null || !slice.isLast();
    }
  }

  /**
   * Writes all there is at once: the detector ends. Waits for the disk for a while.
   *
   * @return the pass
   */
  public int finish() {
    begin(keeper.last());
    while (isWorking) {
      StateKeeper.Slice slice = slice();
      isWorking = keeper.put(slice) && !slice.isLast();
    }
    return pass;
  }

  /** Adds a piece to the pass at work. */
  public void add(Stateful piece) {
    added.add(piece);
  }

  private void begin(int newPass) {
    writer.take();
    waiting = null;
    begun = 0;
    pieces = Collections.emptyIterator();
    added.clear();
    pass = newPass;
    isWorking = true;
  }

  private StateKeeper.Slice slice() {
    if (waiting != null) {
      return waiting;
    }
    if (begun < groups.size() && !pieces.hasNext() && added.isEmpty()) {
      pieces = groups.get(begun++).get();
    } else {
      while ((pieces.hasNext() || !added.isEmpty()) && writer.size() < SLICE_BYTES) {
        (pieces.hasNext() ? pieces.next() : added.remove()).save(writer);
      }
    }
    boolean isLast = begun == groups.size() && !pieces.hasNext() && added.isEmpty();
    return new StateKeeper.Slice(pass, writer.take(), isLast, writer.takeLeft());
  }
}
