package stratoscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import stratoscope.config.Nearest;
import stratoscope.config.RuleFileException;
import stratoscope.config.SettingsFile;
import stratoscope.config.SettingsFile.Setting;

/**
 * The options of {@code watch} from all three places they may stand in: the file of {@code --config}, above it variables such as
 * {@code STRATOSCOPE_MIN_VERDICT}, above both the command line. Whatever option a higher place has, it has alone: lists are not joined.
 * What was given elsewhere is put before the command line, so that all of it is read, and refused, in one way. Immutable.
 */
final class WatchSettings {
  static final String PREFIX = "STRATOSCOPE_";
  /** Of the launcher. */
  private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTS";
  private static final String COMMAND = "watch";
  private static final String CONFIG = "config";

  private final String[] arguments;
  /** Where the options were given that don't stand on the command line, by each of their names. */
  private final Map<String, String> origins;

  private WatchSettings(String[] arguments, Map<String, String> origins) {
    this.arguments = arguments;
    this.origins = origins;
  }

  /** The command line and nothing more. */
  static WatchSettings none(String... arguments) {
    return new WatchSettings(arguments, Map.of());
  }

  /**
   * Reads the other places, if the command is {@code watch}.
   *
   * @throws RuleFileException with file and line
   * @throws CommandException with the variable
   */
  static WatchSettings of(String[] arguments, Map<String, String> environment) throws RuleFileException, CommandException {
    if (arguments.length == 0 || !arguments[0].equals(COMMAND)) {
      return none(arguments);
    }
    String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
    CommandLine line = new CommandLine(new WatchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec().parser().collectErrors(true); // they are told when the command itself is read
    ParseResult given = line.parseArgs(own);
    if (given.isUsageHelpRequested() || given.isVersionHelpRequested()) {
      return none(arguments);
    }
    Map<String, OptionSpec> known = options(line);
    Map<String, Setting> settings = new LinkedHashMap<>();
    Map<String, Setting> variables = variables(environment, known);
    Setting named = variables.get(CONFIG);
    Path file = given.matchedOptionValue("--" + CONFIG, named == null ? null : Path.of(named.values().get(0)));
    if (file != null) {
      Set<String> names = new TreeSet<>(known.keySet());
      names.remove(CONFIG);
      SettingsFile.load(file, names).forEach(setting -> settings.put(setting.name(), setting));
    }
    settings.putAll(variables);
    known.values().stream().filter(given::hasMatchedOption).forEach(option -> settings.remove(name(option)));
    return joined(settings, known, own);
  }

  private static WatchSettings joined(Map<String, Setting> settings, Map<String, OptionSpec> known, String... own)
      throws CommandException {
    List<String> all = new ArrayList<>(List.of(COMMAND));
    Map<String, String> origins = new HashMap<>();
    for (Setting setting : settings.values()) {
      OptionSpec option = known.get(setting.name());
      if (option != null) {
        addTo(all, option, setting);
        Arrays.stream(option.names()).forEach(name -> origins.put(name, setting.where()));
      }
    }
    all.addAll(List.of(own));
    return new WatchSettings(all.toArray(String[]::new), origins);
  }

  /** What may be set elsewhere, by name. */
  private static Map<String, OptionSpec> options(CommandLine line) {
    Map<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.longestName().equals("--check-config")) {
        options.put(name(option), option);
      }
    }
    return options;
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private static Map<String, Setting> variables(Map<String, String> environment, Map<String, OptionSpec> known) throws CommandException {
    Map<String, String> names = new TreeMap<>();
    known.keySet().forEach(name -> names.put(variable(name), name));
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String variable = entry.getKey();
      if (variable.startsWith(PREFIX) && !variable.equals(JAVA_OPTIONS)) {
        String name = names.get(variable);
        if (name == null) {
          throw new CommandException("unknown variable '" + variable + "'" + Nearest.hint(variable, names.keySet())
              + ": STRATOSCOPE_ and the name of an option of watch is expected");
        }
        settings.put(name, new Setting(name, values(entry.getValue(), known.get(name)), variable));
      }
    }
    return settings;
  }

  /** {@code STRATOSCOPE_MIN_VERDICT} for {@code min-verdict}. */
  static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** A list stands in one variable with commas. */
  private static List<String> values(String text, @Nullable OptionSpec option) {
    return option != null && option.isMultiValue() ? List.of(text.split(",", -1)) : List.of(text);
  }

  private static void addTo(List<String> arguments, OptionSpec option, Setting setting) throws CommandException {
    if (!option.isMultiValue() && setting.values().size() != 1) {
      throw new CommandException(setting.where() + ": '" + setting.name() + "' takes one value, and not a list");
    }
    for (String value : setting.values()) {
      if (option.arity().max() > 0) {
        arguments.add(option.longestName() + "=" + value);
      } else if (value.equals("true")) {
        arguments.add(option.longestName());
      } else if (!value.equals("false")) {
        throw new CommandException(setting.where() + ": '" + setting.name() + "' is true or false, and not '" + value + "'");
      }
    }
  }

  /** The command line with all of it. */
  String[] arguments() {
    return arguments.clone();
  }

  /** File and line, or the variable, that a complaint is about, before the complaint; nothing if that is the command line. */
  String origin(ParameterException e) {
    return e.getArgSpec() instanceof OptionSpec option ? prefix(option.longestName()) : "";
  }

  /** The same for a complaint that begins with the name of an option. */
  String origin(String complaint) {
    return prefix(complaint.split("[ :]", 2)[0]);
  }

  private String prefix(String name) {
    String where = origins.get(name);
    return where == null ? "" : where + ": ";
  }
}
