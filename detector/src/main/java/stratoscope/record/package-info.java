/** Access records: what was found, written down for machines. */
@NullMarked
package stratoscope.record;

import org.jspecify.annotations.NullMarked;
