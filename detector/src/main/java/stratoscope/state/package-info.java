/** What a sensor knows, kept over a restart: one file of records, written and read piece by piece. */
@NullMarked
package stratoscope.state;

import org.jspecify.annotations.NullMarked;
