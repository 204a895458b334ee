/** Keys, the flow table and the reassembly of TCP streams. */
@NullMarked
package stratoscope.flow;

import org.jspecify.annotations.NullMarked;
