/** Names in packets: DNS, TLS hellos and certificates. */
@NullMarked
package stratoscope.names;

import org.jspecify.annotations.NullMarked;
