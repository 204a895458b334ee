package stratoscope.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code records}: shows its help, and leaves work to its subcommands. */
@Command(
    name = "records",
    versionProvider = Main.Version.class,
    description = "Lists, exports and verifies the access records that 'watch --store' keeps.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope records list --store access.db --from 2026-11-01 --min-verdict probable",
      "  stratoscope records export --store access.db --ip 10.1.1.10 > case.json",
      "  stratoscope records verify --store access.db --anchors /safe/place/access.db.anchors"
    },
    subcommands = {RecordsListCommand.class, RecordsExportCommand.class, RecordsVerifyCommand.class})
final class RecordsCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
