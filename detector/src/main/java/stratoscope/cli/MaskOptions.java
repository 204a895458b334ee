package stratoscope.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.capture.CaptureException;
import stratoscope.record.IdentityMask;
import stratoscope.record.MadeBy;
import stratoscope.record.MaskedRecords;
import stratoscope.record.RecordSink;

/** The options that keep wallets, e-mails and accounts out of what is written. */
final class MaskOptions {
  @Option(names = "--mask-identities", description = {
      "Put marks in the place of wallets, users, workers, e-mails, accounts and subscribers, wherever they are written.",
      "The same one has the same mark throughout a run; of several runs only with the same --mask-key."})
  private boolean isAsked;

  @Option(names = "--mask-key", paramLabel = "FILE",
      description = "Mask with the key in this file, which is made if there is none; keep it to yourself.")
  private @Nullable Path key;
  private @Nullable IdentityMask mask;

  /** What masks, the same throughout the run; null if nothing is to be masked. */
  @Nullable IdentityMask open() throws CommandException {
    try {
      if (mask == null && (key != null || isAsked)) {
        mask = key != null ? IdentityMask.ofFile(key) : IdentityMask.ofRandomKey();
      }
      return mask;
    } catch (IOException e) {
      throw new CommandException(e instanceof FileSystemException
          ? key + ": the key can't be read: " + CaptureException.reason(e) : String.valueOf(e.getMessage()));
    }
  }

  /**
   * Complains of a key that is there and is none, but makes none; and of packets that would be kept beside masks.
   *
   * @param isEvidenceKept whether {@code --evidence} is given
   */
  void check(boolean isEvidenceKept) throws CommandException {
    if (isEvidenceKept && (isAsked || key != null)) {
      throw new CommandException("--evidence and --mask-identities exclude each other: packets hold the identities");
    }
    if (key != null && Files.exists(key)) {
      open();
    } else {
      WritePlace.checkFile("--mask-key", key);
    }
  }

  /** In front of what takes records, if they are to be masked. */
  RecordSink before(RecordSink sink) throws CommandException {
    IdentityMask opened = open();
    return opened == null ? sink : new MaskedRecords(opened, sink);
  }

  /** What records rest on, masked if they are to be. */
  MadeBy masked(MadeBy by) throws CommandException {
    IdentityMask opened = open();
    return opened == null ? by : by.masked(opened);
  }
}
