package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.report.PrintableText;

/** The command {@code stratoscope}: shows its help, and leaves work to its subcommands. Runs on the main thread. */
@Command(
    name = "stratoscope",
    description = "Finds cryptocurrency miners in network traffic, and says why it thinks so.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stratoscope scan trace.pcap                which addresses mine: a table",
      "  stratoscope scan -f csv captures/ > f.csv  the same of a folder, as CSV",
      "  stratoscope watch -i eth0                  the same of live traffic, until stopped",
      "  stratoscope scan --help                    all options of a command",
      "  stratoscope rules list                     the signs it knows, and their weights",
      "  source <(stratoscope generate-completion)  Tab completes, in bash and zsh"
    },
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  static final int FAILED = 2;
  /** What the shell reports of a program whose pipe was closed: 128 and SIGPIPE. */
  static final int PIPE_CLOSED = 141;
  static final String OUT_OF_MEMORY = "out of memory: allow more with STRATOSCOPE_JAVA_OPTS=-Xmx4g";

  /** Needs rules for captures only, and has them read itself. */
  private static final String SCREEN = "screen";

  private final StandardOutput output;
  private WatchSettings settings = WatchSettings.none();
  @Spec
  private CommandSpec spec = CommandSpec.create();

  private Main(StandardOutput output) {
    this.output = output;
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && !arguments[0].equals(SCREEN) && !Arrays.asList(arguments).contains("--rules")) {
      ShippedRules.prepare();
    }
    System.exit(run(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), arguments));
  }

  /** Runs one command and returns its exit code: 0 when it did its work, 2 when it can't be understood or can't be done. */
  static int run(OutputStream out, OutputStream err, String... arguments) {
    Main main = new Main(new StandardOutput(out));
    PrintWriter text = new PrintWriter(main.output, true, UTF_8);
    PrintWriter errors = new PrintWriter(err, true, UTF_8);
    int code = main.execute(text, errors, arguments);
    text.flush();
    return main.output.failure() == null ? code : main.onOutputFailure(errors);
  }

  private int execute(PrintWriter text, PrintWriter errors, String... arguments) {
    try {
      settings = WatchSettings.of(arguments, System.getenv());
      return commandLine(arguments)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler((e, all) -> {
            complain(errors, settings.origin(e) + UsageErrors.message(e));
            return FAILED;
          })
          .setExecutionExceptionHandler((e, command, parsed) -> onBug(errors, e))
          .setOut(text)
          .setErr(errors)
          .execute(settings.arguments());
    } catch (RuleFileException | CommandException e) {
      complain(errors, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      complain(errors, OUT_OF_MEMORY);
    } catch (StackOverflowError e) {
      onBug(errors, e);
    }
    return FAILED;
  }

  /** All commands; for a scan and a screening only their own, since the annotations of all take longer to read than many a capture. */
  private CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(this);
    String command = arguments.length == 0 ? "" : arguments[0];
    return switch (command) {
      case "scan" -> line.addSubcommand(ScanCommand.class);
      case SCREEN -> line.addSubcommand(ScreenCommand.class);
      default -> line.addSubcommand(ScanCommand.class).addSubcommand(WatchCommand.class).addSubcommand(ScreenCommand.class)
          .addSubcommand(RecordsCommand.class).addSubcommand(ReportCommand.class).addSubcommand(RulesCommand.class)
          .addSubcommand(AutoComplete.GenerateCompletion.class);
    };
  }

  /** A failure that nobody foresaw: one line for the user, all of it for whoever asks for it. */
  static int onBug(PrintWriter errors, Throwable bug) {
    StackTraceElement[] trace = bug.getStackTrace();
    complain(errors, "internal error, please report: " + bug + (trace.length == 0 ? "" : " at " + trace[0])
        + "; STRATOSCOPE_JAVA_OPTS=-Dstratoscope.trace=true shows more");
    if (Boolean.getBoolean("stratoscope.trace")) {
      bug.printStackTrace(errors);
    }
    return FAILED;
  }

  private int onOutputFailure(PrintWriter errors) {
    if (output.isClosedPipe()) {
      return PIPE_CLOSED;
    }
    complain(errors, "standard output: can't be written: " + Objects.requireNonNull(output.failure()).getMessage());
    return FAILED;
  }

  /** Says in one line what is wrong. */
  static void complain(PrintWriter errors, String message) {
    errors.println("stratoscope: " + PrintableText.of(message));
  }

  /** What else was given than the command line. */
  WatchSettings settings() {
    return settings;
  }

  /** Standard output, for results. */
  StandardOutput output() {
    return output;
  }

  /** Name and version of the program. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "stratoscope " + Objects.requireNonNullElse(version, "(not built)");
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Reads the version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
