package stratoscope.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Standard output, which remembers why it failed: a full disk behind a redirection must be told, a closed pipe ({@code | head}) must
 * not. {@code PrintStream} swallows both. One thread.
 */
final class StandardOutput extends OutputStream {
  /** What Linux and macOS call EPIPE. */
  private static final String CLOSED_PIPE = "Broken pipe";

  /** What {@code --write} names: null for standard output, which users write {@code -}. */
  static final class OrFile implements ITypeConverter<Path> {
    @Override
    public @Nullable Path convert(String name) {
      Path file = Path.of(name);
      return file.equals(InputFiles.DASH) ? null : file;
    }
  }

  private final OutputStream stream;
  private @Nullable IOException failure;

  StandardOutput(OutputStream stream) {
    this.stream = stream;
  }

  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** The first failure; null if all went well. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Whether the reader of a pipe went away. */
  boolean isClosedPipe() {
    IOException first = failure;
    return first != null && CLOSED_PIPE.equals(first.getMessage());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  /**
   * A buffer in front of it, or of a file that is written anew.
   *
   * @param file null for standard output
   * @throws CommandException if the file can't be written
   */
  OutputStream orFile(@Nullable Path file) throws CommandException {
    try {
      return new BufferedOutputStream(file == null ? this : Files.newOutputStream(file));
    } catch (IOException e) {
      throw new CommandException(file + ": can't be written: " + e.getMessage());
    }
  }
}
