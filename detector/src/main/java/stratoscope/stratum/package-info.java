/** The mining dialects: one class for each, the probe that tells them apart, and the events they give. */
@NullMarked
package stratoscope.stratum;

import org.jspecify.annotations.NullMarked;
