package stratoscope.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;
import stratoscope.cli.ScanCommand.Format;
import stratoscope.record.CsvRecords;
import stratoscope.record.EvidenceFiles;
import stratoscope.record.JsonRecords;
import stratoscope.record.MadeBy;
import stratoscope.record.RecordSink;
import stratoscope.record.WholeRecordStream;
import stratoscope.report.TableReport;

/** Where a scan's records go and in which form, as the options say. Immutable. */
final class ScanOutput {
  private final StandardOutput standard;
  private final @Nullable Path file;
  private final boolean isScreen;
  private final Format format;

  /** @param file null for standard output */
  ScanOutput(StandardOutput standard, @Nullable Format format, @Nullable Path file) {
    this.standard = standard;
    this.file = file;
    isScreen = file == null && Terminal.isStdout();
    this.format = format != null ? format : isScreen ? Format.TABLE : Format.JSON;
  }

  /** Whether a progress line would come out alone: records that come one by one would mix with it on a screen. */
  boolean isProgressAllowed() {
    return Terminal.isStderr() && !(isScreen && format != Format.TABLE);
  }

  /**
   * Opens it all.
   *
   * @param inputs are never written over
   * @param evidence folder for the packets that prove the findings
   * @param madeBy what the records rest on, asked for at their end
   * @throws CommandException when the user asks for something that can't be
   */
  RecordSink open(InputFiles inputs, @Nullable Path evidence, boolean isColourWanted, Supplier<MadeBy> madeBy)
      throws IOException, CommandException {
    if (evidence != null) {
      makeFolder(evidence);
    }
    OutputStream out = file == null ? new BufferedOutputStream(standard) : stream(file, inputs);
    RecordSink sink = switch (format) {
      case TABLE -> new TableReport(out, isScreen && isColourWanted && System.getenv("NO_COLOR") == null);
      case JSON -> new JsonRecords(out, madeBy);
      case CSV -> new CsvRecords(out);
    };
    return evidence == null ? sink : new EvidenceFiles(evidence, Main.version(), inputs::contains, sink);
  }

  private static OutputStream stream(Path file, InputFiles inputs) throws IOException, CommandException {
    Path folder = file.toAbsolutePath().getParent();
    inputs.check(file);
    if (Files.isDirectory(file)) {
      throw new CommandException(file + ": is a folder; -w needs a file");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CommandException(file + ": there is no folder " + folder + "; make it first");
    }
    try {
      return new WholeRecordStream(file);
    } catch (IOException e) {
      throw CaptureException.of(file.toString(), e);
    }
  }

  static void makeFolder(Path folder) throws CommandException, CaptureException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(folder + ": is a file; --evidence needs a folder");
    } catch (IOException e) {
      throw CaptureException.of(folder + ": the folder for --evidence can't be made", e);
    }
    if (!Files.isWritable(folder)) {
      throw new CommandException(folder + ": no permission to write to the folder for --evidence");
    }
  }
}
