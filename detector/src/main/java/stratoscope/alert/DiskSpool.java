package stratoscope.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in files of a folder of their own, one behind the other, named by their order; what another run left there comes first. Safe for
 * threads; other processes are kept off by a lock. Before each body stand {@code W} (it waits) or {@code D} (done), its length and its
 * CRC-32, four bytes each, so that half of one, which a full disk, {@code kill -9} or a loss of power leaves, is known for what it is.
 * Files are not forced to the disk: a loss of power may take the last seconds. A file goes once nothing in it waits, so that the folder may
 * have one file more than its bound. To make a file for each body costs far more.
 */
final class DiskSpool implements Spool {
  private static final String SUFFIX = ".alerts";
  private static final Pattern NAME = Pattern.compile("[0-9]{19}\\.alerts");
  /** Of a file: large enough to be made seldom, and small beside the bound of a spool. */
  private static final long FILE_BYTES = 1 << 18;
  private static final int HEAD_BYTES = 9;
  private static final byte WAITS = 'W';
  private static final byte DONE = 'D';

  /** A file, and how many in it wait. */
  private static final class Part {
    private final Path file;
    private long bytes;
    private int waiting;

    Part(Path file) {
      this.file = file;
    }
  }

  /** Where a body is. */
  private record Kept(long number, Part part, long position, int length, int crc) {}

  private final Path folder;
  private final long maxBytes;
  private final Deque<Kept> waiting = new ArrayDeque<>();
  private final FileChannel lock;
  private long bytes;
  private long nextNumber;
  private long nextFile;
  /** The file that is written to, and its channel; null if the next body begins another. */
  private @Nullable Part last;
  private @Nullable FileChannel out;

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
      nextFile = Long.parseLong(String.valueOf(file.getFileName()).replace(SUFFIX, "")) + 1;
      Part part = new Part(file);
      read(part, ByteBuffer.wrap(Files.readAllBytes(file)));
      if (part.waiting == 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Takes up what waits in a file, as far as it is whole. */
  private void read(Part part, ByteBuffer from) {
    while (from.remaining() >= HEAD_BYTES) {
      int position = from.position();
      byte state = from.get();
      int length = from.getInt();
      int crc = from.getInt();
      if ((state != WAITS && state != DONE) || length < 0 || length > from.remaining()) {
        return;
      }
      ByteBuffer body = from.slice(from.position(), length);
      from.position(from.position() + length);
      if (state == WAITS && crc(body) == crc) {
        keep(new Kept(nextNumber++, part, position, length, crc));
      }
    }
  }

  private static int crc(ByteBuffer body) {
    CRC32 sum = new CRC32();
    sum.update(body.duplicate());
    return (int) sum.getValue();
  }

  private void keep(Kept kept) {
    waiting.addLast(kept);
    kept.part.waiting++;
    bytes += HEAD_BYTES + kept.length;
  }

  @Override
  public synchronized int add(byte[] body) throws IOException {
    Part part = last;
    if (part == null || part.bytes >= FILE_BYTES) {
      part = begin();
    }
    int crc = crc(ByteBuffer.wrap(body));
    append(part, ByteBuffer.allocate(HEAD_BYTES + body.length).put(WAITS).putInt(body.length).putInt(crc).put(body).flip());
    keep(new Kept(nextNumber++, part, part.bytes, body.length, crc));
    part.bytes += HEAD_BYTES + body.length;
    int dropped = 0;
    while (bytes > maxBytes && !waiting.isEmpty()) {
      done(waiting.removeFirst());
      dropped++;
    }
    return dropped;
  }

  /** Begins another file. */
  private Part begin() throws IOException {
    end();
    Part part = new Part(folder.resolve(String.format(Locale.ROOT, "%019d%s", nextFile++, SUFFIX)));
    out = FileChannel.open(part.file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    last = part;
    return part;
  }

  /** Ends the file that is written to. */
  private void end() throws IOException {
    Part part = last;
    FileChannel written = out;
    last = null;
    out = null;
    if (written != null) {
      written.close();
    }
    if (part != null && part.waiting == 0) {
      Files.deleteIfExists(part.file);
    }
  }

  /** Writes it whole; after half of it the file is not written to any more. */
  private void append(Part part, ByteBuffer entry) throws IOException {
    FileChannel to = out;
    try {
      for (long at = part.bytes; to != null && entry.hasRemaining();) {
        at += to.write(entry, at);
      }
    } catch (IOException e) {
      end();
      throw e;
    }
  }

  /** The eldest; those that can't be understood, or whose file somebody tidied up, are passed over. */
  @Override
  @SuppressWarnings("ReferenceEquality") // the very file that is written to
  public synchronized List<Entry> first(int most) {
    List<Entry> found = new ArrayList<>();
    for (Iterator<Kept> each = waiting.iterator(); found.size() < most && each.hasNext();) {
      Kept kept = each.next();
      ByteBuffer body = ByteBuffer.allocate(kept.length);
      try (FileChannel in = FileChannel.open(kept.part.file, StandardOpenOption.READ)) {
        while (body.hasRemaining() && in.read(body, kept.position + HEAD_BYTES + body.position()) >= 0) {
          // goes on
        }
      } catch (NoSuchFileException e) {
        last = kept.part == last ? null : last; // what follows goes to another
      } catch (IOException e) {
        return found; // the disk may come back
      }
      if (crc(body.flip()) == kept.crc) {
        found.add(new Entry(kept.number, body.array()));
      } else {
        each.remove();
        done(kept);
      }
    }
    return found;
  }

  @Override
  public synchronized void remove(Entry entry) {
    for (Iterator<Kept> each = waiting.iterator(); each.hasNext();) {
      Kept kept = each.next();
      if (kept.number >= entry.number()) {
        if (kept.number == entry.number()) {
          each.remove();
          done(kept);
        }
        return;
      }
    }
  }

  /** Marks it, or takes its file away. */
  @SuppressWarnings("ReferenceEquality") // the very file that is written to stays
  private void done(Kept kept) {
    bytes -= HEAD_BYTES + kept.length;
    kept.part.waiting--;
    try {
      if (kept.part.waiting == 0 && kept.part != last) {
        Files.deleteIfExists(kept.part.file);
      } else {
        try (FileChannel mark = FileChannel.open(kept.part.file, StandardOpenOption.WRITE)) {
          mark.write(ByteBuffer.wrap(new byte[] {DONE}), kept.position);
        }
      }
    } catch (IOException e) {
      // a folder that turned read-only: it is sent again after a restart
    }
  }

  @Override
  public synchronized int size() {
    return waiting.size();
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public synchronized void close() {
    try {
      end();
      lock.close();
    } catch (IOException e) {
      // the lock goes with the process
    }
  }
}
