package stratoscope.state;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;

/**
 * The file that holds the state: records packed with gzip, whose check sum covers them all. It is written beside the old one, forced to the
 * disk, and put into its place, so that there is always one whole file; only its owner may read it, since it names who mines. One thread.
 */
public final class StateFile implements Closeable {
  private static final String MAGIC = "stratoscope state";
  private static final int VERSION = 8;
  /** Of the records unpacked: 131,072 sessions of 2 kB, and as much for names, hosts and alerts. */
  static final long MAX_BYTES = 512L << 20;
  /** The end of the year 9999. */
  private static final long MAX_MICROS = 253_402_300_799_999_999L;
  /** Of no rules. */
  private static final Thresholds ANY = new Thresholds(1, 2, 3, 0);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path fresh;
  private final FileChannel channel;
  private final GZIPOutputStream packed;
  private long bytes;
  private long left;

  /**
   * Begins a new file.
   *
   * @param micros time of day, since 1970
   * @throws IOException if it can't be made
   */
  StateFile(Path file, long micros) throws IOException {
    this.file = file;
    fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    channel = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file));
    packed = new Packed(Channels.newOutputStream(channel));
    StateWriter head = new StateWriter();
    head.begin(StateKind.HEAD).text(MAGIC).number(VERSION).number(micros).end();
    append(head.take());
  }

  /** Packs fast: the disk is slower than either. */
  private static final class Packed extends GZIPOutputStream {
    Packed(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(1);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
        : new FileAttribute<?>[0];
  }

  /** Adds whole records; those that find the file full are left out and counted. */
  void append(byte[] records) throws IOException {
    if (bytes + records.length > MAX_BYTES) {
      left++;
      return;
    }
    bytes += records.length;
    packed.write(records);
  }

  /** Pieces that found it full. */
  long left() {
    return left;
  }

  /** Puts the file into the place of the old one. */
  void commit() throws IOException {
    packed.finish();
    channel.force(true);
    packed.close();
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /** So that the new name survives a loss of power; where folders can't be opened, the system sees to it. */
  private void forceFolder() {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel opened = FileChannel.open(folder == null ? file : folder)) {
      opened.force(true);
    } catch (IOException e) {
      // the file is in its place all the same
    }
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(fresh);
  }

  /** Takes the records of a file, one by one. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one; a {@link StateException} says that this one can't be used. */
    void onRecord(StateReader record) throws StateException;
  }

  /**
   * What a file held.
   *
   * @param records that could be used
   * @param unusable records that could not
   * @param micros when it was written, since 1970
   */
  public record Contents(long records, long unusable, long micros) {}

  /**
   * Looks whether a file is whole, so that nothing is taken from one that is not.
   *
   * @throws StateException if it is damaged, or none of ours
   * @throws IOException if it can't be read
   */
  public static Contents look(Path file) throws IOException {
    return read(file, new RuleSet(List.of(), ANY), record -> { });
  }

  /**
   * Reads a file that was looked at.
   *
   * @param rules by which signs are read
   * @throws StateException if it is damaged, or none of ours
   * @throws IOException if it can't be read
   */
  public static Contents read(Path file, RuleSet rules, Sink sink) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new StateException("is no file");
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES), BUFFER_BYTES))) {
      long micros = head(in, rules);
      long records = 0;
      long unusable = 0;
      long leftBytes = MAX_BYTES;
      for (int code = in.read(); code >= 0; code = in.read()) {
        byte[] record = record(in);
        leftBytes -= StateWriter.HEAD_BYTES + record.length;
        if (leftBytes < 0) {
          throw new StateException("is larger than a state can be");
        }
        if (isUsed(StateKind.of(code), record, rules, sink)) {
          records++;
        } else {
          unusable++;
        }
      }
      return new Contents(records, unusable, micros);
    } catch (EOFException e) {
      throw new StateException("ends too early");
    } catch (ZipException e) {
      throw new StateException("is damaged, or no state of a sensor");
    }
  }

  private static byte[] record(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > StateWriter.MAX_RECORD_BYTES) {
      throw new StateException("is no state of a sensor");
    }
    byte[] record = new byte[length];
    in.readFully(record);
    return record;
  }

  /** Says when the file was written. */
  private static long head(DataInputStream in, RuleSet rules) throws IOException {
    StateKind kind = StateKind.of(in.readUnsignedByte());
    if (kind != StateKind.HEAD) {
      throw new StateException("is no state of a sensor");
    }
    StateReader head = new StateReader(kind, record(in), rules);
    if (!MAGIC.equals(head.text())) {
      throw new StateException("is no state of a sensor");
    }
    long version = head.number();
    if (version != VERSION) {
      throw new StateException("is a state of version " + version + ", and this program reads version " + VERSION);
    }
    long micros = head.number();
    if (micros < 0 || micros > MAX_MICROS) {
      throw new StateException("says an impossible time");
    }
    return micros;
  }

  private static boolean isUsed(@Nullable StateKind kind, byte[] record, RuleSet rules, Sink sink) {
    if (kind == null) {
      return false;
    }
    try {
      sink.onRecord(new StateReader(kind, record, rules));
      return true;
    } catch (StateException e) {
      return false; // counted by the caller
    }
  }
}
