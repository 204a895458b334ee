package stratoscope.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.BpfFilter;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblem;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.ProblemKind;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.record.CsvRecords;
import stratoscope.record.EvidenceFiles;
import stratoscope.record.JsonRecords;
import stratoscope.record.RecordSink;
import stratoscope.record.VerdictFilter;
import stratoscope.record.WholeRecordStream;
import stratoscope.report.TableReport;

/** The command {@code scan}: reads captures and says which addresses mine, and how it knows. */
@Command(
    name = "scan",
    description = "Reads captures and reports which addresses mine, and how it knows.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done and something was found (only with --exit-code)",
      "2:wrong usage, or something can't be read or written"
    })
final class ScanCommand implements Callable<Integer> {
  private static final int FOUND = 1;
  private static final int FAILED = 2;
  /** Copies of packets kept for --evidence, in bytes over all open sessions. */
  private static final long PROOF_BYTES = 64L << 20;

  enum Format { TABLE, JSON, CSV }

  /** What --min-verdict takes. */
  enum Weakest { SUSPECTED, PROBABLE, CONFIRMED }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-",
      description = "Captures: pcap or pcapng, plain or in gzip or zstd; folders are searched; - is standard input.")
  private List<String> captures = List.of();

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: table on a terminal, else json.")
  private @Nullable Format format;

  @Option(names = {"-w", "--write"}, paramLabel = "FILE", description = "Writes the records to a file instead of standard output.")
  private @Nullable Path file;

  @Option(names = {"-F", "--filter"}, paramLabel = "BPF", description = "Looks only at packets that match a tcpdump filter; needs libpcap.")
  private @Nullable String filter;

  @Option(names = "--rules", paramLabel = "DIR", description = "Rules to use instead of the built-in ones.")
  private @Nullable Path rules;

  @Option(names = "--min-verdict", paramLabel = "VERDICT", description = "Reports only this or stronger: ${COMPLETION-CANDIDATES}.")
  private Weakest weakest = Weakest.SUSPECTED;

  @Option(names = "--evidence", paramLabel = "DIR", description = "Writes a small pcapng per finding with the packets that prove it.")
  private @Nullable Path evidence;

  @Option(names = "--time-order", description = "Merges the captures by time stamp instead of reading one after another.")
  private boolean isByTime;

  @Option(names = "--exit-code", description = "Exits with 1 when something was found.")
  private boolean isExitCode;

  @Option(names = "--no-color", description = "No colours; the variable NO_COLOR does the same.")
  private boolean isColourless;

  @Option(names = {"-q", "--quiet"}, description = "No progress and no warnings.")
  private boolean isQuiet;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return scan(err);
    } catch (CaptureException | RuleFileException e) {
      err.println("stratoscope: " + e.getMessage());
    } catch (IOException e) {
      err.println("stratoscope: " + (file == null ? "standard output" : file) + ": can't be written: " + e.getMessage());
    }
    return FAILED;
  }

  private int scan(PrintWriter err) throws IOException, RuleFileException {
    List<CaptureFile> files = CaptureFiles.of(captures).files();
    Knowledge knowledge = RuleFiles.load(rules);
    CaptureProblems problems = new CaptureProblems();
    long startNanos = System.nanoTime();
    VerdictFilter records;
    try (RecordSink sink = sink();
        CaptureInput input = isByTime ? CaptureSequence.byTime(files, problems) : CaptureSequence.inOrder(files, problems);
        PacketSource source = filter == null ? input : new BpfFilter(input, filter)) {
      records = new VerdictFilter(Verdict.valueOf(weakest.name()), sink);
      Detector detector = new Detector(options(), knowledge, records);
      Progress progress = isQuiet || !Terminal.isStderr() ? null : new Progress(err, () -> input.bytesRead(), input.totalBytes());
      try {
        detector.run(source);
      } finally {
        if (progress != null) {
          progress.stop();
        }
      }
      records.onStats(detector.stats(countsOf(problems), (System.nanoTime() - startNanos) / 1e9));
    }
    warn(problems, err);
    if (problems.countOf(ProblemKind.UNREADABLE) > 0) {
      return FAILED;
    }
    return isExitCode && records.findings() > 0 ? FOUND : 0;
  }

  private RecordSink sink() throws IOException {
    boolean isScreen = file == null && Terminal.isStdout();
    OutputStream out = file == null ? new BufferedOutputStream(Terminal.stdout()) : new WholeRecordStream(file);
    Format chosen = format != null ? format : isScreen ? Format.TABLE : Format.JSON;
    RecordSink sink = switch (chosen) {
      case TABLE -> new TableReport(out, isScreen && !isColourless && System.getenv("NO_COLOR") == null);
      case JSON -> new JsonRecords(out);
      case CSV -> new CsvRecords(out);
    };
    return evidence == null ? sink : new EvidenceFiles(evidence, Main.version(), sink);
  }

  private DetectorOptions options() {
    DetectorOptions d = DetectorOptions.defaults();
    return new DetectorOptions(d.packet(), d.flow(), d.stratum(), d.host(), evidence == null ? 0 : PROOF_BYTES);
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

  private void warn(CaptureProblems problems, PrintWriter err) {
    if (isQuiet) {
      return;
    }
    for (CaptureProblem problem : problems.kept()) {
      err.println("stratoscope: " + problem);
    }
    long more = problems.count() - problems.kept().size();
    if (more > 0) {
      err.println("stratoscope: " + more + " more problems in the captures are only counted");
    }
  }
}
