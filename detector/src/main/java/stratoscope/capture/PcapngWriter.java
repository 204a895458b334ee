package stratoscope.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A small pcapng file that is being written, as evidence. For one thread. The file appears under its name when {@link #close} has
 * succeeded, whole, and not at all when anything fails: until then it has a temporary name in the same folder. An existing file of that
 * name is replaced.
 */
public final class PcapngWriter implements Closeable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final PcapngOutput output;
  private boolean finished;

  /**
   * Opens the temporary file and writes the section header.
   *
   * @param application name and version of the program, for the section's header
   * @param comment on the whole file
   */
  public PcapngWriter(Path target, String application, @Nullable String comment) throws IOException {
    this.target = target;
    this.temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure(e);
    }
    output = new PcapngOutput(channel);
    guarded(() -> output.start(application, comment));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Leaves no half file behind when a step fails. */
  private void guarded(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      discard();
      throw failure(e);
    }
  }

  private CaptureException failure(IOException cause) {
    return CaptureException.of(String.valueOf(target), cause);
  }

  /** Adds a packet with an optional comment. */
  public void write(RawPacket packet, @Nullable String comment) throws IOException {
    if (finished) {
      throw new CaptureException(target + ": is closed");
    }
    guarded(() -> output.write(packet, comment));
  }

  /** Gives the file its name. Does nothing after a failure or a second time. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      guarded(this::publish);
    }
  }

  private void publish() throws IOException {
    output.flush();
    channel.close();
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    finished = true;
  }

  /** Gives the file up: nothing of it remains. */
  public void discard() throws IOException {
    if (!finished) {
      finished = true;
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }
}
