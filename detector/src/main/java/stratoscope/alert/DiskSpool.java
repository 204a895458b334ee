package stratoscope.alert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in a folder of their own, one file each, named by their order; what another run left there comes first. Safe for threads; other
 * processes are kept off by a lock. A file gets its name once it is whole, so {@code kill -9} leaves no half of one; files are not forced
 * to the disk, so a loss of power may take the last seconds. Each counts as whole blocks of 4 kB, as disks count.
 */
final class DiskSpool implements Spool {
  private static final String SUFFIX = ".alert";
  private static final Pattern NAME = Pattern.compile("[0-9]{19}\\.alert");
  private static final String PART = "part.tmp";
  private static final long BLOCK_BYTES = 4096;

  /** A file. */
  private record Kept(long number, long blockBytes) {}

  private final Path folder;
  private final long maxBytes;
  private final Deque<Kept> files = new ArrayDeque<>();
  private final FileChannel lock;
  private long bytes;
  private long next;

  /**
   * Opens a folder, which is made if there is none.
   *
   * @throws IOException if it can't be used, or is used by another process
   */
  DiskSpool(Path folder, long maxBytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.maxBytes = maxBytes;
    lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isLocked(lock)) {
        throw new IOException("another process uses it");
      }
      list();
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void list() throws IOException {
    List<Path> left;
    try (Stream<Path> all = Files.list(folder)) {
      left = all.filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches()).sorted().toList();
    }
    for (Path file : left) {
      long number = Long.parseLong(file.getFileName().toString().substring(0, 19));
      keep(number, Files.size(file));
    }
  }

  private void keep(long number, long length) {
    Kept kept = new Kept(number, (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
    files.addLast(kept);
    bytes += kept.blockBytes;
    next = number + 1;
  }

  private Path file(long number) {
    return folder.resolve(String.format(Locale.ROOT, "%019d%s", number, SUFFIX));
  }

  @Override
  public synchronized int add(byte[] body) throws IOException {
    Path part = folder.resolve(PART);
    Files.write(part, body);
    Files.move(part, file(next), StandardCopyOption.ATOMIC_MOVE);
    keep(next, body.length);
    int dropped = 0;
    while (bytes > maxBytes && !files.isEmpty()) {
      removeFirst();
      dropped++;
    }
    return dropped;
  }

  /** The eldest that can be read; files that can't or are empty, which a loss of power leaves, are passed over. */
  @Override
  public synchronized @Nullable Entry first() {
    while (!files.isEmpty()) {
      long number = files.getFirst().number;
      try {
        byte[] body = Files.readAllBytes(file(number));
        if (body.length > 0) {
          return new Entry(number, body);
        }
      } catch (NoSuchFileException e) {
        // somebody tidied up
      } catch (IOException e) {
        return null; // the disk may come back
      }
      removeFirst();
    }
    return null;
  }

  @Override
  public synchronized void remove(Entry entry) {
    if (!files.isEmpty() && files.getFirst().number == entry.number()) {
      removeFirst();
    }
  }

  private void removeFirst() {
    Kept kept = files.removeFirst();
    bytes -= kept.blockBytes;
    try {
      Files.deleteIfExists(file(kept.number));
    } catch (IOException e) {
      // a folder that turned read-only: it is sent again after a restart
    }
  }

  @Override
  public synchronized int size() {
    return files.size();
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public synchronized void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // the lock goes with the process
    }
  }
}
