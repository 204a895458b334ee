/** Packets off the wire: through the kernel's ring, or through libpcap. */
@NullMarked
package stratoscope.capture.live;

import org.jspecify.annotations.NullMarked;
