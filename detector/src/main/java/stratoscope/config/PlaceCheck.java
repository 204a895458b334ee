package stratoscope.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a value can stand at a place of a message, as far as the message's form in the rule file tells. */
final class PlaceCheck {
  private static final Pattern ARRAY = Pattern.compile("(?:array|subscriptions)(?: (?:\\d+-)?(\\d+))?");
  /** What a place can say of an array: the first ten elements, or all. */
  private static final Pattern ELEMENT = Pattern.compile("[0-9*]");

  private PlaceCheck() {}

  /** @throws RuleFileException with the line of the place, if no message of that form has anything there */
  static void check(YamlNode form, YamlNode place) throws RuleFileException {
    String path = place.text();
    if (!reaches(form, path.split("\\.", -1), 0)) {
      throw place.error("no message of this form has anything at '" + path + "'");
    }
  }

  private static boolean reaches(YamlNode form, String[] steps, int depth) throws RuleFileException {
    if (depth == steps.length) {
      return true;
    }
    String step = steps[depth];
    if (form.isList()) {
      return reachesInRow(form.elements(), steps, depth);
    }
    if (!form.isMapping()) {
      return isOpen(form.text(), step) && !step.isEmpty();
    }
    Map<String, YamlNode> members = form.members();
    YamlNode choices = members.get("any_of");
    if (choices != null) {
      return reachesInAny(choices.elements(), steps, depth);
    }
    if (members.containsKey("size")) {
      return reachesInArray(members, steps, depth);
    }
    YamlNode member = members.get(step);
    return member == null ? !step.isEmpty() : reaches(member, steps, depth + 1);
  }

  private static boolean reachesInAny(List<YamlNode> forms, String[] steps, int depth) throws RuleFileException {
    for (YamlNode form : forms) {
      if (reaches(form, steps, depth)) {
        return true;
      }
    }
    return false;
  }

  private static boolean reachesInRow(List<YamlNode> elements, String[] steps, int depth) throws RuleFileException {
    String step = steps[depth];
    if (step.equals("*")) {
      return reachesInAny(elements, steps, depth + 1);
    }
    return isBelow(step, elements.size()) && reaches(elements.get(Integer.parseInt(step)), steps, depth + 1);
  }

  private static boolean reachesInArray(Map<String, YamlNode> members, String[] steps, int depth) throws RuleFileException {
    String step = steps[depth];
    String size = members.containsKey("size") ? members.get("size").text() : "";
    YamlNode own = step.equals("0") ? members.get("first") : step.equals("1") ? members.get("second") : null;
    YamlNode each = members.get("each");
    return isBelow(step, Integer.parseInt(size.substring(size.indexOf('-') + 1)))
        && (own == null || reaches(own, steps, depth + 1))
        && (each == null || reaches(each, steps, depth + 1));
  }

  private static boolean isBelow(String step, int size) {
    return ELEMENT.matcher(step).matches() && (step.equals("*") || Integer.parseInt(step) < size);
  }

  /** True for a word, or one of several, behind which anything may lie. */
  private static boolean isOpen(String words, String step) {
    for (String choice : words.split("\\|", -1)) {
      String word = choice.strip().replaceFirst("\\?$", "").strip();
      Matcher array = ARRAY.matcher(word);
      boolean isOpen = array.matches()
          ? isBelow(step, array.group(1) == null ? Integer.MAX_VALUE : Integer.parseInt(array.group(1)))
          : word.equals("any") || (word.equals("object") && !step.equals("*"));
      if (isOpen) {
        return true;
      }
    }
    return false;
  }
}
