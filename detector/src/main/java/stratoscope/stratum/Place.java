package stratoscope.stratum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a message a value stands: steps into arrays and objects, {@code 2}, {@code jobId}, {@code 0.jobId}; {@code *} means every
 * element of an array. Immutable.
 */
public final class Place {
  private static final String EVERY = "*";

  private final String[] steps;

  private Place(String[] steps) {
    this.steps = steps;
  }

  public static Place of(String path) {
    return new Place(path.split("\\.", -1));
  }

  /** The first value there; null if there is none. */
  @Nullable Object in(@Nullable Object values) {
    Object value = values;
    for (String step : steps) {
      value = step(value, step.equals(EVERY) ? "0" : step);
    }
    return value;
  }

  /** All values there, in order. */
  List<Object> allIn(@Nullable Object values) {
    List<Object> found = new ArrayList<>();
    collect(values, 0, found);
    return found;
  }

  private void collect(@Nullable Object value, int depth, List<Object> found) {
    if (depth == steps.length) {
      if (value != null) {
        found.add(value);
      }
    } else if (steps[depth].equals(EVERY)) {
      RpcMessage.array(value).forEach(element -> collect(element, depth + 1, found));
    } else {
      collect(step(value, steps[depth]), depth + 1, found);
    }
  }

  private static @Nullable Object step(@Nullable Object value, String step) {
    if (value instanceof Map<?, ?> map) {
      return map.get(step);
    }
    int index = step.length() == 1 && value instanceof List ? step.charAt(0) - '0' : -1;
    return value instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
  }
}
