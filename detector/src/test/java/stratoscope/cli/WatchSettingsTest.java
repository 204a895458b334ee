package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stratoscope.config.RuleFileException;
import stratoscope.testing.MakePcaps;

/** Settings of {@code watch} from a file, the environment and the command line. */
class WatchSettingsTest {
  private static final Path DEPLOY = MakePcaps.root().resolveSibling("deploy");
  private static final Pattern KEY = Pattern.compile("^(?:# )?([a-z][a-z-]*):( .*)?$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--([a-z][a-z-]+)");

  @TempDir
  private Path folder;

  private String file(String... lines) throws IOException {
    return Files.write(folder.resolve("s.yaml"), List.of(lines), UTF_8).toString();
  }

  private static List<String> read(Map<String, String> environment, String... arguments) throws RuleFileException, CommandException {
    return Arrays.asList(WatchSettings.of(arguments, environment).arguments());
  }

  private static String check(String... arguments) {
    Stream<String> all = Stream.concat(Stream.of("watch", "--check-config"), Stream.of(arguments));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    return run.code() + " " + run.out() + run.err();
  }

  /** Names of what may stand in a file. */
  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    new CommandLine(new WatchCommand()).getCommandSpec().options().stream().filter(option -> !option.usageHelp() && !option.versionHelp())
        .forEach(option -> names.add(option.longestName().substring(2)));
    names.removeAll(Set.of("config", "check-config"));
    return names;
  }

  @Test
  void file_isBelowTheEnvironment_whichIsBelowTheCommandLine() throws Exception {
    String file = file("interface: eth1", "buffer: 8", "top-hosts: 7", "quiet: true");
    Map<String, String> environment = Map.of("STRATOSCOPE_BUFFER", "16", "STRATOSCOPE_TOP_HOSTS", "9", "STRATOSCOPE_QUIET", "false",
        "STRATOSCOPE_JAVA_OPTS", "-Xmx1g", "PATH", "/bin");
    assertThat(read(environment, "watch", "--config", file, "-B", "32"))
        .containsExactlyInAnyOrder("watch", "--interface=eth1", "--top-hosts=9", "--config", file, "-B", "32").startsWith("watch");
  }

  @Test
  void list_isTakenWholeFromTheHighestPlace() throws Exception {
    String file = file("interface: [eth1, eth2]", "allow:", "  - a.yaml", "  - b.yaml");
    assertThat(read(Map.of(), "watch", "--config=" + file))
        .contains("--interface=eth1", "--interface=eth2", "--allow=a.yaml", "--allow=b.yaml");
    assertThat(read(Map.of("STRATOSCOPE_INTERFACE", "eth3,eth4"), "watch", "--config=" + file))
        .contains("--interface=eth3", "--interface=eth4").doesNotContain("--interface=eth1");
    assertThat(read(Map.of("STRATOSCOPE_INTERFACE", "eth3"), "watch", "-i", "eth5", "--config=" + file))
        .doesNotContain("--interface=eth1", "--interface=eth3").contains("eth5");
  }

  @Test
  void environment_mayNameTheFile_andTheCommandLineAnother() throws Exception {
    String file = file("interface: eth1");
    Map<String, String> environment = Map.of("STRATOSCOPE_CONFIG", file);
    assertThat(read(environment, "watch")).containsExactlyInAnyOrder("watch", "--interface=eth1", "--config=" + file);
    String other = Files.writeString(folder.resolve("other.yaml"), "interface: eth2\n").toString();
    assertThat(read(environment, "watch", "--config", other)).containsExactly("watch", "--interface=eth2", "--config", other);
  }

  @Test
  void otherCommands_areLeftAlone() throws Exception {
    assertThat(read(Map.of("STRATOSCOPE_FORMAT", "x"), "scan", "a.pcap")).containsExactly("scan", "a.pcap");
    assertThat(read(Map.of("STRATOSCOPE_FORMAT", "x"))).isEmpty();
  }

  @Test
  void unknownVariable_isAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> read(Map.of("STRATOSCOPE_MIN_VERDCT", "confirmed"), "watch", "-i", "eth1"))
        .isInstanceOf(CommandException.class)
        .hasMessage("unknown variable 'STRATOSCOPE_MIN_VERDCT' (did you mean 'STRATOSCOPE_MIN_VERDICT'?): STRATOSCOPE_ and the name of"
            + " an option of watch is expected");
  }

  @Test
  void badFile_isOneLineWithFileAndLine() throws IOException {
    String s = folder.resolve("s.yaml").toString();
    for (String[] one : new String[][] {
        {"interface: eth1\n\nmin-verdct: probable", ":3: unknown key 'min-verdct' (did you mean 'min-verdict'?)"},
        {"interface: eth1\nallows:\n  - a", ":2: unknown key 'allows' (did you mean 'allow'?)"},
        {"interface: eth1\nbuffer: 1", ":2: --buffer can't be 1: it is from 2 to 1024"},
        {"interface: eth1\nbuffer: much", ":2: invalid value for option '--buffer': 'much' is not an int; see 'stratoscope watch --help'"},
        {"interface: eth1\nmin-verdict: sure",
            ":2: --min-verdict can't be 'sure', but one of: suspected, probable, confirmed; see 'stratoscope watch --help'"},
        {"interface: eth1\nhttp: here", ":2: --http 'here': not an address and a port, such as 127.0.0.1:9464 or [::1]:9464"},
        {"interface: eth1\nbuffer: [8, 9]", ":2: 'buffer' takes one value, and not a list"},
        {"interface: eth1\nquiet: perhaps", ":2: 'quiet' is true or false, and not 'perhaps'"},
        {"interface: eth1\nfilter:", ":2: 'filter' has no value: give one, or take the line out"},
        {"interface: eth1\nconfig: other.yaml", ":2: unknown key 'config'"},
        {"- eth1", ":1: a mapping is expected here"}}) {
      file(one[0]);
      assertThat(check("--config", s)).as(one[0]).isEqualTo("2 stratoscope: " + s + one[1] + "\n");
    }
    assertThat(check("--config", "/no/s.yaml")).isEqualTo("2 stratoscope: /no/s.yaml: no such file\n");
  }

  @Test
  void goodFile_isSaidToBe() throws IOException {
    String s = file("interface: eth1", "filter: tcp", "min-verdict: PROBABLE");
    assertThat(check("--config", s)).isEqualTo("0 " + s + ": can be used\n");
    assertThat(check("-i", "eth1")).isEqualTo("0 the options can be used\n");
  }

  /** As YAML needs it. */
  private static String quoted(String value) {
    return value.startsWith("+") ? '"' + value + '"' : value;
  }

  /** With the folders that the service has in one that this machine has. */
  private String here(String settings) {
    return settings.replaceAll("/var/(lib|log)/stratoscope", folder.toString());
  }

  @Test
  void example_canBeUsed_andHasEachOption() throws IOException {
    Path example = DEPLOY.resolve("stratoscope.yaml");
    String here = file(here(Files.readString(example, UTF_8)));
    assertThat(check("--config", here)).isEqualTo("0 " + here + ": can be used\n");
    Set<String> keys = new TreeSet<>();
    StringBuilder all = new StringBuilder();
    for (String line : Files.readAllLines(example, UTF_8)) {
      var key = KEY.matcher(line);
      if (key.matches()) {
        keys.add(key.group(1));
        all.append(line.startsWith("# ") ? line.substring(2) : line).append('\n');
      }
    }
    assertThat(keys).as("keys of deploy/stratoscope.yaml").isEqualTo(names());
    for (var option : new CommandLine(new WatchCommand()).getCommandSpec().options()) {
      if (option.defaultValue() != null && !option.isMultiValue() && option.arity().max() > 0) {
        assertThat(all.toString()).contains("\n" + option.longestName().substring(2) + ": " + quoted(option.defaultValue()) + "\n");
      }
    }
    String files = "rules|allow|inventory|mask-key|http-auth|http-tls|webhook-token|alert-ca|alert-cert|alert-key";
    String everything = file(here(all.toString()).replaceAll("(?m)^(" + files + "):.*\n", ""));
    assertThat(check("--config", everything)).isEqualTo("0 " + everything + ": can be used\n");
  }

  /** Whatever in the folder starts the sensor, starts it with options that there are. */
  @Test
  void deployedCommandLines_useOptionsThatThereAre() throws IOException {
    Set<String> names = names();
    names.addAll(Set.of("config", "check-config"));
    for (String file : List.of("systemd/stratoscope.service", "Containerfile", "docker-compose.yml", "kubernetes/daemonset.yaml")) {
      String text = Files.readString(DEPLOY.resolve(file), UTF_8);
      int found = 0;
      for (String line : text.lines().filter(l -> l.contains("watch") && !l.strip().startsWith("#")).toList()) {
        Set<String> options = new TreeSet<>();
        OPTION.matcher(line.substring(line.indexOf("watch"))).results().forEach(option -> options.add(option.group(1)));
        assertThat(names).as(file + ": " + line).containsAll(options);
        found += options.size();
      }
      assertThat(found).as(file).isPositive();
    }
  }
}
