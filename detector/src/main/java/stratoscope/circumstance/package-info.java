/** What lies around a connection and can't be hidden, and what it weighs: names looked up and called, addresses, certificates. */
@NullMarked
package stratoscope.circumstance;

import org.jspecify.annotations.NullMarked;
