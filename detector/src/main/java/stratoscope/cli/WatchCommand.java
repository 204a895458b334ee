package stratoscope.cli;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import stratoscope.DetectorOptions;
import stratoscope.Workers;
import stratoscope.alert.Alerts;
import stratoscope.capture.BpfFilter;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.ProblemKind;
import stratoscope.capture.live.FlowSplit;
import stratoscope.capture.live.InterfaceCounts;
import stratoscope.capture.live.LiveOptions;
import stratoscope.capture.live.LiveWire;
import stratoscope.cli.ScanCommand.Weakest;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Inventory;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.AppendedLines;
import stratoscope.record.BothSinks;
import stratoscope.record.EvidenceFolder;
import stratoscope.record.JsonRecords;
import stratoscope.record.LiveEvidence;
import stratoscope.record.QueuedSink;
import stratoscope.record.RecordSink;
import stratoscope.record.SharedLines;
import stratoscope.record.Stats;
import stratoscope.record.VerdictFilter;
import stratoscope.state.StateKeeper;
import stratoscope.web.HttpServer;

/** The command {@code watch}: looks at live traffic until told to stop, and says which addresses mine as soon as it knows. */
@Command(
    name = "watch",
    versionProvider = Main.Version.class,
    description = "Watches live traffic until told to stop, and reports which addresses mine, as soon as it knows.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "2:wrong usage, or no permission to capture",
      "130, 143:stopped by Ctrl-C or kill; everything found is written by then"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope watch -i eth1",
      "  stratoscope watch -i eth1,eth2 -w /var/log/stratoscope/alerts.json --min-verdict probable",
      "  stratoscope watch --config /etc/stratoscope/stratoscope.yaml --check-config",
      "  curl http://127.0.0.1:9464/metrics",
      "",
      "Every option may stand in the file of --config (interface: eth1), too, or in a",
      "variable (STRATOSCOPE_INTERFACE=eth1), which overrules the file; the command line",
      "overrules both."
    })
final class WatchCommand implements Callable<Integer> {
  private static final int MAX_TOP_HOSTS = 1000;
  /** As the kernel allows them: IFNAMSIZ is 16, with the zero behind it; longer ones are of other systems. */
  private static final Pattern NAME = Pattern.compile(Platform.isLinux() ? "[^\\s/]{1,15}" : ".*\\S.*");
  private static final int MIN_SNAP_BYTES = 64;
  private static final int MAX_WORKERS = 64;
  /** Of each worker's ring. */
  private static final int MIN_RING_MIB = 2;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @ParentCommand
  private @Nullable Main main;

  @Option(names = {"-i", "--interface"}, required = true, split = ",", paramLabel = "IFACE",
      description = "Interface to watch; several as -i eth1,eth2 or -i eth1 -i eth2. One that is missing or down is waited for.")
  private List<String> interfaces = List.of();

  @Option(names = {"-F", "--filter"}, paramLabel = "BPF",
      description = "Look only at packets that match this filter, as for tcpdump ('tcp port 3333'); needs libpcap.")
  private @Nullable String filter;

  @Option(names = "--capture", paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}: the packet ring of Linux, or libpcap; auto is the ring where there is one.")
  private LiveOptions.Mode mode = LiveOptions.Mode.AUTO;

  @Option(names = {"-s", "--snaplen"}, paramLabel = "BYTES", description = "Bytes looked at of each packet; all if not given.")
  private int snapBytes = LiveOptions.MAX_SNAP_BYTES;

  @Option(names = {"-B", "--buffer"}, paramLabel = "MIB",
      description = "Memory for packets that wait, for each interface; ${DEFAULT-VALUE} if not given.",
      defaultValue = "" + LiveOptions.DEFAULT_BUFFER_MIB)
  private int bufferMib = LiveOptions.DEFAULT_BUFFER_MIB;

  @Option(names = "--workers", paramLabel = "N",
      description = "Threads that share the traffic, connection by connection; ${DEFAULT-VALUE} if not given. More than one need the ring.",
      defaultValue = "1")
  private int workers = 1;

  @Option(names = {"-p", "--no-promiscuous"}, description = "Leave the interface as it is, and see only its own packets.")
  private boolean isModest;

  @Option(names = "--immediate", description = "Take packets one by one: some 50 ms sooner, at more work for each.")
  private boolean isImmediate;

  @Option(names = {"-w", "--write"}, paramLabel = "FILE", converter = StandardOutput.OrFile.class,
      description = "Append the records to this file, which is opened anew at SIGHUP, and not to standard output; - is standard output."
          + " They are forced to the disk once a second.")
  private @Nullable Path file;

  @Option(names = "--min-verdict", paramLabel = "VERDICT",
      description = "Report only findings as sure as this or surer: ${COMPLETION-CANDIDATES}.")
  private Weakest weakest = Weakest.SUSPECTED;

  @Mixin
  private RotationOptions rotation = new RotationOptions();

  @Mixin
  private AlertOptions alerting = new AlertOptions();

  @Mixin
  private RuleOptions rules = new RuleOptions();

  @Mixin
  private StoreOptions store = new StoreOptions();

  @Mixin
  private EvidenceOptions evidence = new EvidenceOptions();

  @Mixin
  private StateOptions state = new StateOptions();

  @Mixin
  private InventoryOptions inventory = new InventoryOptions();

  @Mixin
  private MaskOptions mask = new MaskOptions();

  @Option(names = "--show-allowed", description = "Report what an allow list silences, too, marked as allowed.")
  private boolean isAllowedShown;

  @Mixin
  private HttpOptions pages = new HttpOptions();

  @Option(names = "--top-hosts", paramLabel = "N",
      description = "Addresses shown in the metrics with their score; ${DEFAULT-VALUE} if not given, 0 for none.", defaultValue = "50")
  private int topHosts = 50;

  @Option(names = {"-q", "--quiet"},
      description = "Say nothing of interfaces that come and go, of rules that were read, and of allow entries that expired.")
  private boolean isQuiet;

  @Option(names = "--config", paramLabel = "FILE", description = "A YAML file with options; see deploy/stratoscope.yaml.")
  private @Nullable Path config;

  @Option(names = "--check-config",
      description = "Only say whether the options, the filter, the rules and the files they name can be used.")
  private boolean isCheck;

  @Override
  public Integer call() {
    try (StopSignal signal = new StopSignal()) {
      return run(signal, spec.commandLine().getErr()); // which complains before the signal's end lets the process end
    }
  }

  private int run(StopSignal signal, PrintWriter err) {
    try {
      if (isCheck) {
        check(spec.commandLine().getOut());
      } else {
        watch(signal, err);
      }
      return 0;
    } catch (CommandException | CaptureException | RuleFileException e) {
      String message = String.valueOf(e.getMessage());
      Main.complain(err, Objects.requireNonNull(main).settings().origin(message) + message);
    } catch (IOException e) {
      if (output().failure() == null) {
        Main.complain(err, String.valueOf(CaptureException.of(file == null ? "standard output" : file.toString(), e).getMessage()));
      }
    }
    return Main.FAILED;
  }

  /** Looks at all that can be wrong before there is an interface. */
  private void check(PrintWriter out) throws IOException, RuleFileException, CommandException {
    options();
    checkOutputs();
    store.look();
    rules.load();
    inventory.load(isQuiet, spec.commandLine().getErr());
    if (filter != null) {
      new BpfFilter(CaptureSequence.inOrder(List.of(), new CaptureProblems()), filter).close();
    }
    out.println(config == null ? "the options can be used" : config + ": can be used");
  }

  /** What can be wrong with where results go: said before anything is captured. */
  private void checkOutputs() throws CommandException {
    rotation.check();
    WritePlace.checkFile("-w", file);
    alerting.check();
    store.check();
    evidence.check();
    mask.check(evidence.isGiven());
    state.check();
    WritePlace.checkApart(file, store.file(), state.file());
    pages.check();
  }

  private StandardOutput output() {
    return Objects.requireNonNull(main).output();
  }

  private void log(PrintWriter err, String line) {
    if (!isQuiet) {
      Main.complain(err, line);
    }
  }

  private void watch(StopSignal signal, PrintWriter err) throws IOException, RuleFileException, CommandException {
    LiveOptions options = options();
    checkOutputs();
    Knowledge knowledge = rules.load();
    Inventory owners = inventory.load(isQuiet, err);
    long startNanos = System.nanoTime();
    store.beside(new InputFiles().add(inventory.path())).check(file);
    AppendedLines lines = file == null ? null : rotation.open(file, err);
    OutputStream out = lines == null ? output() : lines;
    FlowSplit split = new FlowSplit(workers, new SecureRandom().nextLong());
    try (LiveWire live = LiveWire.open(interfaces, options, split, line -> log(err, line));
        SensorMetrics metrics = new SensorMetrics(topHosts);
        ServiceNotice notice = new ServiceNotice(System.getenv());
        Alerts alerts = alerting.open(new SharedLines(out), metrics, signal::leftMillis, err); // waited for last: findings go before
        RecordSink kept = store.open(metrics, signal::leftMillis, err);
        EvidenceFolder proofs = evidence.open(metrics, signal::leftMillis, err);
        QueuedSink json = new QueuedSink(JsonRecords.live(new SharedLines(out)), signal::leftMillis)) {
      OverloadLog overload = new OverloadLog(line -> log(err, line));
      SensorPages sensor = new SensorPages(metrics, live.counts(), rules);
      RecordSink told = new BothSinks(kept == null ? json : new BothSinks(kept, json), alerting.filter(alerts));
      RecordSink shown = new VerdictFilter(Verdict.valueOf(weakest.name()), isAllowedShown,
          proofs == null ? told : new LiveEvidence(proofs, Main.version(), told));
      Workers detectors = new Workers(bounds(kept == null ? 0 : store.periodSeconds()), knowledge, owners,
          mask.before(new BothSinks(metrics, shown)), split, interfaces, signal.guard(live.sources()));
      detectors.watch(notice.before(pulse -> {
        sensor.onPulse(pulse);
        alerts.onPulse(pulse);
        overload.onPulse(pulse);
        rules.sayExpired(pulse.stats().lastSeenMicros(), line -> log(err, line));
      }));
      metrics.gauge(Meter.ALERT_QUEUE, json::waiting);
      metrics.count(Meter.ALERT_LINES, () -> lines == null ? 0 : lines.written());
      metrics.count(Meter.ALERT_LINES_LOST, () -> json.lost() + (lines == null ? 0 : lines.lost()));
      metrics.count(Meter.HANDED_OVER, detectors::handedOver);
      metrics.count(Meter.LESSONS_LOST, detectors::lostLessons);
      StateKeeper keeper = state.open(detectors, alerts, knowledge.rules(), metrics, signal::leftMillis,
          line -> Main.complain(err, line), line -> log(err, line));
      HttpServer server = pages.serve(sensor, isQuiet, err);
      FileWatch reload = new FileWatch(rules, sensor.onRules(detectors::use), inventory, detectors::use,
          lines == null ? () -> {} : lines::reopen, isQuiet, err);
      try {
        detectors.run();
      } finally {
        reload.close();
        if (keeper != null) {
          keeper.close();
        }
        if (server != null) {
          server.close();
        }
      }
      alerts.end(); // the stats are the last line
      live.count();
      Stats stats = detectors.stats(problems(live.counts()), (System.nanoTime() - startNanos) / 1e9);
      shown.onStats(stats);
      if (!isQuiet) {
        RuleOptions.printExpired(stats.allowed(), err);
      }
    }
  }

  /** The defaults, with a secret of its own for the hash tables. */
  private DetectorOptions bounds(long hostSeconds) {
    DetectorOptions d = DetectorOptions.defaults();
    return new DetectorOptions(d.packet(), d.flow().hashSeed(new SecureRandom().nextLong()), d.stratum(),
        d.host().updatedEach(hostSeconds), evidence.proofBytes(), d.weakest());
  }

  private LiveOptions options() throws CommandException {
    if (interfaces.stream().distinct().count() < interfaces.size()) {
      throw new CommandException("-i names an interface twice: its packets would count twice");
    }
    for (String name : interfaces) {
      if (!NAME.matcher(name).matches()) {
        throw new CommandException("-i '" + name + "': no interface can have this name");
      }
    }
    if (workers > 1 && mode == LiveOptions.Mode.PCAP4J) {
      throw new CommandException("--workers needs the packet ring: leave out --capture pcap4j, or use one worker");
    }
    Numbers.check("--snaplen", snapBytes, MIN_SNAP_BYTES, LiveOptions.MAX_SNAP_BYTES);
    Numbers.check("--workers", workers, 1, MAX_WORKERS);
    Numbers.check("--buffer", bufferMib, workers * MIN_RING_MIB, LiveOptions.MAX_BUFFER_MIB);
    Numbers.check("--top-hosts", topHosts, 0, MAX_TOP_HOSTS);
    return new LiveOptions(mode, filter, snapBytes, bufferMib, !isModest, isImmediate);
  }

  private static Map<String, Long> problems(List<InterfaceCounts> counts) {
    Map<String, Long> problems = new LinkedHashMap<>();
    put(problems, ProblemKind.KERNEL_DROPPED, counts.stream().mapToLong(InterfaceCounts::dropped).sum());
    put(problems, ProblemKind.RING_FULL, counts.stream().mapToLong(InterfaceCounts::freezes).sum());
    put(problems, ProblemKind.INTERFACE_LOST, counts.stream().mapToLong(InterfaceCounts::losses).sum());
    return problems;
  }

  private static void put(Map<String, Long> problems, ProblemKind kind, long count) {
    if (count > 0) {
      problems.put(kind.label(), count);
    }
  }
}
