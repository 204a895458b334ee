/** Header views over raw bytes: link layers, tunnels, IP fragments, TCP and UDP. */
@NullMarked
package stratoscope.packet;

import org.jspecify.annotations.NullMarked;
