package stratoscope.capture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many captures as one run: one after another, each opened when the one before has ended, or merged in the order of time. One thread reads;
 * any thread may ask for the progress. A capture that can't be opened or read on is reported to {@link CaptureProblems} and left; the
 * others are read.
 */
public final class CaptureSequence implements CaptureInput {
  private final List<CaptureFile> files;
  private final CaptureProblems problems;
  private final BlockPool pool = new BlockPool(BlockPlan.SEQUENTIAL);
  private final long totalBytes;
  private int opened;
  private String name = "";
  private final AtomicLong bytesDone = new AtomicLong();
  private volatile @Nullable CaptureReader current;

  private CaptureSequence(List<CaptureFile> files, CaptureProblems problems) {
    this.files = List.copyOf(files);
    this.problems = problems;
    this.totalBytes = totalBytesOf(files);
  }

  /** One after another, in the order given. */
  public static CaptureSequence inOrder(List<CaptureFile> files, CaptureProblems problems) {
    return new CaptureSequence(files, problems);
  }

  /** Merged by time stamp; captures that aren't in order themselves stay as they are. */
  public static CaptureMerge byTime(List<CaptureFile> files, CaptureProblems problems) {
    return new CaptureMerge(files, problems);
  }

  /** Sum of the sizes; -1 when one of them has no end in sight. */
  static long totalBytesOf(List<CaptureFile> files) {
    return files.stream().anyMatch(CaptureFile::isStream) ? -1 : files.stream().mapToLong(CaptureFile::sizeBytes).sum();
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    for (CaptureReader reader = reader(); reader != null; reader = reader()) {
      try {
        if (reader.next(packet)) {
          return true;
        }
      } catch (CaptureException e) {
        skip(reader.name(), e);
      }
      leave(reader);
    }
    return false;
  }

  private @Nullable CaptureReader reader() throws CaptureException {
    while (current == null && opened < files.size()) {
      CaptureFile file = files.get(opened++);
      try {
        current = CaptureReader.open(file, problems, pool);
        name = file.name();
      } catch (CaptureException e) {
        skip(file.name(), e);
      }
    }
    return current;
  }

  private void skip(String file, CaptureException e) throws CaptureException {
    if (Thread.currentThread().isInterrupted()) {
      throw e; // the reading is to end; the file isn't to blame
    }
    problems.addUnreadable(file, String.valueOf(e.getMessage()));
  }

  private void leave(CaptureReader reader) throws IOException {
    reader.close();
    bytesDone.addAndGet(reader.bytesRead());
    current = null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long bytesRead() {
    CaptureReader reader = current;
    return bytesDone.get() + (reader == null ? 0 : reader.bytesRead());
  }

  @Override
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public void close() throws IOException {
    opened = files.size();
    CaptureReader reader = current;
    if (reader != null) {
      leave(reader);
    }
  }
}
