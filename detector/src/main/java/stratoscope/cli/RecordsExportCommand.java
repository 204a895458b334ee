package stratoscope.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import stratoscope.record.store.StoreException;

/** The command {@code records export}: writes access records as the JSON lines that they were told as. */
@Command(
    name = "export",
    versionProvider = Main.Version.class,
    description = "Writes access records as JSON lines, as they were told; of each session and host the last.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:wrong usage, or the store can't be read"})
final class RecordsExportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Mixin
  private RecordOptions records = new RecordOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      records.read(null, (number, line, hash) -> out.println(line));
      out.flush();
      return 0;
    } catch (StoreException | CommandException e) {
      out.flush();
      Main.complain(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
      return Main.FAILED;
    }
  }
}
