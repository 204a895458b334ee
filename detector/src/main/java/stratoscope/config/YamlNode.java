package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file that knows its file and line, so that every complaint can name them. Immutable. */
final class YamlNode {
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final String file;
  private final Node node;
  private final RuleProblems problems;

  private YamlNode(String file, Node node, RuleProblems problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
  }

  /** Hands on an element of a list. */
  @FunctionalInterface
  interface ElementReader {
    void read(YamlNode element) throws RuleFileException;
  }

  /**
   * Reads a file.
   *
   * @param problems takes what is wrong with elements of lists that are read one by one
   * @throws RuleFileException if the file can't be read or is no YAML
   */
  static YamlNode read(String file, InputStream in, RuleProblems problems) throws RuleFileException {
    return new YamlNode(file, parse(file, in), problems);
  }

  /** The same where it may be missing. */
  static YamlNode read(Path file, RuleProblems problems) throws RuleFileException {
    try {
      return read(file.toString(), Files.newInputStream(file), problems);
    } catch (IOException e) {
      throw RuleFileException.unreadable(file);
    }
  }

  /** The same for a file that was parsed when the jar was built, and knows no lines. */
  static YamlNode packed(String file, Node root, RuleProblems problems) {
    return new YamlNode(file, root, problems);
  }

  /** The tree of a file. */
  static Node parse(String file, InputStream in) throws RuleFileException {
    try (in) {
      LoadSettings settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(false).setUseMarks(true).build();
      return new Compose(settings).composeInputStream(in)
          .orElseThrow(() -> new RuleFileException(file + ": the file is empty"));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new RuleFileException(file + line + ": " + e.getProblem());
    } catch (StackOverflowError e) {
      throw new RuleFileException(file + ": values lie too deep in each other");
    } catch (YamlEngineException | IOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new RuleFileException(file + ": is no text in UTF-8");
      }
      throw new RuleFileException(file + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("can't be read"));
    }
  }

  private YamlNode of(Node part) {
    return new YamlNode(file, part, problems);
  }

  /** File and line. */
  String where() {
    return file + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }

  /** An error about this value. */
  RuleFileException error(String what) {
    return new RuleFileException(where() + ": " + what);
  }

  /** Notes that this value is read, but surely not meant so. */
  void warn(String what) {
    problems.warning(where() + ": warning: " + what);
  }

  /** The members of a mapping by name; an error if it is none or holds a name that is not allowed. */
  Map<String, YamlNode> members(Set<String> allowed) throws RuleFileException {
    Map<String, YamlNode> members = members();
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      if (!allowed.contains(member.getKey())) {
        String known = String.join(", ", allowed.stream().sorted().toList());
        throw member.getValue().error("unknown key '" + member.getKey() + "' (known: " + known + ")");
      }
    }
    return members;
  }

  /** The members of a mapping by name, whatever they are called. */
  Map<String, YamlNode> members() throws RuleFileException {
    if (!(node instanceof MappingNode mapping)) {
      throw error("a mapping is expected here");
    }
    Map<String, YamlNode> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode name = of(tuple.getKeyNode());
      if (members.put(name.text(), of(tuple.getValueNode())) != null) {
        throw name.error("'" + name.text() + "' is here twice");
      }
    }
    return members;
  }

  /** The names of a mapping's members, each with its line. */
  List<YamlNode> names() {
    return node instanceof MappingNode mapping ? mapping.getValue().stream().map(tuple -> of(tuple.getKeyNode())).toList() : List.of();
  }

  /** The member of that name; an error if it is missing. */
  YamlNode member(Map<String, YamlNode> members, String name) throws RuleFileException {
    YamlNode member = members.get(name);
    if (member == null) {
      throw error("'" + name + "' is missing");
    }
    return member;
  }

  List<YamlNode> elements() throws RuleFileException {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("a list is expected here");
    }
    List<YamlNode> elements = new ArrayList<>();
    sequence.getValue().forEach(element -> elements.add(of(element)));
    return elements;
  }

  /** Hands over the elements one by one. An error in one of them is noted, and does not keep the others from being read. */
  void forEach(ElementReader reader) throws RuleFileException {
    for (YamlNode element : elements()) {
      try {
        reader.read(element);
      } catch (RuleFileException e) {
        problems.error(e);
      }
    }
  }

  /** The value written down in one way only: the same for two that say the same. Not for values that hold themselves. */
  String normalised() throws RuleFileException {
    if (isList()) {
      List<String> texts = new ArrayList<>();
      for (YamlNode element : elements()) {
        texts.add(element.normalised());
      }
      return texts.toString();
    }
    if (isMapping()) {
      Map<String, String> texts = new TreeMap<>();
      for (Map.Entry<String, YamlNode> member : members().entrySet()) {
        texts.put(member.getKey(), member.getValue().normalised());
      }
      return texts.toString();
    }
    return '"' + SPACES.matcher(text().strip()).replaceAll(" ") + '"';
  }

  String text() throws RuleFileException {
    if (!(node instanceof ScalarNode scalar)) {
      throw error("a single value is expected here");
    }
    return scalar.getValue();
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Null where the file says null. */
  @Nullable String textOrNull() throws RuleFileException {
    return node.getTag().equals(Tag.NULL) ? null : text();
  }

  int integer() throws RuleFileException {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException e) {
      throw error("'" + text() + "' is no whole number");
    }
  }

  double number() throws RuleFileException {
    try {
      double number = Double.parseDouble(text());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw error("'" + text() + "' is no number");
  }

  boolean bool() throws RuleFileException {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("'" + text() + "' is neither true nor false");
    };
  }

  /** A day as the microseconds since 1970 at its start in UTC. */
  long dayMicros() throws RuleFileException {
    try {
      return Math.multiplyExact(LocalDate.parse(text()).atStartOfDay(ZoneOffset.UTC).toEpochSecond(), 1_000_000L);
    } catch (DateTimeException | ArithmeticException e) {
      throw error("'" + text() + "' is no date (2022-09-15)");
    }
  }
}
