package stratoscope.circumstance;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Attention;
import stratoscope.flow.Suspicion;
import stratoscope.names.PoolDirectory;
import stratoscope.names.ServerNameScan;
import stratoscope.names.TlsStart;
import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;

/**
 * Looks at the first payload of connections that are no text for what leads to a pool. One thread; makes no object for a connection of no
 * interest, as long as no address was learned.
 */
final class PoolSuspicion implements Suspicion {
  private static final int DNS_PORT = 53;
  private static final int MAX_HELLO_BYTES = 4096;

  private final PoolDirectory pools;
  private final LearnedEndpoints learned;
  private final Circumstances circumstances;
  private final ServerNameScan scan = new ServerNameScan();
  private final byte[] copy = new byte[MAX_HELLO_BYTES];

  PoolSuspicion(PoolDirectory pools, LearnedEndpoints learned, Circumstances circumstances) {
    this.pools = pools;
    this.learned = learned;
    this.circumstances = circumstances;
  }

  @Override
  public @Nullable Attention attentionFor(TcpSegment segment) {
    int from = segment.payloadOffset;
    int to = from + segment.payloadLength;
    if (segment.sourcePort == DNS_PORT || segment.destinationPort == DNS_PORT) {
      return Attention.DNS;
    }
    if (TlsStart.isClientHelloStart(segment.data, from, to)) {
      return isTelling(segment) || isKnown(segment) ? Attention.TLS : null;
    }
    if (TlsStart.isServerHelloStart(segment.data, from, to)) {
      return Attention.TLS; // the client's hello was not seen
    }
    return isKnown(segment) ? Attention.ENDPOINT : null;
  }

  /** True unless the hello names a server that is no pool's. */
  private boolean isTelling(TcpSegment hello) {
    int length = Math.min(hello.payloadLength, MAX_HELLO_BYTES);
    hello.data.get(hello.payloadOffset, copy, 0, length);
    if (scan.scan(copy, 0, length) != ServerNameScan.Result.NAMED) {
      return true;
    }
    boolean isPools = pools.byName(copy, scan.from(), scan.to(), hello.destinationPort) >= 0;
    if (!isPools && !learned.isEmpty()) {
      learned.onOtherName(new IpAddress(hello.destinationHigh, hello.destinationLow),
          new String(copy, scan.from(), scan.to() - scan.from(), StandardCharsets.ISO_8859_1));
    }
    return isPools;
  }

  private boolean isKnown(TcpSegment segment) {
    return circumstances.isKnown(segment.destinationHigh, segment.destinationLow, segment.destinationPort, segment.timestampMicros)
        || circumstances.isKnown(segment.sourceHigh, segment.sourceLow, segment.sourcePort, segment.timestampMicros);
  }
}
