package stratoscope.record.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.record.store.AccessStore.Link;

/**
 * Whether anything in a store was changed or lost.
 *
 * @param records that are there and sound
 * @param pruned records that were taken away for their age or for want of room, as the store says
 * @param anchored records that the anchors vouch for, those that were taken away included
 * @param problem which record is changed or missing, for people; null if none is
 */
public record StoreCheck(long records, long pruned, long anchored, @Nullable String problem) {

  /**
   * Goes through the whole chain, up to the first problem.
   *
   * @param anchors from a place that nobody could change; empty for none
   * @throws StoreException if the store can't be read
   */
  public static StoreCheck of(AccessStore store, List<Anchors.Anchor> anchors) throws StoreException {
    Link head = store.freeze(); // a sensor may append, and take old ones away
    Walk walk = new Walk(store.pruned(), anchors);
    store.read(new RecordFilter(), false, walk);
    if (head.number() < walk.last) {
      walk.complain("the end of the chain was changed: the store had " + head.number() + " records, and has " + walk.last);
    } else if (walk.last < head.number() || (walk.last == head.number() && !walk.chain.hash().equals(head.hash()))) {
      walk.complain("the last records are missing: the store had " + head.number() + ", and ends with " + walk.last);
    }
    if (!store.isAsMade()) {
      walk.complain("its columns or its view were changed: they no longer show what the records say");
    }
    long wrong = store.wronglyListed();
    if (wrong > 0) {
      walk.complain("record " + wrong + " is in the table of hosts' last records, and should not be, or the other way round");
    }
    long anchored = anchors.stream().mapToLong(anchor -> anchor.link().number()).max().orElse(0);
    if (anchored > walk.last) {
      walk.complain("the last records are missing: an anchor vouches for " + anchored + ", and the store ends with " + walk.last);
    }
    return new StoreCheck(walk.last - walk.first, walk.first, anchored, walk.problem);
  }

  /** The chain from its beginning; one thread. */
  private static final class Walk implements AccessStore.Reader<RuntimeException> {
    private final Map<Long, String> expected = new HashMap<>();
    private final HashChain chain;
    private final long first;
    private long last;
    private @Nullable String problem;

    Walk(Link start, List<Anchors.Anchor> anchors) {
      anchors.forEach(anchor -> expected.put(anchor.link().number(), anchor.link().hash()));
      chain = new HashChain(start.hash());
      first = start.number();
      last = first;
      compare(start.number(), start.hash());
    }

    @Override
    public void onRecord(long number, String line, String hash) {
      if (problem == null && number != last + 1) {
        complain("record " + (last + 1) + " is missing: the next one is " + number);
      }
      if (problem == null) {
        last = number;
        if (!chain.next(number, line).equals(hash)) {
          complain("record " + number + " was changed, or the one before it: its hash does not follow");
        }
        compare(number, hash);
      }
    }

    private void compare(long number, String hash) {
      String vouched = expected.get(number);
      if (vouched != null && !vouched.equals(hash)) {
        complain("record " + number + " is not the one that its anchor vouches for: the chain was made anew");
      }
    }

    void complain(String what) {
      problem = problem == null ? what : problem;
    }
  }
}
