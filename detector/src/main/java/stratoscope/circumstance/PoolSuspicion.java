package stratoscope.circumstance;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Attention;
import stratoscope.flow.HttpScreen;
import stratoscope.flow.Suspicion;
import stratoscope.names.CertificateChain;
import stratoscope.names.ServerNameScan;
import stratoscope.names.TlsStart;
import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;

/**
 * Looks at the first payload of connections that are no text for what leads to a pool. One thread; makes no object for a connection of no
 * interest.
 */
final class PoolSuspicion implements Suspicion {
  private static final int MAX_HELLO_BYTES = 4096;
  private static final int MAX_NAME_BYTES = 253;

  private final Circumstances circumstances;
  private final ServerNameScan scan = new ServerNameScan();
  private final byte[] copy = new byte[MAX_HELLO_BYTES];

  PoolSuspicion(Circumstances circumstances) {
    this.circumstances = circumstances;
  }

  @Override
  public @Nullable Attention attentionFor(TcpSegment segment) {
    int from = segment.payloadOffset;
    int to = from + segment.payloadLength;
    if (isOfDns(segment)) {
      return Attention.DNS;
    }
    boolean isClientHello = TlsStart.isCutClientHello(segment.data, from, to);
    if (isClientHello || TlsStart.isServerHelloStart(segment.data, from, to)) {
      Attention byHello = isClientHello ? ofClientHello(segment) : ofServerHello(segment);
      return byHello != Attention.TLS && isKnown(segment) ? Attention.TLS : byHello;
    }
    return isKnown(segment) ? Attention.ENDPOINT : null;
  }

  @Override
  public Attention attentionForPiece(TcpSegment segment) {
    return isOfDns(segment) ? Attention.DNS : Attention.TLS;
  }

  @Override
  public boolean isOfDns(TcpSegment segment) {
    return segment.sourcePort == Lookups.DNS_PORT || segment.destinationPort == Lookups.DNS_PORT;
  }

  /**
   * Asked once for each connection that begins with HTTP, and looks no further than to the line that names the host. If that line is not
   * all there yet, the rest is waited for.
   */
  @Override
  public @Nullable Attention attentionForHttp(TcpSegment request) {
    int end = request.payloadOffset + request.payloadLength;
    int at = HttpScreen.hostAt(request.data, request.payloadOffset, end);
    if (at < 0) {
      return at == HttpScreen.CUT_BEFORE_HOST && request.missingLength == 0 ? Attention.POOL_ASKED : null;
    }
    while (at < end && request.data.get(at) == ' ') {
      at++;
    }
    int length = 0;
    while (at + length < end && length < MAX_NAME_BYTES && isOfName(request.data.get(at + length))) {
      copy[length] = request.data.get(at + length);
      length++;
    }
    boolean isCut = at + length == end && request.missingLength == 0;
    return isCut || circumstances.isMiningHost(copy, length, request.destinationPort) ? Attention.POOL_ASKED : null;
  }

  @Override
  public @Nullable Attention attentionForText(TcpSegment segment) {
    return isKnown(segment) ? Attention.WORDS : null;
  }

  private static boolean isOfName(byte b) {
    return b != ':' && HttpScreen.isOfHost(b);
  }

  /**
   * Where TLS is nothing special a name tells all, and a server that is not named is judged by its answer; elsewhere all are. On the web's
   * ports nearly everybody names the server, or the web's protocols at least.
   */
  private @Nullable Attention ofClientHello(TcpSegment hello) {
    if (hello.payloadLength <= TlsStart.RECORD_HEADER_BYTES) {
      return Attention.TLS;
    }
    boolean isTlsPort = circumstances.options().isTlsPort(hello.destinationPort);
    return switch (scan.scan(copy, 0, copy(hello))) {
      case NAMED -> isPoolNamed(hello) ? Attention.TLS : isTlsPort ? null : Attention.LATER;
      case NAMELESS -> !isTlsPort ? Attention.TLS
          : circumstances.options().isWebPort(hello.destinationPort) && !scan.hasProtocols() ? Attention.HIDDEN : Attention.LATER;
      case CUT -> Attention.TLS;
    };
  }

  /** The client's hello was not seen, or names nobody: then the certificate may, of which the subject is in the first segment. */
  private @Nullable Attention ofServerHello(TcpSegment hello) {
    int to = hello.payloadOffset + hello.payloadLength;
    int behind = TlsStart.behindServerHello(hello.data, hello.payloadOffset, to);
    if (behind < 0 && circumstances.options().isWebPort(hello.sourcePort)) {
      return Attention.HIDDEN;
    }
    boolean isTelling = behind == to ? hello.missingLength == 0
        : behind > 0 && CertificateChain.hasText(copy, behind - hello.payloadOffset, copy(hello), circumstances::isPool);
    return isTelling ? Attention.TLS : null;
  }

  private int copy(TcpSegment hello) {
    int length = Math.min(hello.payloadLength, MAX_HELLO_BYTES);
    hello.data.get(hello.payloadOffset, copy, 0, length);
    return length;
  }

  private boolean isPoolNamed(TcpSegment hello) {
    boolean isPools = circumstances.pools().screen(copy, scan.from(), scan.to(), hello.destinationPort) >= 0;
    if (!isPools && circumstances.mayHold(hello.destinationHigh, hello.destinationLow)) {
      circumstances.onOtherName(new IpAddress(hello.destinationHigh, hello.destinationLow),
          new String(copy, scan.from(), scan.to() - scan.from(), StandardCharsets.ISO_8859_1),
          new IpAddress(hello.sourceHigh, hello.sourceLow), hello.timestampMicros);
    }
    return isPools;
  }

  private boolean isKnown(TcpSegment segment) {
    return circumstances.isKnown(segment.destinationHigh, segment.destinationLow, segment.destinationPort, segment.timestampMicros)
        || circumstances.isKnown(segment.sourceHigh, segment.sourceLow, segment.sourcePort, segment.timestampMicros);
  }
}
