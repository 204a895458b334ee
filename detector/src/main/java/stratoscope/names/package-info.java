/** Names in packets (DNS, TLS hellos, certificates), and those of pools: the directory that knows them, and the list of what is allowed. */
@NullMarked
package stratoscope.names;

import org.jspecify.annotations.NullMarked;
