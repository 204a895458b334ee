package stratoscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.config.ShippedRules;
import stratoscope.inventory.CaseFile;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.StoreException;
import stratoscope.report.HostList;
import stratoscope.report.HtmlReport;
import stratoscope.report.Notice;
import stratoscope.report.ReportInput;
import stratoscope.report.ReportTexts;

/** The command {@code report}: makes a page for people out of what a scan wrote, or a notice for an owner. */
@Command(
    name = "report",
    versionProvider = Main.Version.class,
    description = "Makes one page that opens anywhere out of what 'scan -f json' wrote; or a notice for an owner, or a list of hosts.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    parameterListHeading = "%nWhat to read:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:wrong usage, nothing to report of that owner, or something can't be read or written"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope scan --inventory owners.csv -w found.json captures/",
      "  stratoscope report -w report.html found.json",
      "  stratoscope report --lang zh --notice 'North School' -w notice.html found.json",
      "  stratoscope report --notice 'North School' --set-status notified --status cases.csv -w notice.html found.json",
      "  stratoscope report --status cases.csv -f csv --table campaigns found.json"
    })
final class ReportCommand implements Callable<Integer> {
  /** What --format takes. */
  enum Format {
    HTML, CSV, JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What --table takes. */
  enum Table {
    HOSTS, CAMPAIGNS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What --lang takes. */
  enum Language {
    EN, ZH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @ParentCommand
  private @Nullable Main main;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Records that 'scan -f json' wrote; - is standard input.")
  private List<String> inputs = List.of();

  @Option(names = "--store", paramLabel = "FILE", description = "Report what 'watch --store' kept; a sensor may be writing it.")
  private @Nullable Path store;

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT", defaultValue = "html",
      description = "${COMPLETION-CANDIDATES}; html if not given. csv and json list what --table says.")
  private Format format = Format.HTML;

  @Option(names = "--table", paramLabel = "WHAT", defaultValue = "hosts",
      description = "${COMPLETION-CANDIDATES}: of csv and json. Campaigns are the addresses of each wallet, and of each pool.")
  private Table table = Table.HOSTS;

  @Option(names = {"-w", "--write"}, paramLabel = "FILE", converter = StandardOutput.OrFile.class,
      description = "Write to this file, replacing it, and not to standard output; - is standard output.")
  private @Nullable Path file;

  @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "en", description = "${COMPLETION-CANDIDATES}; en if not given.")
  private Language language = Language.EN;

  @Option(names = "--notice", paramLabel = "OWNER|IP", description = {
      "Write a notice of one page for this owner, or of this address; a customer is named by his account, or as leases or NAT logs do."})
  private @Nullable String notice;

  @Option(names = "--rules", paramLabel = "DIR",
      description = "Say what signs mean, and which tariffs there are, by the rules in this folder; by the built-in ones if not given.")
  private @Nullable Path rules;

  @Mixin
  private CaseOptions cases = new CaseOptions();

  @Option(names = "--owner", paramLabel = "OWNER|IP", description = "Report only this owner, customer or address.")
  private @Nullable String owner;

  @Option(names = "--region", paramLabel = "REGION", description = "Report only this region, named as in the inventory.")
  private @Nullable String region;

  @Option(names = "--from", paramLabel = "TIME",
      description = "Report only what mined at or after this time: 2023-11-14, 2023-11-14T22:00.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Report only what mined before this time.")
  private @Nullable String to;

  @Mixin
  private MaskOptions mask = new MaskOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      notice = canonical("--notice", notice);
      owner = canonical("--owner", owner);
      from = RecordOptions.time("--from", from);
      to = RecordOptions.time("--to", to);
      CaseFile known = cases.read(notice);
      if (inputs.isEmpty() && store == null) {
        if (!cases.set(notice)) {
          throw new CommandException("what to report is missing: a file that 'scan -f json' wrote, or --store FILE");
        }
        return 0;
      }
      ReportInput input = read(known);
      if (notice != null && input.size() == 0) {
        throw new CommandException("nothing was found of '" + notice + "': name an owner as the inventory does, or an address that mines");
      }
      write(input);
      cases.set(notice);
      return 0;
    } catch (CommandException | StoreException | IOException e) {
      if (Objects.requireNonNull(main).output().failure() == null) {
        Main.complain(err, String.valueOf(e.getMessage()));
      }
      return Main.FAILED;
    }
  }

  /** An address as records write it; what is none, as inventories have it. */
  private static @Nullable String canonical(String option, @Nullable String who) throws CommandException {
    if (who == null) {
      return null;
    }
    if (who.isBlank()) {
      throw new CommandException(option + " needs an owner, a customer or an address, and got nothing");
    }
    IpAddress address = AddressRange.addressOrNull(who.strip());
    return address == null ? who.strip() : address.toString();
  }

  private ReportInput read(CaseFile known) throws IOException, CommandException, StoreException {
    InputFiles read = new InputFiles().add(store).add(cases.file());
    inputs.forEach(name -> read.add(Path.of(name)));
    read.check(file);
    ReportInput input = new ReportInput(new ReportInput.Wanted(notice != null ? notice : owner, region, from, to), mask.open(), known);
    for (String name : inputs) {
      read(name, input);
    }
    if (store != null) {
      try (AccessStore opened = AccessStore.openToRead(store)) {
        input.read(opened, store.toString());
      }
    }
    input.end();
    return input;
  }

  private static void read(String name, ReportInput input) throws IOException, CommandException {
    if (name.equals("-")) {
      input.read(System.in, name);
      return;
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      input.read(in, name);
    } catch (NoSuchFileException e) {
      throw new CommandException(name + ": no such file; report reads what 'scan -f json' wrote");
    }
  }

  private void write(ReportInput input) throws IOException, CommandException {
    ReportTexts texts = new ReportTexts(language.toString());
    try (OutputStream out = Objects.requireNonNull(main).output().orFile(file)) {
      if (notice != null) {
        Notice.write(input, texts, out);
      } else {
        switch (format) {
          case HTML -> HtmlReport.write(input, texts, about(texts), out);
          case CSV -> csv(input, out);
          case JSON -> json(input, out);
        }
      }
    }
  }

  private HtmlReport.About about(ReportTexts texts) throws CommandException {
    try {
      Knowledge knowledge = rules == null ? ShippedRules.take() : RuleFiles.load(rules);
      Map<String, String> meanings = new TreeMap<>();
      knowledge.rules().all().forEach(rule -> meanings.put(rule.id(), texts.meaning(rule.id(), rule.meaning())));
      return new HtmlReport.About(Main.version(), meanings, knowledge.tariffs());
    } catch (RuleFileException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  private void csv(ReportInput input, OutputStream out) throws IOException {
    if (table == Table.HOSTS) {
      HostList.csv(input, out);
    } else {
      HostList.campaignsAsCsv(input, out);
    }
  }

  private void json(ReportInput input, OutputStream out) throws IOException {
    if (table == Table.HOSTS) {
      HostList.json(input, out);
    } else {
      HostList.campaignsAsJson(input, out);
    }
  }
}
