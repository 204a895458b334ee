package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import stratoscope.record.AppendedLines;
import stratoscope.record.Rotation;

/** The options that say when the file of {@code --write} is put aside for a new one, with tcpdump's letters. */
final class RotationOptions {
  private static final long FORCE_MILLIS = 1000;
  private static final long MEGABYTE = 1_000_000;
  private static final int MAX_MEGABYTES = 1_000_000;
  private static final int MAX_FILES = 10_000;

  @Option(names = {"-C", "--rotate-size"}, paramLabel = "MB",
      description = "Put the file of -w aside as FILE.1 before it has more millions of bytes than this; FILE.1 becomes FILE.2 and so on.")
  private int megabytes;

  @Option(names = {"-G", "--rotate-time"}, paramLabel = "TIME", converter = TimeSpan.Converter.class,
      description = "The same after a time, counted from midnight UTC: 1h is each full hour.")
  private TimeSpan period = new TimeSpan(0);

  @Option(names = {"-W", "--rotate-keep"}, paramLabel = "N", description = "Files put aside that are kept; ${DEFAULT-VALUE} if not given.",
      defaultValue = "10")
  private int files = 10;

  /** Complains of numbers that the options can't have. */
  void check() throws CommandException {
    Numbers.check("--rotate-size", megabytes, 0, MAX_MEGABYTES);
    Numbers.check("--rotate-keep", files, 1, MAX_FILES);
  }

  /**
   * Opens the file.
   *
   * @throws IOException if it can't be opened
   * @throws CommandException if the options make no sense
   */
  AppendedLines open(Path file, PrintWriter err) throws IOException, CommandException {
    check();
    Rotation rotation = new Rotation(megabytes * MEGABYTE, period.seconds(), files);
    AppendedLines lines =
        new AppendedLines(file, rotation, () -> System.currentTimeMillis() / 1000, line -> Main.complain(err, line));
    Thread force = new Thread(() -> force(lines), "force");
    force.setDaemon(true);
    force.start();
    return lines;
  }

  /** Once a second, so that a loss of power takes no more; not on the thread that writes, which would wait for the disk. */
  private static void force(AppendedLines lines) {
    try {
      while (!lines.isEnded()) {
        Thread.sleep(FORCE_MILLIS);
        lines.force();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
