package stratoscope.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is wrong with a folder of rules, not only the first thing. Immutable.
 *
 * @param errors one line each, file and line first; rules with errors are not used
 * @param warnings the same of what is read but surely not meant so
 * @param knowledge what the rules say; null if there are errors
 */
public record RuleCheck(List<String> errors, List<String> warnings, @Nullable Knowledge knowledge) {}
