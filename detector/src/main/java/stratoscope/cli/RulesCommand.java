package stratoscope.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code rules}: shows its help, and leaves work to its subcommands. */
@Command(
    name = "rules",
    versionProvider = Main.Version.class,
    description = "Shows the rules that findings rest on, checks rule files, tries rules on captures, and imports lists of pools.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope rules list kawpow",
      "  stratoscope rules check --rules my-rules/",
      "  stratoscope rules test my-coin.yaml trace.pcap",
      "  stratoscope rules import pools.txt --into my-rules/"
    },
    subcommands = {RulesCheckCommand.class, RulesListCommand.class, RulesTestCommand.class, RulesImportCommand.class})
final class RulesCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
