package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.config.AllowFile;
import stratoscope.config.FolderHash;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.config.ShippedRules;
import stratoscope.names.AllowEntry;
import stratoscope.names.AllowList;
import stratoscope.record.AllowCount;
import stratoscope.record.MadeBy;
import stratoscope.record.Timestamps;

/** The options that say which rules count. One thread sets them; any may read. */
final class RuleOptions {
  @Option(names = "--rules", paramLabel = "DIR", description = "Use the rules in this folder and not the built-in ones.")
  private @Nullable Path folder;

  @Option(names = "--allow", paramLabel = "FILE",
      description = "Mining that is allowed, as rules/allow.yaml tells it, besides what the rules allow; may be given several times.")
  private List<Path> allow = List.of();

  /** What the files were like when they were last read. */
  private volatile String loaded = "";
  private volatile boolean isRefused;
  private volatile AllowList allowed = AllowList.EMPTY;
  private final Set<AllowEntry> saidToBeOver = new HashSet<>();

  /**
   * Reads them.
   *
   * @throws RuleFileException with file, line and reason, if one can't be used
   */
  Knowledge load() throws RuleFileException {
    loaded = state();
    boolean isRead = false;
    try {
      Knowledge knowledge = folder == null ? ShippedRules.take() : RuleFiles.load(folder);
      for (Path file : allow) {
        knowledge = knowledge.withAllowed(AllowFile.load(file));
      }
      allowed = knowledge.allow();
      isRead = true;
      return knowledge;
    } finally {
      isRefused = !isRead;
    }
  }

  /** True if they could not be used when they were last read. */
  boolean isRefused() {
    return isRefused;
  }

  /** Begins to read the rules within the program, if no others are asked for. */
  void prepare() {
    if (folder == null) {
      ShippedRules.prepare();
    }
  }

  /** The folder; null for the rules within the program. */
  @Nullable Path folder() {
    return folder;
  }

  /**
   * What they are in one number.
   *
   * @throws IOException if they can't be read
   */
  String hash() throws IOException {
    return folder == null ? ShippedRules.hash() : FolderHash.of(folder);
  }

  /** What records rest on, as it was but for the rules. */
  MadeBy in(MadeBy by) throws IOException {
    return new MadeBy(by.program(), by.rules(), hash(), by.inventory(), by.inventoryHash(), by.inventoryRows(), by.inventoryProblems());
  }

  /** What the files were like when they were last read, whether or not they could be used. */
  String loaded() {
    return loaded;
  }

  /** What the files are like: it differs once one of them was changed, added or removed. Empty if there are none. */
  String state() {
    return FileState.of(folder == null ? allow : Stream.concat(allow.stream(), Stream.of(folder)).toList());
  }

  /** Says which entries of the allow list would have silenced something, had they not expired. */
  static void printExpired(List<AllowCount> counts, PrintWriter err) {
    for (AllowCount count : counts) {
      AllowEntry entry = count.entry();
      if (count.missed() > 0) {
        Main.complain(err, expired(entry) + "no longer allows " + count.missed() + (count.missed() == 1 ? " finding (" : " findings (")
            + entry.reason() + ")");
      }
    }
  }

  /** Says of each entry of the allow list, once, that it has expired. One thread. */
  void sayExpired(long nowMicros, Consumer<String> log) {
    for (AllowEntry entry : allowed.entries()) {
      if (entry.isOver(nowMicros) && saidToBeOver.add(entry)) {
        log.accept(expired(entry) + "allows nothing any more (" + entry.reason() + ")");
      }
    }
  }

  private static String expired(AllowEntry entry) {
    return entry.where() + ": expired on " + Timestamps.day(entry.expiresMicros()) + ": ";
  }
}
