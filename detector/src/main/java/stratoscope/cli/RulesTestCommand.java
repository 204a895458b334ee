package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.ProblemKind;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Verdict;

/** The command {@code rules test}: tries rules on captures and says which sessions show them. */
@Command(
    name = "test",
    versionProvider = Main.Version.class,
    description = "Tries a rule, or all rules of a dialect, on captures and prints which sessions show it, even those of no verdict.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    parameterListHeading = "%nWhat to try:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:at least one session shows it",
      "1:none does",
      "2:no such rule, something that can't be read, or wrong usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope rules test kawpow-submit trace.pcap",
      "  stratoscope rules test kawpow captures/",
      "  stratoscope rules test my-coin.yaml trace.pcap"
    })
final class RulesTestCommand implements Callable<Integer> {
  private static final int NOT_SHOWN = 1;
  private static final String EXTENSION = ".yaml";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RULE", description = {
      "The id of a rule, the id of a dialect for all its rules, or a dialect's rule file (ID.yaml),",
      "which is used besides the others, or in the place of the one of that name."})
  private String rule = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE|DIR|-", description = "Captures to try it on.")
  private List<String> captures = List.of();

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table on a terminal and json elsewhere if not given.")
  private @Nullable ListFormat format;

  @Option(names = "--rules", paramLabel = "DIR", description = "Use the rules in this folder and not the built-in ones.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignal signal = new StopSignal()) {
      return test(signal, err);
    } catch (CommandException | RuleFileException | IOException e) {
      Main.complain(err, String.valueOf(e.getMessage()));
      return Main.FAILED;
    }
  }

  private int test(StopSignal signal, PrintWriter err) throws IOException, RuleFileException, CommandException {
    CaptureFiles found = CaptureComplaints.open(captures, err);
    Path file = rule.endsWith(EXTENSION) ? dialectFile() : null;
    Knowledge knowledge = folder == null && file == null ? ShippedRules.take() : RuleFiles.load(folder, file);
    ShownRules shown = new ShownRules(file == null ? named(knowledge, rule) : named(knowledge, idOf(file)));
    CaptureProblems problems = new CaptureProblems();
    try (CaptureInput input = CaptureSequence.inOrder(found.files(), problems); PacketSource source = signal.guard(input)) {
      Progress progress = Terminal.isStderr() ? new Progress(err, input::bytesRead, input.totalBytes()) : null;
      try {
        new Detector(options(), knowledge, shown).run(source);
      } finally {
        if (progress != null) {
          progress.stop();
        }
      }
    }
    ShownRules.LISTING.print(shown.kept(), ListFormat.or(format), spec.commandLine().getOut());
    complain(shown, err);
    CaptureComplaints.print(problems, false, err);
    return problems.countOf(ProblemKind.UNREADABLE) + found.unreadable() > 0 ? Main.FAILED : shown.kept().isEmpty() ? NOT_SHOWN : 0;
  }

  /** Everything that shows any sign counts here, be it too little for a verdict. */
  private static DetectorOptions options() {
    DetectorOptions d = DetectorOptions.defaults();
    return new DetectorOptions(d.packet(), d.flow(), d.stratum(), d.host(), 0, Verdict.NONE);
  }

  private Path dialectFile() throws CommandException {
    Path file = Path.of(rule);
    if (!Files.exists(file)) {
      throw new CommandException(rule + ": no such file");
    }
    return file;
  }

  private static String idOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - EXTENSION.length());
  }

  /** The rule of that id, or the rules of the dialect of that id. */
  private static Set<String> named(Knowledge knowledge, String id) throws CommandException {
    Set<String> ids = knowledge.rules().all().stream()
        .filter(rule -> rule.id().equals(id) || rule.dialect().equals(id)).map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    if (ids.isEmpty()) {
      throw new CommandException("no rule, dialect or file is called '" + id + "': 'stratoscope rules list' shows the rules");
    }
    return ids;
  }

  private void complain(ShownRules shown, PrintWriter err) {
    if (shown.kept().isEmpty()) {
      Main.complain(err, "no session shows " + rule);
    } else if (!shown.missing().isEmpty()) {
      Main.complain(err, "not shown: " + String.join(", ", shown.missing()));
    }
    if (shown.unkept() > 0) {
      Main.complain(err, shown.unkept() + " more are only counted");
    }
  }
}
