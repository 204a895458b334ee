/** What mining travels in: HTTP, WebSocket, SOCKS, CONNECT and TLS. */
@NullMarked
package stratoscope.carrier;

import org.jspecify.annotations.NullMarked;
