/** What lies around a connection and can't be hidden: the names looked up and called, the addresses, the certificates, and what they weigh. */
@NullMarked
package stratoscope.circumstance;

import org.jspecify.annotations.NullMarked;
