/** The ledger of what is known of each IP address. */
@NullMarked
package stratoscope.host;

import org.jspecify.annotations.NullMarked;
