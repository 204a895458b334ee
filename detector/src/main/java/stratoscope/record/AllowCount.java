package stratoscope.record;

import stratoscope.names.AllowEntry;

/**
 * What became of one entry of an allow list in a run.
 *
 * @param silenced findings that nobody was told of
 * @param missed findings that it would have silenced, had it not expired
 */
public record AllowCount(AllowEntry entry, long silenced, long missed) {}
