package stratoscope.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * A folder of small captures that holds so many bytes at most: the oldest go first. It is written by a thread of its own, so that no disk
 * stops the packets; any thread may offer. A file gets its name once it is whole and on the disk, and is never changed. What does not fit
 * into the queue, or can't be written, is lost and counted; later ones are tried all the same. Other files in the folder are left alone.
 */
public final class EvidenceFolder implements Closeable {
  /** Some 70 kB each. */
  private static final int QUEUED = 256;
  /** Whose names are kept in mind: some 20 MB. */
  private static final int MAX_FILES = 100_000;
  /** As disks count. */
  private static final long BLOCK_BYTES = 4096;
  private static final long LOOK_MILLIS = 200;
  /** At the end, for a disk that does nothing, if there is so much time. */
  private static final long WAIT_MILLIS = 1500;
  private static final Pattern OURS = Pattern.compile("(confirmed|probable|suspected)-.+-[0-9a-f]+-[0-9a-f]{8}\\.pcapng");
  private static final Pattern PART = Pattern.compile("\\." + OURS + "\\.part");

  /** A file to write, and the one whose place it takes. */
  private record Job(String name, ByteBuffer content, @Nullable String before) {}

  private final Path folder;
  private final long maxBytes;
  private final LongSupplier leftMillis;
  private final Consumer<String> log;
  private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUED);
  /** By name, how much room they take, the oldest first; the writer's own. */
  private final Map<String, Long> files = new LinkedHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer = new Thread(this::run, "evidence");
  private volatile boolean isClosing;
  private volatile boolean isFailing;
  private volatile boolean isStuck;

  /**
   * Opens the folder, with what another run left there.
   *
   * @param leftMillis how long may be waited once no more packets are read; {@link Long#MAX_VALUE} before
   * @param log takes a line for the user when it can't be written, and when it can again
   * @throws IOException if it can't be listed
   */
  public EvidenceFolder(Path folder, long maxBytes, LongSupplier leftMillis, Consumer<String> log) throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.leftMillis = leftMillis;
    this.log = log;
    list();
    writer.setDaemon(true);
    writer.start();
  }

  private void list() throws IOException {
    Map<Path, FileTime> found = new LinkedHashMap<>();
    List<Path> names;
    try (Stream<Path> all = Files.list(folder)) {
      names = all.toList();
    }
    for (Path file : names) {
      String name = String.valueOf(file.getFileName());
      if (PART.matcher(name).matches()) {
        Files.deleteIfExists(file);
      } else if (OURS.matcher(name).matches()) {
        found.put(file, Files.getLastModifiedTime(file));
      }
    }
    List<Path> oldestFirst = new ArrayList<>(found.keySet());
    oldestFirst.sort(Comparator.comparing(found::get));
    for (Path file : oldestFirst) {
      remember(String.valueOf(file.getFileName()), Files.size(file));
    }
  }

  private void remember(String name, long size) {
    long blocks = (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    files.put(name, blocks);
    bytes.addAndGet(blocks);
  }

  /**
   * Takes a file; waits for nothing unless all is ending.
   *
   * @param before file that this one makes needless
   * @return false if it is lost, or may be
   */
  boolean offer(String name, byte[] content, @Nullable String before) {
    Job job = new Job(name, ByteBuffer.wrap(content), before);
    if (queue.offer(job) || (leftMillis.getAsLong() < Long.MAX_VALUE && offerLater(job))) {
      return !isFailing;
    }
    lost.incrementAndGet();
    return false;
  }

  private boolean offerLater(Job job) {
    try {
      boolean isTaken = !isStuck && queue.offer(job, Patience.millis(WAIT_MILLIS, leftMillis.getAsLong()), TimeUnit.MILLISECONDS);
      isStuck = !isTaken; // so that a disk that hangs is waited for once
      return isTaken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      while (!isClosing || !queue.isEmpty()) {
        Job job = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (job != null) {
          write(job);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing has waited long enough
    }
  }

  private void write(Job job) {
    try {
      int size = job.content().remaining();
      makeRoom(size);
      Path part = folder.resolve("." + job.name() + ".part");
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE)) {
        while (job.content().hasRemaining()) {
          out.write(job.content());
        }
        if (!isClosing) {
          out.force(true);
        }
      } catch (IOException e) {
        Files.deleteIfExists(part);
        throw e;
      }
      Files.move(part, folder.resolve(job.name()), StandardCopyOption.ATOMIC_MOVE);
      remember(job.name(), size);
      written.incrementAndGet();
      if (job.before() != null) {
        remove(job.before());
      }
      if (isFailing) {
        isFailing = false;
        log.accept(folder + ": can be written again; " + lost.get() + " evidence files were lost so far");
      }
    } catch (IOException e) {
      lost.incrementAndGet();
      if (!isFailing) {
        isFailing = true;
        log.accept(CaptureException.of(folder.toString(), e).getMessage() + "; evidence is lost until it can be written again");
      }
    }
  }

  private void makeRoom(long size) throws IOException {
    while (!files.isEmpty() && (bytes.get() + size > maxBytes || files.size() >= MAX_FILES)) {
      remove(files.keySet().iterator().next());
      removed.incrementAndGet();
    }
  }

  private void remove(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    Long blocks = files.remove(name);
    bytes.addAndGet(blocks == null ? 0 : -blocks);
  }

  /** Files written. */
  public long written() {
    return written.get();
  }

  /** Files removed for want of room. */
  public long removed() {
    return removed.get();
  }

  /** Files that found the queue full, or could not be written. */
  public long lost() {
    return lost.get();
  }

  /** Room that the files take. */
  public long bytes() {
    return bytes.get();
  }

  /** Waits until all is written, but not for a disk that hangs. */
  @Override
  public void close() {
    isClosing = true;
    try {
      if (!isStuck) {
        Patience.await(writer, queue::size, WAIT_MILLIS, leftMillis);
      }
      writer.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lost.addAndGet(queue.size());
  }
}
