package stratoscope.inventory;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Who had an address at a time, as a log says it. Times in microseconds since 1970. Immutable.
 *
 * @param id account, line, hardware address or client id, whatever the log knows its customers by
 * @param name that the customer's machine gave itself; null if none
 * @param source {@code dhcp}, {@code radius} or {@code nat}
 * @param privateAddress behind a carrier's NAT; null where there is none
 * @param fromMicros since when
 * @param toMicros until when; {@link Long#MAX_VALUE} if it had not ended
 */
public record Subscriber(String id, @Nullable String name, String source, @Nullable IpAddress privateAddress, long fromMicros,
    long toMicros) {}
