package stratoscope.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
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
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.ProblemKind;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
import stratoscope.names.AddressRange;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.record.JsonTree;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.record.Timestamps;
import stratoscope.record.VerdictFilter;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.HostStay;
import stratoscope.record.store.HostsAhead;
import stratoscope.record.store.StoreException;
import stratoscope.report.ReportTexts;
import stratoscope.report.ScreenPage;
import stratoscope.report.ScreenReport;
import stratoscope.report.Screening;
import stratoscope.report.ToldStays;

/** The command {@code screen}: of the addresses of an inventory, how many were seen, and how many mine. */
@Command(
    name = "screen",
    versionProvider = Main.Version.class,
    description = {
      "Counts the addresses of an inventory: how many there are, were seen, are clean, suspected, probable, confirmed;",
      "by owner, nature, region and site."},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    parameterListHeading = "%nWhat to read:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:done and something was found (only with --exit-code)", "2:wrong usage, or something can't be read"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope screen --inventory owners.csv captures/",
      "  stratoscope screen --inventory owners/ -f csv january.json february.json > screening.csv",
      "  stratoscope screen --inventory owners/ --store access.db --period month -f html -w screening.html"
    })
final class ScreenCommand implements Callable<Integer> {
  /** Stays of hosts read while the inventory is: some 60 MB. */
  private static final int MOST_AHEAD = 1 << 18;
  /** The same where all of their records is read; some 10 kB each. */
  private static final int FEW_AHEAD = 1 << 10;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** What --format takes. */
  enum Format {
    TABLE, JSON, CSV, HTML;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What --table takes. */
  enum Table {
    GROUPS, REPEATED, UNKNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @ParentCommand
  private @Nullable Main main;

  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = {
      "Captures, folders of them, or what 'scan -f json' wrote. An address found in several of them is repeated;",
      "with --period, one found in several periods.",
      "What a scan wrote does not tell which addresses were seen without mining."})
  private List<String> inputs = List.of();

  @Option(names = "--store", paramLabel = "FILE", description = "Screen what 'watch --store' kept; a sensor may be writing it.")
  private @Nullable Path store;

  @Mixin
  private InventoryOptions inventory = new InventoryOptions();

  @Option(names = "--by", split = ",", paramLabel = "WHAT",
      description = "Groups to show: ${COMPLETION-CANDIDATES}; all of them if not given.")
  private List<Screening.By> by = List.of(Screening.By.values());

  @Option(names = "--period", paramLabel = "PERIOD",
      description = "Count as repeated what mined in more than one ${COMPLETION-CANDIDATES} (UTC), whatever the input.")
  private Screening.@Nullable Period period;

  @Option(names = "--status", paramLabel = "FILE",
      description = "What became of cases, as report --status says; false alarms are counted apart.")
  private @Nullable Path cases;

  @Option(names = "--table", paramLabel = "WHAT", defaultValue = "groups", description = {
      "${COMPLETION-CANDIDATES}: of table, csv and json; html has all of it.",
      "Repeated are, one by one, the addresses that mine again and again;",
      "unknown those that mine and whose owner the inventory does not tell."})
  private Table table = Table.GROUPS;

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table on a terminal and json elsewhere if not given.")
  private @Nullable Format format;

  @Option(names = {"-w", "--write"}, paramLabel = "FILE", converter = StandardOutput.OrFile.class,
      description = "Write to this file, replacing it, and not to standard output; - is standard output.")
  private @Nullable Path file;

  @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "en",
      description = "Of html: ${COMPLETION-CANDIDATES}; en if not given.")
  private ReportCommand.Language language = ReportCommand.Language.EN;

  @Mixin
  private MaskOptions mask = new MaskOptions();

  @Mixin
  private RuleOptions rules = new RuleOptions();

  @Option(names = "--exit-code", description = "Exit with 1 when something was found.")
  private boolean isExitCode;

  @Option(names = {"-q", "--quiet"}, description = "No warnings about the inventory and damaged captures.")
  private boolean isQuiet;

  private boolean isDamaged;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      if (!inventory.isGiven()) {
        throw new CommandException("whose addresses are to be screened is missing: --inventory FILE|DIR");
      }
      InputFiles read = new InputFiles().add(store).add(cases).add(inventory.path());
      inputs.forEach(name -> read.add(Path.of(name)));
      read.check(file);
      return screen(err);
    } catch (CommandException | RuleFileException | StoreException | IOException e) {
      if (Objects.requireNonNull(main).output().failure() == null) {
        Main.complain(err, String.valueOf(e.getMessage()));
      }
      return Main.FAILED;
    }
  }

  private int screen(PrintWriter err) throws CommandException, RuleFileException, StoreException, IOException {
    try (AccessStore opened = store == null ? null : AccessStore.openToRead(store);
        HostsAhead<Stored> stays = opened == null ? null : inputs.isEmpty()
            ? new HostsAhead<>(opened, String.valueOf(store), MOST_AHEAD, line -> new Stored(HostStay.of(line), Map.of()))
            : new HostsAhead<>(opened, String.valueOf(store), FEW_AHEAD, Stored::whole)) {
      List<String> records = new ArrayList<>();
      List<String> captures = new ArrayList<>();
      for (String input : inputs) {
        (isRecords(input) ? records : captures).add(input);
      }
      if (!captures.isEmpty()) {
        rules.prepare();
      }
      Inventory owners = inventory.load(!captures.isEmpty(), isQuiet, err);
      Screening screening = new Screening(owners, period, cases == null ? null : CaseOptions.read(cases), mask.open());
      ToldStays<Told> told = new ToldStays<>(Told::with);
      for (String input : records) {
        screening.onUnseen();
        readRecords(input, told);
      }
      if (!captures.isEmpty()) {
        scan(captures, owners, screening, told, err);
      }
      if (stays != null) {
        screening.onUnseen();
        stays.forEach(host -> onStored(host, told, screening));
      }
      for (String ip : told.hosts()) {
        for (Told host : told.take(ip)) {
          host.countIn(screening);
        }
      }
      if (inputs.isEmpty() && stays == null) {
        screening.onNoInput();
      }
      screening.end(Instant.now().getEpochSecond() * MICROS_PER_SECOND);
      List<Screening.Row> rows = new ArrayList<>();
      by.forEach(each -> rows.addAll(screening.rows(each)));
      write(rows, screening);
      boolean isFound = screening.rows(Screening.By.ALL).stream().anyMatch(row -> row.found() > 0);
      return isDamaged ? Main.FAILED : isExitCode && isFound ? 1 : 0;
    }
  }

  private void write(List<Screening.Row> rows, Screening screening) throws IOException, CommandException {
    Format wanted = format != null ? format : file == null && Terminal.isStdout() ? Format.TABLE : Format.JSON;
    ScreenReport<?> list = switch (table) {
      case GROUPS -> ScreenReport.ofGroups(rows);
      case REPEATED -> ScreenReport.ofAddresses(screening.repeatOffenders());
      case UNKNOWN -> ScreenReport.ofAddresses(screening.ofUnknownOwners());
    };
    try (OutputStream out = Objects.requireNonNull(main).output().orFile(file)) {
      switch (wanted) {
        case TABLE -> list.table(out);
        case JSON -> list.json(out);
        case CSV -> list.csv(out);
        case HTML -> ScreenPage.write(screening, rows, mask.masked(inventory.madeBy(rules)), new ReportTexts(language.toString()), out);
      }
    }
  }

  /** True if a file begins like JSON, which no capture does. */
  private static boolean isRecords(String input) throws IOException {
    Path path = Path.of(input);
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == '{';
    }
  }

  /** What a record says of a host, and the inputs that told of it; none if that is told by its sessions. */
  private record Told(HostStay stay, Set<String> inputs) {
    Told with(Told held) {
      Set<String> all = new LinkedHashSet<>(inputs);
      all.addAll(held.inputs);
      return new Told(stay, all);
    }

    void countIn(Screening screening) throws IOException {
      HostStay left = stay;
      for (Iterator<String> input = inputs.iterator(); input.hasNext(); left = left.withoutEnergy()) {
        onStay(left, input.next(), screening);
      }
      if (inputs.isEmpty()) {
        onStay(left, null, screening);
      }
    }
  }

  /**
   * What a store says of a host.
   *
   * @param record as a tree; empty if nothing else may tell of the same, so that it counts at once
   */
  private record Stored(HostStay stay, Map<String, @Nullable Object> record) {
    static Stored whole(byte[] line) throws IOException {
      Map<String, @Nullable Object> record = JsonTree.parse(line);
      return new Stored(HostStay.ofTree(record.get("host")), record);
    }
  }

  private void onStored(Stored host, ToldStays<Told> told, Screening screening) throws IOException {
    String name = String.valueOf(store);
    host.stay.check(name);
    if (host.record.isEmpty()) {
      onStay(host.stay, name, screening);
    } else {
      told.add(host.record, new Told(host.stay, Set.of(name)));
    }
  }

  private static void readRecords(String input, ToldStays<Told> stays) throws IOException {
    boolean[] isOfScan = {false};
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(input)))) {
      JsonTree.read(in, input, record -> {
        isOfScan[0] |= JsonRecords.isRecord(record);
        onRecord(record, input, stays);
      });
    }
    JsonRecords.check(isOfScan[0], input);
  }

  private static void onRecord(Map<String, @Nullable Object> record, String input, ToldStays<Told> stays) throws IOException {
    if (!"host".equals(record.get("event_type"))) {
      return;
    }
    HostStay stay = HostStay.ofTree(record.get("host"));
    stay.check(input);
    stays.add(record, new Told(stay, Set.of(input)));
  }

  private static void onStay(HostStay stay, @Nullable String input, Screening screening) throws IOException {
    String lastSeen = Objects.requireNonNull(stay.lastSeen());
    screening.onFound(new Screening.Sighting(Objects.requireNonNull(AddressRange.addressOrNull(Objects.requireNonNull(stay.ip()))),
        Verdict.valueOf(Objects.requireNonNull(stay.verdict()).toUpperCase(Locale.ROOT)), stay.subscriber(), stay.owner(),
        Timestamps.epochSecond(stay.firstSeen() == null ? lastSeen : stay.firstSeen()) * MICROS_PER_SECOND,
        Timestamps.epochSecond(lastSeen) * MICROS_PER_SECOND, stay.lowKwh(), stay.highKwh()), input);
  }

  /**
   * Counts what a scan finds.
   *
   * @param stays of hosts, which records may tell of, too
   * @param isByInput whether it counts in which captures a host was found, too: those that its sessions began in
   */
  private record Sink(Screening screening, ToldStays<Told> stays, CaptureInput input, boolean isByInput) implements RecordSink {
    @Override
    public void onMining(Finding finding, ProofPackets proof) {
      Finding.Connection connection = finding.connection();
      if (isByInput) {
        Subscriber subscriber = finding.holder().subscriber();
        screening.onFound(new Screening.Sighting(connection.miner(), finding.verdict(), subscriber == null ? null : subscriber.id(),
            subscriber == null ? Owner.UNKNOWN : finding.holder().owner(), connection.firstSeenMicros(), connection.lastSeenMicros(),
            Double.NaN, Double.NaN), connection.captureName() == null ? input.name() : connection.captureName());
      }
    }

    @Override
    public void onHost(Host host) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      new JsonRecords(line).onHost(host);
      Map<String, @Nullable Object> record = JsonTree.parse(line.toByteArray());
      stays.add(record, new Told(HostStay.ofTree(record.get("host")), Set.of()));
    }

    @Override
    public void onStats(Stats stats) {
      // hosts are counted
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private void scan(List<String> captures, Inventory owners, Screening screening, ToldStays<Told> stays, PrintWriter err)
      throws IOException, RuleFileException {
    CaptureFiles found = CaptureComplaints.open(captures, err);
    Knowledge knowledge = rules.load();
    CaptureProblems problems = new CaptureProblems();
    try (StopSignal signal = new StopSignal();
        CaptureInput input = CaptureSequence.inOrder(found.files(), problems);
        PacketSource source = signal.guard(input);
        RecordSink sink = new VerdictFilter(Verdict.SUSPECTED, false, new Sink(screening, stays, input, period == null))) {
      Detector detector = new Detector(DetectorOptions.defaults(), knowledge, owners, sink);
      detector.onAddress(screening::onSeen);
      detector.run(source);
    }
    CaptureComplaints.print(problems, isQuiet, err);
    isDamaged = problems.countOf(ProblemKind.UNREADABLE) + found.unreadable() > 0;
  }
}
