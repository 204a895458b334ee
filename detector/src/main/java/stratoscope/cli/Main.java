package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code stratoscope}: shows its help, and leaves work to its subcommands. Runs on the main thread. */
@Command(
    name = "stratoscope",
    description = "Finds cryptocurrency miners in network traffic, and says why it thinks so.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments));
  }

  /** Runs one command and returns its exit code: 0 when it did its work, 2 when the arguments can't be understood. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main()).setOut(out).setErr(err).execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Reads the version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"stratoscope " + Objects.requireNonNullElse(version, "(not built)")};
    }
  }
}
