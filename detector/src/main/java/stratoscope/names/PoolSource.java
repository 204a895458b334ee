package stratoscope.names;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where rows of the directory were learned. Immutable.
 *
 * @param licence under which the source may be used
 * @param date its state, as its authors write it
 * @param trust from 0 to 1: what one of its rows is worth
 */
public record PoolSource(String id, String title, @Nullable String url, @Nullable String licence, @Nullable String date, double trust) {

  /** The source of that id; where it is not known one that is trusted. */
  public static PoolSource of(String id, Map<String, PoolSource> known) {
    PoolSource source = known.get(id);
    return source == null ? new PoolSource(id, id, null, null, null, 1) : source;
  }
}
