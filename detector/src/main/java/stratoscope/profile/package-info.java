/** From coin, wallet, worker and agent to device, hash rate, rigs and power. */
@NullMarked
package stratoscope.profile;

import org.jspecify.annotations.NullMarked;
