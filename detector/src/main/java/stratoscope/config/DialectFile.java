package stratoscope.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.profile.Coins;
import stratoscope.stratum.Act;
import stratoscope.stratum.MessageForm;
import stratoscope.stratum.MessageForm.Kind;
import stratoscope.stratum.MessageForm.Part;
import stratoscope.stratum.Place;
import stratoscope.stratum.Shape;
import stratoscope.stratum.Skeleton;

/**
 * One file of {@code rules/dialects}: what the signs of a dialect weigh, and what its messages look like where it is on a skeleton.
 *
 * @param skeleton null if code reads the dialect
 * @param forms in the order of the file, which is that in which they are tried
 * @param algorithm that it is mined with whatever the coin; null if that is open
 * @param hashesPerDifficulty hashes that a share of difficulty 1 takes; NaN if that depends on the algorithm
 * @param nodes where each rule stands, by its id
 */
record DialectFile(String id, List<Rule> rules, @Nullable Skeleton skeleton, List<MessageForm> forms, @Nullable String algorithm,
    double hashesPerDifficulty, Map<String, YamlNode> nodes) {
  /** Of the signs of no dialect, which {@link RhythmFile} and {@link CircumstanceFile} read. */
  static final String PARAMETERS = "parameters";
  private static final Set<String> PARAMETERISED = Set.of(Rule.RHYTHM, Rule.CIRCUMSTANCE);
  private static final Set<String> FILE_KEYS = Set.of("id", "title", "status", "references", "false_positives", "rules", "skeleton",
      "algorithm", "hashes_per_difficulty", PARAMETERS);
  private static final Set<String> RULE_KEYS = Set.of("id", "weight", "agreement", "shared", "meaning", "message", "answer_to", "unasked",
      "error", "common", "form", "act", "where", "mined");
  private static final Set<String> FORM_KEYS = Set.of("message", "answer_to", "unasked", "error");
  /** What is said of a message, and needs one. */
  private static final Set<String> OF_A_MESSAGE = Set.of("common", "form", "act", "where", "mined");
  /** No weight needs more to decide alone, and sums of them cannot overflow. */
  private static final int MAX_WEIGHT = 1000;

  /**
   * Reads a dialect. A rule that can't be used is noted and left out.
   *
   * @param coins that rules may name; null for any
   * @throws RuleFileException with file, line and reason, if the file can't be used at all
   */
  static DialectFile read(YamlNode file, String expectedId, @Nullable Coins coins) throws RuleFileException {
    Map<String, YamlNode> members = file.members(FILE_KEYS);
    if (!file.member(members, "id").text().equals(expectedId)) {
      throw file.member(members, "id").error("the id must be '" + expectedId + "'");
    }
    if (members.containsKey(PARAMETERS) && !PARAMETERISED.contains(expectedId)) {
      throw file.member(members, PARAMETERS).error("only rhythm and circumstance have parameters");
    }
    Skeleton skeleton = members.containsKey("skeleton") ? oneOf(file.member(members, "skeleton"), Skeleton.values()) : null;
    List<Rule> rules = new ArrayList<>();
    List<MessageForm> forms = new ArrayList<>();
    Map<String, YamlNode> nodes = new HashMap<>();
    file.member(members, "rules").forEach(node -> {
      Rule rule = rule(node, expectedId, skeleton == null ? expectedId : skeleton.home());
      if (nodes.putIfAbsent(rule.id(), node) != null) {
        throw node.error("rule id '" + rule.id() + "' is defined twice");
      }
      forms.addAll(forms(node, rule, skeleton, coins));
      rules.add(rule);
    });
    return new DialectFile(expectedId, rules, skeleton, forms,
        algorithm(file, members, coins),
        members.containsKey("hashes_per_difficulty") ? file.member(members, "hashes_per_difficulty").number() : Double.NaN, nodes);
  }

  /** The rules that have no form: code names them. */
  List<Rule> rulesOfCode() {
    Set<Rule> described = forms.stream().map(MessageForm::rule).collect(Collectors.toSet());
    return rules.stream().filter(rule -> !described.contains(rule)).toList();
  }

  private static Rule rule(YamlNode node, String dialectId, String family) throws RuleFileException {
    Map<String, YamlNode> rule = node.members(RULE_KEYS);
    String id = node.member(rule, "id").text();
    if (!id.startsWith(dialectId + "-")) {
      throw node.error("rule id '" + id + "' must start with '" + dialectId + "-'");
    }
    int weight = node.member(rule, "weight").integer();
    if (Math.abs((long) weight) > MAX_WEIGHT) {
      throw node.error("the weight must be within -" + MAX_WEIGHT + " and " + MAX_WEIGHT);
    }
    return new Rule(id, dialectId, family, weight, isSet(node, rule, "agreement"), isSet(node, rule, "shared"),
        node.member(rule, "meaning").text());
  }

  private static boolean isSet(YamlNode node, Map<String, YamlNode> members, String key) throws RuleFileException {
    return members.containsKey(key) && node.member(members, key).bool();
  }

  /** The forms that a rule describes: one for each method, none if code knows the sign. */
  private static List<MessageForm> forms(YamlNode node, Rule rule, @Nullable Skeleton skeleton, @Nullable Coins coins)
      throws RuleFileException {
    Map<String, YamlNode> members = node.members(RULE_KEYS);
    List<String> which = FORM_KEYS.stream().filter(members::containsKey).toList();
    if (which.isEmpty()) {
      refuseWithoutMessage(members);
      return List.of();
    }
    if (skeleton == null) {
      throw node.error("'" + which.get(0) + "' needs a 'skeleton' at the top of the file");
    }
    if (which.size() > 1) {
      throw node.error("only one of " + new TreeSet<>(which) + " can be said of a message");
    }
    Kind kind = kind(which.get(0), isSet(node, members, "common"));
    if (rule.isAgreement() && kind != Kind.ANSWER) {
      throw node.error("only an answer to a message that was seen shows agreement ('answer_to')");
    }
    List<MessageForm> forms = new ArrayList<>();
    YamlNode methods = node.member(members, which.get(0));
    Shape shape = ShapeNode.shape(node.member(members, "form"));
    for (String method : kind == Kind.UNASKED_ANSWER || kind == Kind.ERROR ? List.of("") : texts(methods)) {
      forms.add(new MessageForm(rule, method, act(node, members, kind, method, skeleton), kind, shape, places(node, members),
          facts(node, members, coins)));
    }
    return forms;
  }

  private static void refuseWithoutMessage(Map<String, YamlNode> members) throws RuleFileException {
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      if (OF_A_MESSAGE.contains(member.getKey())) {
        throw member.getValue().error("'" + member.getKey() + "' needs a message: 'message', 'answer_to', 'unasked' or 'error'");
      }
    }
  }

  private static Kind kind(String key, boolean isCommon) {
    return switch (key) {
      case "answer_to" -> Kind.ANSWER;
      case "unasked" -> Kind.UNASKED_ANSWER;
      case "error" -> Kind.ERROR;
      default -> isCommon ? Kind.COMMON_REQUEST : Kind.REQUEST;
    };
  }

  private static List<String> texts(YamlNode node) throws RuleFileException {
    if (!node.isList()) {
      return List.of(node.text());
    }
    List<String> texts = new ArrayList<>();
    for (YamlNode element : node.elements()) {
      texts.add(element.text());
    }
    return texts;
  }

  private static Act act(YamlNode node, Map<String, YamlNode> members, Kind kind, String method, Skeleton skeleton)
      throws RuleFileException {
    if (kind != Kind.REQUEST && kind != Kind.COMMON_REQUEST) {
      return Act.TELL;
    }
    Act act = members.containsKey("act") ? oneOf(node.member(members, "act"), Act.values()) : Act.of(method);
    if (act == null) {
      throw node.error("'act' is missing: the method's name does not say what it does (known: " + words(skeleton.acts()) + ")");
    }
    if (!skeleton.acts().contains(act)) {
      throw node.error("'" + act.label() + "' is not done on the skeleton " + skeleton.label() + " (known: " + words(skeleton.acts())
          + ")");
    }
    return act;
  }

  private static String words(Set<Act> acts) {
    return acts.stream().map(Act::label).collect(Collectors.joining(", "));
  }

  private static Map<Part, Place> places(YamlNode node, Map<String, YamlNode> members) throws RuleFileException {
    Map<Part, Place> places = new EnumMap<>(Part.class);
    if (members.containsKey("where")) {
      for (Map.Entry<String, YamlNode> place : node.member(members, "where").members().entrySet()) {
        Part part = Arrays.stream(Part.values()).filter(known -> known.label().equals(place.getKey())).findFirst().orElse(null);
        if (part == null) {
          throw place.getValue().error("unknown part '" + place.getKey() + "' (known: "
              + Arrays.stream(Part.values()).map(Part::label).sorted().collect(Collectors.joining(", ")) + ")");
        }
        PlaceCheck.check(node.member(members, "form"), place.getValue());
        places.put(part, Place.of(place.getValue().text()));
      }
    }
    return places;
  }

  private static MessageForm.Facts facts(YamlNode node, Map<String, YamlNode> members, @Nullable Coins coins)
      throws RuleFileException {
    if (!members.containsKey("mined")) {
      return MessageForm.Facts.NONE;
    }
    YamlNode mined = node.member(members, "mined");
    Map<String, YamlNode> facts = mined.members(Set.of("algorithm", "coins"));
    List<String> tickers = facts.containsKey("coins") ? texts(mined.member(facts, "coins")) : List.of();
    for (String ticker : tickers) {
      if (coins != null && !coins.isTicker(ticker)) {
        throw mined.member(facts, "coins").error("unknown coin '" + ticker + "'");
      }
    }
    return new MessageForm.Facts(algorithm(mined, facts, coins), tickers);
  }

  /** One that no coin is mined with may be right, but is rather misspelled. */
  private static @Nullable String algorithm(YamlNode node, Map<String, YamlNode> members, @Nullable Coins coins)
      throws RuleFileException {
    if (!members.containsKey("algorithm")) {
      return null;
    }
    YamlNode algorithm = node.member(members, "algorithm");
    if (coins != null && !coins.isAlgorithm(algorithm.text())) {
      algorithm.warn("no coin in coins.yaml is mined with '" + algorithm.text() + "'");
    }
    return algorithm.text();
  }

  private static <E extends Enum<E>> E oneOf(YamlNode node, E[] known) throws RuleFileException {
    for (E value : known) {
      if (value.name().toLowerCase(Locale.ROOT).equals(node.text())) {
        return value;
      }
    }
    throw node.error("'" + node.text() + "' is not known here (known: "
        + Arrays.stream(known).map(value -> value.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")) + ")");
  }
}
