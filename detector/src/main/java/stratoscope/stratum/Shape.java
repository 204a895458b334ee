package stratoscope.stratum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value in a message must look like, compiled from the rule files; {@code rules/README.md} has the words. Immutable, and cheap: one
 * look at each character of a text at most.
 */
@FunctionalInterface
public interface Shape {
  /** Takes a JDK value of an {@link RpcMessage}; null stands for JSON's null and for what is missing. */
  boolean matches(@Nullable Object value);

  /**
   * Reads a shape written in one word or two: {@code text}, {@code hex 64}, {@code 0x 16}, {@code is EthereumStratum/1.0.0}; several with
   * {@code |} between them.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Shape of(String words) {
    List<Shape> choices = new ArrayList<>();
    for (String choice : words.split("\\|", -1)) {
      choices.add(Words.shape(choice.strip()));
    }
    return choices.size() == 1 ? choices.get(0) : any(choices);
  }

  /** An array that holds these in order; those at the end that take null may be missing. */
  static Shape row(List<Shape> elements) {
    Shape[] shapes = elements.toArray(Shape[]::new);
    int least = shapes.length;
    while (least > 0 && shapes[least - 1].matches(null)) {
      least--;
    }
    int atLeast = least;
    return value -> value instanceof List<?> list && list.size() >= atLeast && list.size() <= shapes.length && isRow(shapes, list);
  }

  private static boolean isRow(Shape[] shapes, List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      if (!shapes[i].matches(list.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** An array of so many of which each looks like this. */
  static Shape each(Shape element, int least, int most) {
    return value -> value instanceof List<?> list && list.size() >= least && list.size() <= most
        && list.stream().allMatch(element::matches);
  }

  /** An array that has this at a place; false if it ends in front of it and this does not take null. */
  static Shape at(int index, Shape element) {
    return value -> value instanceof List<?> list && element.matches(index < list.size() ? list.get(index) : null);
  }

  /** An array that holds such an element behind the first. */
  static Shape holds(Shape element) {
    return value -> value instanceof List<?> list && !list.isEmpty() && list.subList(1, list.size()).stream().anyMatch(element::matches);
  }

  /** All of these. */
  static Shape all(List<Shape> shapes) {
    return value -> shapes.stream().allMatch(shape -> shape.matches(value));
  }

  /** One of these at least. */
  static Shape any(List<Shape> shapes) {
    return value -> shapes.stream().anyMatch(shape -> shape.matches(value));
  }

  /** An object with these members, and any others. */
  static Shape object(Map<String, Shape> members) {
    Map<String, Shape> shapes = Map.copyOf(members);
    return value -> value instanceof Map<?, ?> map
        && shapes.entrySet().stream().allMatch(member -> member.getValue().matches(map.get(member.getKey())));
  }

  /** The words of the rule files. */
  final class Words {
    private static final Pattern RANGED = Pattern.compile("(text|hex|0x|digits|array) (\\d{1,6})(?:-(\\d{1,6}))?");
    /** No target is below 1, whatever the target of difficulty 1. */
    private static final double MAX_DIFFICULTY = Math.scalb(1.0, 256);
    private static final Pattern LITERAL = Pattern.compile("(is|starts) (\\S.*)");

    private Words() {}

    static Shape shape(String word) {
      if (word.endsWith("?")) {
        Shape shape = present(word.substring(0, word.length() - 1).strip());
        return value -> value == null || shape.matches(value);
      }
      return present(word);
    }

    private static Shape present(String word) {
      Matcher literal = LITERAL.matcher(word);
      if (literal.matches()) {
        String text = literal.group(2);
        return literal.group(1).equals("is") ? text::equals : value -> value instanceof String s && s.startsWith(text);
      }
      Matcher ranged = RANGED.matcher(word);
      if (ranged.matches()) {
        int least = Integer.parseInt(ranged.group(2));
        int most = ranged.group(3) == null ? least : Integer.parseInt(ranged.group(3));
        if (least > most) {
          throw new IllegalArgumentException("'" + word + "': the range is empty");
        }
        return ranged(ranged.group(1), least, most);
      }
      return simple(word);
    }

    private static Shape ranged(String kind, int least, int most) {
      return switch (kind) {
        case "hex" -> value -> Shapes.isHex(value, least, most);
        case "0x" -> value -> Shapes.isPrefixedHex(value, least, most);
        case "text" -> value -> value instanceof String text && text.length() >= least && text.length() <= most;
        case "digits" -> value -> value instanceof String text && text.length() >= least && text.length() <= most
            && isAll(text, c -> c >= '0' && c <= '9');
        default -> value -> value instanceof List<?> list && list.size() >= least && list.size() <= most;
      };
    }

    private static boolean isAll(String text, IntPredicate test) {
      return text.chars().allMatch(test);
    }

    private static Shape simple(String word) {
      return switch (word) {
        case "any" -> value -> true;
        case "null" -> value -> value == null;
        case "text" -> String.class::isInstance;
        case "name" -> value -> value instanceof String text && !text.isEmpty();
        case "bool" -> Boolean.class::isInstance;
        case "true" -> Boolean.TRUE::equals;
        case "empty" -> ""::equals;
        case "number" -> Number.class::isInstance;
        case "integer" -> Shapes::isInteger;
        case "array" -> List.class::isInstance;
        case "object" -> Map.class::isInstance;
        case "difficulty" -> value -> value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= MAX_DIFFICULTY;
        case "subscriptions" -> value -> value instanceof List && String.valueOf(value).contains("mining.");
        case "scalar" -> value -> value instanceof String || value instanceof Number;
        default -> throw new IllegalArgumentException("unknown shape '" + word
            + "' (known: any, null, text, name, empty, bool, true, number, integer, difficulty, scalar, array, object, subscriptions, "
            + "text N-M, digits N-M, hex N-M, 0x N-M, array N-M, is WORD, starts WORD; ? behind one where it may be missing)");
      };
    }
  }
}
