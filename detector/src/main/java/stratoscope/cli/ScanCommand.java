package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.BpfFilter;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.ProblemKind;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Inventory;
import stratoscope.record.MadeBy;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.record.VerdictFilter;

/** The command {@code scan}: reads captures and says which addresses mine, and how it knows. */
@Command(
    name = "scan",
    versionProvider = Main.Version.class,
    description = "Reads captures and reports which addresses mine, and how it knows.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    parameterListHeading = "%nWhat to read:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, whether or not something was found",
      "1:done and something was found (only with --exit-code)",
      "2:wrong usage, or something can't be read or written",
      "130, 143:stopped by Ctrl-C or kill; what was found until then is reported"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope scan trace.pcap",
      "  stratoscope scan -f csv --min-verdict confirmed captures/ > miners.csv",
      "  stratoscope scan -F 'net 10' -w found.json --evidence proof/ *.pcapng",
      "  tcpdump -i eth0 -w - tcp | stratoscope scan -f json -"
    })
final class ScanCommand implements Callable<Integer> {
  private static final int FOUND = 1;
  /** Copies of packets kept for --evidence, in bytes over all open sessions. */
  static final long PROOF_BYTES = 64L << 20;

  /** What --format takes. */
  enum Format {
    TABLE, JSON, CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What --min-verdict takes. */
  enum Weakest {
    SUSPECTED, PROBABLE, CONFIRMED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @ParentCommand
  private @Nullable Main main;

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = {
      "Captures of tcpdump, Wireshark and the like: pcap or pcapng, plain, gzip or zstd.",
      "A folder means all captures below it; - is standard input."})
  private List<String> captures = List.of();

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table on a terminal and json elsewhere if not given.")
  private @Nullable Format format;

  @Option(names = {"-w", "--write"}, paramLabel = "FILE", converter = StandardOutput.OrFile.class,
      description = "Write the records to this file, replacing it, and not to standard output; - is standard output.")
  private @Nullable Path file;

  @Option(names = {"-F", "--filter"}, paramLabel = "BPF",
      description = "Look only at packets that match this filter, as for tcpdump ('tcp port 3333'); needs libpcap.")
  private @Nullable String filter;

  @Option(names = "--min-verdict", paramLabel = "VERDICT",
      description = "Report only findings as sure as this or surer: ${COMPLETION-CANDIDATES}.")
  private Weakest weakest = Weakest.SUSPECTED;

  @Option(names = "--evidence", paramLabel = "DIR",
      description = "For each finding, write the packets that prove it to a pcapng file in this folder, which is made; packets hold"
          + " identities, so it can't be had together with --mask-identities.")
  private @Nullable Path evidence;

  @Mixin
  private MaskOptions mask = new MaskOptions();

  @Mixin
  private RuleOptions rules = new RuleOptions();

  @Mixin
  private InventoryOptions inventory = new InventoryOptions();

  @Option(names = "--show-allowed", description = "Report what an allow list silences, too, marked as allowed; it does not count as found.")
  private boolean isAllowedShown;

  @Option(names = "--time-order",
      description = "Merge the captures by time, as mergecap does, and don't read them one after another.")
  private boolean isByTime;

  @Option(names = "--exit-code", description = "Exit with 1 when something was found.")
  private boolean isExitCode;

  @Option(names = "--no-color", description = "No colours in the table; the variable NO_COLOR does the same.")
  private boolean isColourless;

  @Option(names = {"-q", "--quiet"}, description = "No progress line and no warnings about damaged captures.")
  private boolean isQuiet;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignal signal = new StopSignal()) {
      return scan(signal, err);
    } catch (CommandException | CaptureException | RuleFileException e) {
      Main.complain(err, String.valueOf(e.getMessage()));
    } catch (FileSystemException e) {
      Main.complain(err, String.valueOf(CaptureException.of(e.getFile(), e).getMessage()));
    } catch (IOException e) {
      if (output().failure() == null) {
        Main.complain(err, file + ": can't be written: " + e.getMessage());
      }
    }
    return Main.FAILED;
  }

  private StandardOutput output() {
    return Objects.requireNonNull(main).output();
  }

  private int scan(StopSignal signal, PrintWriter err) throws IOException, RuleFileException, CommandException {
    mask.check(evidence != null);
    CaptureFiles found = CaptureComplaints.open(captures, err);
    Knowledge knowledge = rules.load();
    Inventory owners = inventory.load(isQuiet, err);
    CaptureProblems problems = new CaptureProblems();
    ScanOutput output = new ScanOutput(output(), format, file);
    AtomicReference<MadeBy> madeBy = new AtomicReference<>(mask.masked(inventory.madeBy(rules)));
    long startNanos = System.nanoTime();
    VerdictFilter records;
    Stats stats;
    try (CaptureInput input = isByTime ? CaptureSequence.byTime(found.files(), problems) : CaptureSequence.inOrder(found.files(), problems);
        PacketSource source = signal.guard(filter == null ? input : new BpfFilter(input, filter));
        RecordSink sink = output.open(InputFiles.of(found.files()).add(inventory.path()), evidence, !isColourless, madeBy::get)) {
      records = new VerdictFilter(Verdict.valueOf(weakest.name()), isAllowedShown, mask.before(sink));
      Detector detector = new Detector(options(), knowledge, owners, records);
      Progress progress = isQuiet || !output.isProgressAllowed() ? null : new Progress(err, input::bytesRead, input.totalBytes());
      FileWatch watch = found.hasStdin()
          ? new FileWatch(rules, readAgain -> {
            detector.use(readAgain);
            change(madeBy, rules::in);
          }, inventory, readAgain -> {
            detector.use(readAgain);
            change(madeBy, inventory::in);
          }, () -> {}, isQuiet, err) : null;
      try {
        detector.run(source);
      } finally {
        if (watch != null) {
          watch.close();
        }
        if (progress != null) {
          progress.stop();
        }
      }
      stats = detector.stats(countsOf(problems), (System.nanoTime() - startNanos) / 1e9);
      records.onStats(stats);
    }
    if (signal.isStopped() && !isQuiet) {
      Main.complain(err, "stopped: this is what was found until then");
    }
    if (!isQuiet) {
      RuleOptions.printExpired(stats.allowed(), err);
    }
    CaptureComplaints.print(problems, isQuiet, err);
    if (problems.countOf(ProblemKind.UNREADABLE) + found.unreadable() > 0) {
      return Main.FAILED;
    }
    return isExitCode && records.findings() > 0 ? FOUND : 0;
  }

  /** Says anew what a part of what records rest on is. */
  private interface Change {
    MadeBy in(MadeBy before) throws IOException;
  }

  private static void change(AtomicReference<MadeBy> madeBy, Change change) {
    try {
      madeBy.set(change.in(Objects.requireNonNull(madeBy.get())));
    } catch (IOException e) {
      // a file is gone since it was read: they are read again, and that is told
    }
  }

  private DetectorOptions options() {
    DetectorOptions d = DetectorOptions.defaults();
    return new DetectorOptions(d.packet(), d.flow(), d.stratum(), d.host(), evidence == null ? 0 : PROOF_BYTES, d.weakest());
  }

  private static Map<String, Long> countsOf(CaptureProblems problems) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ProblemKind kind : ProblemKind.values()) {
      if (problems.countOf(kind) > 0) {
        counts.put(kind.label(), problems.countOf(kind));
      }
    }
    return counts;
  }
}
