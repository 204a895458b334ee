package stratoscope.config.lists;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import stratoscope.names.Confidence;
import stratoscope.names.PoolKind;

/**
 * What is said of all hosts of an imported list, since lists do not say it. Immutable.
 *
 * @param pool operator's name
 * @param expires the first day on which the rows say nothing any more; null for so many days after the newest day in the list, or today
 * @param isPrivateAllowed whether addresses that the Internet does not route are taken
 */
public record ListOptions(PoolKind kind, Confidence confidence, String source, @Nullable String pool, @Nullable LocalDate expires,
    int expiresAfterDays, boolean isPrivateAllowed) {}
