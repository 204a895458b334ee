package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stratoscope.capture.CaptureException;
import stratoscope.config.lists.ListOptions;
import stratoscope.config.lists.PoolListImport;
import stratoscope.names.Confidence;
import stratoscope.names.PoolKind;
import stratoscope.report.PrintableText;

/** The command {@code rules import}: makes rows of the pool directory out of lists of others. */
@Command(
    name = "import",
    versionProvider = Main.Version.class,
    description = {
      "Makes rows of rules/pools/*.csv out of lists: hosts one a line, hosts files, CSV with a header, MISP's CSV and JSON,",
      "Suricata's datasets, and its rules on DNS and TLS. Their form is told by their content."},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:nothing to import, something that can't be read or written, or wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope rules import pools.txt > my-rules/pools/mine.csv",
      "  curl -s https://lists.example/pools.txt | stratoscope rules import - --source lists --into my-rules/",
      "  stratoscope rules import misp.json --source misp --expires 90 --into my-rules/"
    })
final class RulesImportCommand implements Callable<Integer> {
  private static final int YEAR_DAYS = 365;
  /** Of a folder of rules, those with rows of the pool directory. */
  private static final String POOLS = "pools";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Lists to import; - for standard input.")
  private List<Path> files = List.of();

  @Option(names = "--kind", paramLabel = "KIND",
      description = "What the hosts are: pool, pool-website, browser-miner, proxy, donation, marketplace; pool if not given.")
  private String kind = PoolKind.POOL.label();

  @Option(names = "--confidence", paramLabel = "C", description = "How sure that is: confirmed, likely, candidate; likely if not given.")
  private String confidence = Confidence.LIKELY.label();

  @Option(names = "--pool", paramLabel = "NAME", description = "Their operator.")
  private @Nullable String pool;

  @Option(names = "--source", paramLabel = "NAME", description = "Where the lists are from, an id of sources.yaml; imported if not given.")
  private String source = "imported";

  @Option(names = "--expires", paramLabel = "DATE|DAYS",
      description = "When they are forgotten: a day, or how many days after the newest in the lists, or today; 365 if not given.")
  private String expires = String.valueOf(YEAR_DAYS);

  @Option(names = "--allow-private", description = "Take addresses that the Internet does not route, too.")
  private boolean isPrivateAllowed;

  @Option(names = {"-w", "--write"}, paramLabel = "OUT.csv", converter = StandardOutput.OrFile.class,
      description = "Write to this file and not to standard output; - is standard output.")
  private @Nullable Path output;

  @Option(names = "--into", paramLabel = "DIR", description = "Write to DIR/pools/SOURCE.csv of a folder of rules.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      PoolListImport list = new PoolListImport(options());
      Path target = target();
      InputFiles inputs = new InputFiles();
      files.forEach(inputs::add);
      inputs.check(target);
      for (Path file : files) {
        read(file, list);
      }
      if (list.isOver(LocalDate.now(ZoneOffset.UTC))) {
        Main.complain(err, "the rows have expired already: they say nothing");
      }
      list.refusals().forEach(refusal -> err.println(PrintableText.of(refusal)));
      Main.complain(err, String.format(Locale.ROOT, "%,d accepted, %,d duplicate, %,d refused", list.accepted(), list.duplicates(),
          list.refused()));
      return list.accepted() == 0 ? Main.FAILED : write(list, target);
    } catch (CommandException e) {
      Main.complain(err, String.valueOf(e.getMessage()));
      return Main.FAILED;
    }
  }

  private ListOptions options() throws CommandException {
    boolean isDays = expires.matches("\\d{1,5}");
    return new ListOptions(named("--kind", kind, PoolKind.values(), PoolKind::label),
        named("--confidence", confidence, Confidence.values(), Confidence::label), source, pool, isDays ? null : dayOf(expires),
        isDays ? Integer.parseInt(expires) : YEAR_DAYS, isPrivateAllowed);
  }

  private static <T> T named(String option, String word, T[] all, Function<T, String> label) throws CommandException {
    for (T each : all) {
      if (label.apply(each).equals(word)) {
        return each;
      }
    }
    String known = String.join(", ", Arrays.stream(all).map(label).toList());
    throw new CommandException(option + " can't be '" + word + "', but one of: " + known);
  }

  private static LocalDate dayOf(String text) throws CommandException {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new CommandException("--expires can't be '" + text + "': a day (2027-12-31) or a number of days is needed");
    }
  }

  private @Nullable Path target() throws CommandException {
    if (folder == null) {
      return output;
    }
    if (output != null) {
      throw new CommandException("--write and --into each say where to write: give one of them");
    }
    if (!source.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*") || !Files.isDirectory(folder)) {
      throw new CommandException(Files.isDirectory(folder) ? "--source '" + source + "' can't be the name of a file"
          : folder + ": no such folder; --into needs one with the files of rules/");
    }
    Path file = folder.resolve(POOLS).resolve(source + ".csv");
    if (Files.exists(file)) {
      throw new CommandException(file + ": is there already: remove it, or give another --source");
    }
    return file;
  }

  private static void read(Path file, PoolListImport list) throws CommandException {
    try (BufferedReader in = file.equals(InputFiles.DASH) ? stdin() : Files.newBufferedReader(file, UTF_8)) {
      list.read(file.toString(), in);
    } catch (CharacterCodingException e) {
      throw new CommandException(file + ": is no text in UTF-8");
    } catch (IOException e) {
      throw new CommandException(file + ": " + (e instanceof NoSuchFileException ? "" : "can't be read: ") + CaptureException.reason(e));
    }
  }

  private static BufferedReader stdin() {
    return new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8.newDecoder()));
  }

  /** A sensor that reads the folder meanwhile sees all of the file or nothing of it: a hidden one is not read. */
  private static void writeAtOnce(PoolListImport list, LocalDate today, Path target) throws IOException {
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      write(list, today, part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(PoolListImport list, LocalDate today, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
      list.write(out, today);
    }
  }

  private int write(PoolListImport list, @Nullable Path target) throws CommandException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try {
      if (target == null) {
        StringWriter text = new StringWriter();
        list.write(text, today);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
      }
      if (folder == null) {
        write(list, today, target);
      } else {
        Files.createDirectories(folder.resolve(POOLS));
        writeAtOnce(list, today, target);
      }
      return 0;
    } catch (IOException e) {
      throw new CommandException(target + ": can't be written: " + CaptureException.reason(e));
    }
  }
}
