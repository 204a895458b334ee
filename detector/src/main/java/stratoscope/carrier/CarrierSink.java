package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;

/** Receives what travels inside the carriers of one flow. Called by the flow's thread, in the order of the bytes of each direction. */
public interface CarrierSink {
  /** Takes the next bytes of the innermost stream: what is inside SOCKS or CONNECT, or TCP's own. Only valid during the call. */
  void onStream(Direction from, ByteBuf bytes);

  /** Says that bytes of that stream are missing here. */
  void onStreamGap(Direction from);

  /**
   * Takes one whole message, which is never empty and only valid during the call.
   *
   * @param body of an HTTP message (unchunked and decompressed), or a WebSocket text or binary message (unmasked, put together, inflated)
   * @param head of the HTTP message; null for WebSocket
   */
  void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head);

  /**
   * Says that this direction begins as a visit to the web does; true if it needn't be read.
   *
   * @param host whom a request asks for, as its header Host says, empty if none does; null for a response
   * @param isInPieces whether its head was cut
   */
  boolean onVisit(Direction from, @Nullable String host, boolean isInPieces);

  /** Takes the head of an HTTP message, before its body, if any. */
  void onHead(Direction from, HttpHead head);

  /** Takes where a client asks an HTTP proxy to be led, whatever it answers, or whom it names in a hello of TLS that was cut. */
  default void onAsked(Direction from, Carrier carrier, String host, int port) {}

  /**
   * Says that a carrier was opened inside the one before. Told once for each, as soon as either direction proves it.
   *
   * @param from who asked for it, whichever direction proved it
   * @param host where to, as named in the request: the target of SOCKS and CONNECT, the Host of a WebSocket upgrade; null if not seen
   * @param port of that host, 0 if unknown
   * @param user name given to the proxy (SOCKS, or Basic Proxy-Authorization), null if none
   */
  void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user);

  /** Says that this direction goes on in TLS, of which only the handshake's clear part will be told. */
  default void onTls(Direction from) {}

  /** Takes a hello that opens TLS inside the carriers before. */
  default void onClientHello(Direction from, ClientHello hello) {}

  /** Takes what the server answers to it. */
  default void onServerHello(Direction from, ServerHello hello) {}

  /** Says that this direction of TLS has shown all that is clear. */
  default void onTlsOpened(Direction from) {}

  /** Takes the certificates that a side shows, up to TLS 1.2. */
  default void onCertificates(Direction from, CertificateChain chain) {}
}
