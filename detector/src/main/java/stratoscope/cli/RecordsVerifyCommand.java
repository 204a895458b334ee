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
import stratoscope.record.store.StoreCheck;
import stratoscope.record.store.StoreException;

/** The command {@code records verify}: says whether any access record was changed or lost. */
@Command(
    name = "verify",
    versionProvider = Main.Version.class,
    description = "Says whether any access record was changed or lost, by the hashes that chain them.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all records are there and unchanged", "1:some are changed or missing", "2:wrong usage, or the store can't be read"})
final class RecordsVerifyCommand implements Callable<Integer> {
  private static final int BROKEN = 1;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The store; a sensor may be writing it.")
  private Path store = Path.of("");

  @Option(names = "--anchors", paramLabel = "FILE",
      description = "Daily hashes, from a place where nobody could change them; those beside the store if not given.")
  private @Nullable Path anchors;

  @Override
  public Integer call() {
    Path beside = Anchors.fileOf(store);
    Path used = anchors != null ? anchors : Files.exists(beside) ? beside : null;
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
    String problem = check.problem();
    if (problem != null) {
      Main.complain(spec.commandLine().getErr(), store + ": " + problem);
      return BROKEN;
    }
    spec.commandLine().getOut().println(String.format(Locale.ROOT, "%,d records, unchanged and complete%s; %s", check.records(),
        check.pruned() == 0 ? "" : String.format(Locale.ROOT, " (%,d before them were taken away for their age or for want of room)",
            check.pruned()),
        vouched.isEmpty() ? "no anchors: who could write the store could have made it anew"
            : String.format(Locale.ROOT, "%,d anchors vouch for the first %,d", vouched.size(), check.anchored())));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
