/** Observations, the rules that weigh them, and the verdict they add up to. */
@NullMarked
package stratoscope.evidence;

import org.jspecify.annotations.NullMarked;
