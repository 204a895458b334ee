package stratoscope.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stratoscope.stratum.Shape;

/** Reads what a message looks like out of a rule file: words, a list for an array, a mapping for an object or for what an array has. */
final class ShapeNode {
  private static final Set<String> ARRAY_KEYS = Set.of("size", "first", "second", "each", "holds");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  /** Deeper than any message that is parsed. */
  private static final int MAX_DEPTH = 16;
  /** More than any message needs; a short file of aliases to aliases says millions. */
  private static final int MAX_SHAPES = 1000;

  private int shapes;

  private ShapeNode() {}

  static Shape shape(YamlNode node) throws RuleFileException {
    return new ShapeNode().shape(node, 0);
  }

  private Shape shape(YamlNode node, int depth) throws RuleFileException {
    if (depth > MAX_DEPTH) {
      throw node.error("shapes lie more than " + MAX_DEPTH + " deep in each other");
    }
    if (++shapes > MAX_SHAPES) {
      throw node.error("more than " + MAX_SHAPES + " shapes in one form");
    }
    if (node.isList()) {
      return Shape.row(each(node, depth));
    }
    if (!node.isMapping()) {
      try {
        return Shape.of(node.text());
      } catch (IllegalArgumentException e) {
        throw node.error(String.valueOf(e.getMessage()));
      }
    }
    Map<String, YamlNode> members = node.members();
    if (members.containsKey("any_of")) {
      return Shape.any(each(node.member(node.members(Set.of("any_of")), "any_of"), depth));
    }
    return members.containsKey("size") ? array(node, depth) : object(members, depth);
  }

  private List<Shape> each(YamlNode list, int depth) throws RuleFileException {
    List<Shape> found = new ArrayList<>();
    for (YamlNode element : list.elements()) {
      found.add(shape(element, depth + 1));
    }
    return found;
  }

  private Shape array(YamlNode node, int depth) throws RuleFileException {
    Map<String, YamlNode> members = node.members(ARRAY_KEYS);
    YamlNode size = node.member(members, "size");
    Matcher range = SIZE.matcher(size.text());
    if (!range.matches()) {
      throw size.error("size must be a number or a range (3-20)");
    }
    int least = Integer.parseInt(range.group(1));
    int most = range.group(2) == null ? least : Integer.parseInt(range.group(2));
    if (least > most) {
      throw size.error("'" + size.text() + "': the range is empty");
    }
    Shape each = members.containsKey("each") ? shape(node.member(members, "each"), depth + 1) : Shape.of("any");
    List<Shape> parts = new ArrayList<>(List.of(Shape.each(each, least, most)));
    if (members.containsKey("first")) {
      parts.add(Shape.at(0, shape(node.member(members, "first"), depth + 1)));
    }
    if (members.containsKey("second")) {
      parts.add(Shape.at(1, shape(node.member(members, "second"), depth + 1)));
    }
    if (members.containsKey("holds")) {
      parts.add(Shape.holds(shape(node.member(members, "holds"), depth + 1)));
    }
    return Shape.all(parts);
  }

  private Shape object(Map<String, YamlNode> members, int depth) throws RuleFileException {
    Map<String, Shape> found = new HashMap<>();
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      found.put(member.getKey(), shape(member.getValue(), depth + 1));
    }
    return Shape.object(found);
  }
}
