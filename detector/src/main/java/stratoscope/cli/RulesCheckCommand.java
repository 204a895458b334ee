package stratoscope.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleCheck;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Rule;
import stratoscope.report.PrintableText;

/** The command {@code rules check}: says all that is wrong with a folder of rules. */
@Command(
    name = "check",
    versionProvider = Main.Version.class,
    description = "Checks rule files and prints all that is wrong with them, each with file and line.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no errors; there may be warnings", "2:errors, or wrong usage"},
    footerHeading = "%nExample:%n",
    footer = "  stratoscope rules check --rules my-rules/")
final class RulesCheckCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rules", paramLabel = "DIR", description = "Check the rules in this folder and not the built-in ones.")
  private @Nullable Path rules;

  @Override
  public Integer call() {
    RuleCheck check = RuleFiles.check(rules, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    PrintWriter err = spec.commandLine().getErr();
    print(check.errors(), err);
    print(check.warnings(), err);
    Knowledge knowledge = check.knowledge();
    if (knowledge == null) {
      return Main.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(summary(knowledge) + ": no errors" + (check.warnings().isEmpty() ? "" : ", " + count(check.warnings().size(), "warning")));
    out.flush();
    return 0;
  }

  /** File and line come first, as editors expect it of a checker. */
  private static void print(List<String> lines, PrintWriter err) {
    lines.forEach(line -> err.println(PrintableText.of(line)));
  }

  private static String summary(Knowledge knowledge) {
    List<String> dialects = knowledge.rules().all().stream().filter(Rule::isOfDialect).map(Rule::dialect).toList();
    return String.join(", ",
        count(dialects.size(), "dialect rule"),
        count(dialects.stream().distinct().count(), "dialect"),
        count(knowledge.agents().all().size(), "agent"),
        count(knowledge.coins().size(), "coin"),
        count(knowledge.coinbaseTags().pools(), "pool"),
        count(knowledge.pools().size(), "listed host"));
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
