package stratoscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.Anchors;
import stratoscope.record.store.EvidenceCheck;
import stratoscope.record.store.StoreCheck;
import stratoscope.record.store.StoreException;

/** The command {@code records verify}: says whether any access record was changed or lost. */
@Command(
    name = "verify",
    versionProvider = Main.Version.class,
    description = "Says whether any access record was changed or lost, by the hashes that chain them; or any evidence file was changed.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all records are there and unchanged",
      "1:some are changed or missing, or an evidence file was changed",
      "2:wrong usage, or the store can't be read"
    })
final class RecordsVerifyCommand implements Callable<Integer> {
  private static final int BROKEN = 1;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store; a sensor may be writing it.")
  private Path store = Path.of("");

  @Option(names = "--anchors", paramLabel = "FILE",
      description = "Daily hashes, from a place where nobody could change them; those beside the store if not given.")
  private @Nullable Path anchors;

  @Option(names = "--evidence", paramLabel = "DIR",
      description = "Compare the files in this folder, that of 'watch --evidence', with what the last record of each session says of them.")
  private @Nullable Path evidence;

  @Override
  public Integer call() {
    Path beside = Anchors.fileOf(store);
    Path used = anchors != null ? anchors : Files.exists(beside) ? beside : null;
    if (evidence != null && !Files.isDirectory(evidence)) {
      Main.complain(spec.commandLine().getErr(), "--evidence " + evidence + ": no such folder");
      return Main.FAILED;
    }
    try (AccessStore opened = AccessStore.openToRead(store)) {
      List<Anchors.Anchor> vouched = used == null ? List.of() : Anchors.read(used);
      return verify(opened, vouched);
    } catch (StoreException e) {
      Main.complain(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
      return Main.FAILED;
    }
  }

  private int verify(AccessStore opened, List<Anchors.Anchor> vouched) throws StoreException {
    StoreCheck check = StoreCheck.of(opened, vouched);
    EvidenceCheck proofs = evidence == null ? null : EvidenceCheck.of(opened, evidence);
    String problem = check.problem() != null || proofs == null ? check.problem() : proofs.problem();
    if (problem != null) {
      Main.complain(spec.commandLine().getErr(), store + ": " + problem);
      return BROKEN;
    }
    spec.commandLine().getOut().println(String.format(Locale.ROOT, "%,d records, unchanged and complete%s; %s%s", check.records(),
        check.pruned() == 0 ? "" : String.format(Locale.ROOT, " (%,d before them were taken away for their age or for want of room)",
            check.pruned()),
        vouched.isEmpty() ? "no anchors: who could write the store could have made it anew"
            : String.format(Locale.ROOT, "%,d anchors vouch for the first %,d", vouched.size(), check.anchored()),
        proofs == null ? "" : String.format(Locale.ROOT, "; %,d evidence files, unchanged, and %,d that are gone", proofs.unchanged(),
            proofs.gone())));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
