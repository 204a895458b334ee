package stratoscope.capture;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many captures merged by time stamp; at equal times in the order given. One thread reads; any thread may ask for the progress. Looks at
 * the first packet of every capture before the first is delivered, and opens each only when its time has come, with small blocks and no
 * thread. Where more than {@link #MAX_OPEN} captures overlap in time, the later ones wait: their packets are out of order, which is
 * reported.
 */
public final class CaptureMerge implements CaptureInput {
  /** Default of open files per process is 1,024 on Linux; a block of 64 KiB each makes 16 MiB. */
  static final int MAX_OPEN = 256;

  /** A capture with its packet to be delivered next. */
  private static final class Head {
    final CaptureFile file;
    final int index;
    final RawPacket packet = new RawPacket();
    long timeMicros = Long.MAX_VALUE;
    long bytesCounted;
    @Nullable CaptureReader reader;

    Head(CaptureFile file, int index) {
      this.file = file;
      this.index = index;
    }

    long timeMicros() {
      return timeMicros;
    }

    int index() {
      return index;
    }
  }

  private static final Comparator<Head> BY_TIME = Comparator.comparingLong(Head::timeMicros).thenComparingInt(Head::index);
  private final CaptureProblems problems;
  private final BlockPool pool = new BlockPool(BlockPlan.MANY);
  private final PriorityQueue<Head> open = new PriorityQueue<>(BY_TIME);
  private final ArrayDeque<Head> pending;
  private final long totalBytes;
  private final int maxOpen;
  private final AtomicLong bytesDone = new AtomicLong();
  private @Nullable Head last;
  private boolean isOrderReported;

  CaptureMerge(List<CaptureFile> files, CaptureProblems problems) {
    this(files, problems, MAX_OPEN);
  }

  CaptureMerge(List<CaptureFile> files, CaptureProblems problems, int maxOpen) {
    this.problems = problems;
    this.maxOpen = maxOpen;
    this.totalBytes = CaptureSequence.totalBytesOf(files);
    List<Head> heads = new ArrayList<>();
    for (CaptureFile file : files) {
      Head head = new Head(file, heads.size());
      glance(head);
      heads.add(head);
    }
    heads.sort(BY_TIME);
    this.pending = new ArrayDeque<>(heads);
  }

  /** Notes the time of the first packet; a stream stays open, since it can't be read twice. */
  private void glance(Head head) {
    if (head.file.isStream()) {
      start(head);
      return;
    }
    BlockPool small = new BlockPool(BlockPlan.GLANCE);
    try (CaptureReader reader = CaptureReader.open(head.file, new CaptureProblems(0), small)) {
      if (reader.next(head.packet)) {
        head.timeMicros = head.packet.timestampMicros;
      }
    } catch (IOException e) {
      head.timeMicros = Long.MAX_VALUE; // its turn comes last, and says why
    }
  }

  /** Opens a capture and reads its first packet; leaves its reader null when there is none. */
  private void start(Head head) {
    try {
      head.reader = CaptureReader.open(head.file, problems, pool);
      advance(head);
    } catch (IOException e) {
      problems.addUnreadable(head.file.name(), String.valueOf(e.getMessage()));
    }
  }

  private void advance(Head head) throws IOException {
    CaptureReader reader = head.reader;
    if (reader == null) {
      return;
    }
    boolean isMore = false;
    try {
      isMore = reader.next(head.packet);
    } catch (CaptureException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // the reading is to end; the file isn't to blame
      }
      problems.addUnreadable(head.file.name(), String.valueOf(e.getMessage()));
    }
    count(head, reader.bytesRead());
    head.timeMicros = head.packet.timestampMicros;
    if (!isMore) {
      head.reader = null;
      reader.close();
    }
  }

  private void count(Head head, long bytes) {
    if (bytes != head.bytesCounted) {
      bytesDone.addAndGet(bytes - head.bytesCounted);
      head.bytesCounted = bytes;
    }
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    if (last != null) {
      advance(last);
      offer(last);
    }
    openDue();
    last = open.poll();
    if (last == null) {
      return false;
    }
    last.packet.copyTo(packet);
    return true;
  }

  private void offer(Head head) {
    if (head.reader != null) {
      open.add(head);
    }
  }

  /** Opens every capture whose first packet isn't later than all others. */
  private void openDue() {
    Head next = pending.peek();
    while (next != null && (open.isEmpty() || BY_TIME.compare(next, open.element()) < 0)) {
      if (open.size() >= maxOpen) {
        reportOrder(next);
        return;
      }
      pending.remove();
      if (next.reader == null) {
        start(next);
      }
      offer(next);
      next = pending.peek();
    }
  }

  private void reportOrder(Head late) {
    if (!isOrderReported) {
      isOrderReported = true;
      problems.add(late.file.name(), 1, 0, ProblemKind.ORDER, maxOpen, 0);
    }
  }

  @Override
  public String name() {
    return last == null ? "" : last.file.name();
  }

  @Override
  public long bytesRead() {
    return bytesDone.get();
  }

  @Override
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public void close() throws IOException {
    pending.forEach(this::offer);
    pending.clear();
    offerLast();
    for (Head head : open) {
      if (head.reader != null) {
        head.reader.close();
      }
    }
    open.clear();
  }

  private void offerLast() {
    if (last != null) {
      offer(last);
      last = null;
    }
  }
}
