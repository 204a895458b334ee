package stratoscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.Rule;
import stratoscope.names.PoolEntry;

/** The command {@code rules list}: shows the rules and what they weigh. */
@Command(
    name = "list",
    versionProvider = Main.Version.class,
    description = "Lists the rules: what signs there are, what each weighs and means; or the names and addresses of pools.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:no such rule, rules that can't be read, or wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope rules list",
      "  stratoscope rules list -f json equihash submit | jq .meaning",
      "  stratoscope rules list --pools nanopool"
    })
final class RulesListCommand implements Callable<Integer> {
  private static final Listing<Rule> LISTING = new Listing<>(List.of(
      new Listing.Column<>("RULE", "id", 60, Rule::id),
      new Listing.Column<>("WEIGHT", "weight", 6, Rule::weight),
      new Listing.Column<>("AGREEMENT", "agreement", 9, Rule::isAgreement),
      new Listing.Column<>("SHARED", "shared", 6, Rule::isShared),
      new Listing.Column<>("DIALECT", "dialect", 30, Rule::dialect),
      new Listing.Column<>("MEANING: THE SESSION …", "meaning", 140, Rule::meaning)));

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "WORD", description = {
      "Only rules whose id holds one of these words; only hosts whose name or operator holds one,",
      "whose coin or kind is one, or below or in which such a host is."})
  private List<String> words = List.of();

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table on a terminal and json elsewhere if not given.")
  private @Nullable ListFormat format;

  @Option(names = "--pools", description = "List the names and addresses of pools and not the rules.")
  private boolean isOfPools;

  @Option(names = "--rules", paramLabel = "DIR", description = "List the rules in this folder and not the built-in ones.")
  private @Nullable Path folder;

  private Knowledge knowledge() throws RuleFileException {
    return folder == null ? ShippedRules.take() : RuleFiles.load(folder);
  }

  @Override
  public Integer call() {
    try {
      if (isOfPools) {
        return listPools(ListedPools.in(knowledge().pools(), words));
      }
      List<Rule> rules = knowledge().rules().all().stream()
          .filter(rule -> words.isEmpty() || words.stream().anyMatch(rule.id()::contains)).toList();
      if (!rules.isEmpty()) {
        LISTING.print(rules, ListFormat.or(format), spec.commandLine().getOut());
        return 0;
      }
      Main.complain(spec.commandLine().getErr(), "no rule's id holds '" + String.join("' or '", words)
          + "': 'stratoscope rules list' shows all");
    } catch (RuleFileException e) {
      Main.complain(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
    }
    return Main.FAILED;
  }

  private int listPools(List<PoolEntry> pools) {
    if (pools.isEmpty()) {
      Main.complain(spec.commandLine().getErr(), "no listed host is '" + String.join("' or '", words) + "'");
      return Main.FAILED;
    }
    ListedPools.LISTING.print(pools, ListFormat.or(format), spec.commandLine().getOut());
    return 0;
  }
}
