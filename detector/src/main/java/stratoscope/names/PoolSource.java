package stratoscope.names;

import org.jspecify.annotations.Nullable;

/**
 * Where rows of the directory were learned. Immutable.
 *
 * @param licence under which the source may be used
 * @param date its state, as its authors write it
 * @param trust from 0 to 1: what one of its rows is worth
 */
public record PoolSource(String id, String title, @Nullable String url, @Nullable String licence, @Nullable String date, double trust) {}
