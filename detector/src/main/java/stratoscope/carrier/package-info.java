/** What mining travels in: HTTP, WebSocket, SOCKS, CONNECT, one inside the other. */
@NullMarked
package stratoscope.carrier;

import org.jspecify.annotations.NullMarked;
