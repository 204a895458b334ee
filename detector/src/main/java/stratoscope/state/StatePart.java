package stratoscope.state;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One detector's end of a {@link StateKeeper}: writes what the detector knows, slice by slice between packets, so that none has to wait for
 * long. Belongs to the detector's thread. A pass takes one group of pieces after the other: those there are when the group's turn comes,
 * each as it is when its own turn comes.
 */
public final class StatePart {
  /** Written in one go: a millisecond or two. */
  private static final int SLICE_BYTES = 1 << 18;
  /** Between two slices, in packet time. */
  private static final long REST_MICROS = 20_000;

  private final StateKeeper keeper;
  private final StateWriter writer = new StateWriter();
  private List<Supplier<List<Stateful>>> groups = List.of();
  private Iterator<Supplier<List<Stateful>>> nextGroup = groups.iterator();
  private List<Stateful> pieces = new ArrayList<>();
  private int next;
  private int pass;
  private boolean isWorking;
  /** Found the queue full. */
  private StateKeeper.@Nullable Slice waiting;
  private long lastMicros;

  StatePart(StateKeeper keeper) {
    this.keeper = keeper;
  }

  /** Sets what is saved: groups of pieces, in this order; before the start. A list that is given is the part's from then on. */
  public void take(List<Supplier<List<Stateful>>> all) {
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
    pieces.add(piece);
  }

  private void begin(int newPass) {
    writer.take();
    waiting = null;
    nextGroup = groups.iterator();
    pieces = new ArrayList<>();
    next = 0;
    pass = newPass;
    isWorking = true;
  }

  private StateKeeper.Slice slice() {
    if (waiting != null) {
      return waiting;
    }
    if (next == pieces.size() && nextGroup.hasNext()) {
      pieces = nextGroup.next().get();
      next = 0;
    }
    while (next < pieces.size() && writer.size() < SLICE_BYTES) {
      pieces.get(next++).save(writer);
    }
    return new StateKeeper.Slice(pass, writer.take(), next == pieces.size() && !nextGroup.hasNext(), writer.takeLeft());
  }
}
