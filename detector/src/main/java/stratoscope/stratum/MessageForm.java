package stratoscope.stratum;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;

/**
 * A message that a rule file describes: what it does, what comes with it, and where in it the things stand that matter. Immutable.
 *
 * @param rule the sign that a message of this form is
 * @param method of the request or notification; of an answer, the method that was asked
 * @param act what the message does
 * @param kind of message
 * @param shape of what comes with it
 * @param places where in that things stand
 * @param facts what the form alone tells
 */
public record MessageForm(Rule rule, String method, Act act, Kind kind, Shape shape, Map<Part, Place> places, Facts facts) {

  /** Which messages a form is for. */
  public enum Kind {
    REQUEST,
    /** A request that other services send, too: it opens no conversation by itself against one that is certain. */
    COMMON_REQUEST,
    /** The {@code result} of a request that was seen. */
    ANSWER,
    /** A {@code result} whose shape tells what it is though the request was not seen. */
    UNASKED_ANSWER,
    /** The {@code error} of a request that was not seen. */
    ERROR
  }

  /** What can stand in a message. */
  public enum Part {
    JOB, USER, PASSWORD, WORKER, AGENT, HOST, PORT,
    /** A port written in hex. */
    PORT_HEX,
    SESSION, EXTRANONCE, HEIGHT,
    /** The number below which a share's hash must be, in hex, most significant digit first. */
    TARGET,
    DIFFICULTY, ALGORITHM, PERSONALIZATION,
    /** The network's target in Bitcoin's compact form. */
    BITS,
    /** What stands in front of and behind the extranonce in a coinbase transaction. */
    COINBASE1, COINBASE2,
    HASHRATE, TEXT,
    /** Id of the request that is answered. */
    REQUEST,
    RESULT;

    /** The key in rule files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is mined wherever a message of this form is met; null and empty where it tells nothing. */
  public record Facts(@Nullable String algorithm, List<String> coins) {
    public static final Facts NONE = new Facts(null, List.of());

    boolean isNone() {
      return algorithm == null && coins.isEmpty();
    }
  }

  public MessageForm {
    EnumMap<Part, Place> copy = new EnumMap<>(Part.class);
    copy.putAll(places);
    places = copy;
  }

  boolean isCommon() {
    return kind == Kind.COMMON_REQUEST || kind == Kind.ERROR;
  }

  boolean has(Part part) {
    return places.containsKey(part);
  }

  /** The value at a part's place; null if the form has none or it is not there. */
  @Nullable Object value(Part part, @Nullable Object values) {
    Place place = places.get(part);
    return place == null ? null : place.in(values);
  }

  /** The same if it is a text or a number, as text. */
  @Nullable String text(Part part, @Nullable Object values) {
    return textOf(value(part, values));
  }

  private static @Nullable String textOf(@Nullable Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  /** All values at a part's place that are texts or numbers, as text. */
  List<String> texts(Part part, @Nullable Object values) {
    Place place = places.get(part);
    return place == null
        ? List.of()
        : place.allIn(values).stream().filter(value -> textOf(value) != null).map(Object::toString).toList();
  }
}
