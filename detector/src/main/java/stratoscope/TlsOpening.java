package stratoscope;

import io.netty.buffer.ByteBuf;
import stratoscope.flow.Direction;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;
import stratoscope.names.TlsReader;
import stratoscope.names.TlsSink;
import stratoscope.stratum.ConversationObserver;

/** How both sides of a connection open TLS that nothing else carries: tells an observer what each shows. One thread. */
final class TlsOpening {
  private final TlsReader fromOriginator;
  private final TlsReader fromResponder;

  TlsOpening(ConversationObserver observer) {
    fromOriginator = new TlsReader(new End(Direction.FROM_ORIGINATOR, observer));
    fromResponder = new TlsReader(new End(Direction.FROM_RESPONDER, observer));
  }

  /** What one side says, with the side. */
  private record End(Direction from, ConversationObserver observer) implements TlsSink {
    @Override
    public void onClientHello(ClientHello hello) {
      observer.onClientHello(from, hello);
    }

    @Override
    public void onCutHello(String serverName) {
      observer.onDestination("tls", serverName, 0);
    }

    @Override
    public void onServerHello(ServerHello hello) {
      observer.onServerHello(hello);
    }

    @Override
    public void onCertificates(CertificateChain chain) {
      observer.onCertificates(from, chain);
    }
  }

  private TlsReader reader(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }

  /** Takes the next bytes of one side; leaves the buffer's reader index where it is. */
  void onBytes(Direction from, ByteBuf bytes) {
    reader(from).onBytes(bytes.duplicate());
  }

  /** True if nothing more of a side will be read. */
  boolean isOver(Direction from) {
    return reader(from).isOver();
  }

  /** Gives up reading a side, and what is held of it. */
  void end(Direction from) {
    reader(from).end();
  }

  /** Gives up reading both. */
  void end() {
    fromOriginator.end();
    fromResponder.end();
  }

  /** Memory for the messages at hand. */
  int heldBytes() {
    return fromOriginator.heldBytes() + fromResponder.heldBytes();
  }
}
