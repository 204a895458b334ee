package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;
import stratoscope.names.TlsReader;
import stratoscope.names.TlsSink;

/** One direction of TLS: hands over what its handshake tells in clear, and drops the rest. Holds a message of 64 KiB at most. */
final class TlsStage implements Stage, TlsSink {
  private final Way way;
  private final TlsReader reader = new TlsReader(this);
  private boolean isOver;

  TlsStage(Way way, int depth) {
    this.way = way;
    way.layers.at(depth).recognise(Carrier.TLS);
    way.sink.onTls(way.from);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    reader.onBytes(in);
    tellOver();
    return this;
  }

  private void tellOver() {
    if (!isOver && reader.isOver()) {
      isOver = true;
      way.sink.onTlsOpened(way.from);
    }
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    reader.end();
    tellOver();
    return this;
  }

  @Override
  public int heldBytes() {
    return reader.heldBytes();
  }

  @Override
  public void release() {
    reader.end();
    tellOver();
  }

  @Override
  public void onClientHello(ClientHello hello) {
    way.sink.onClientHello(way.from, hello);
  }

  @Override
  public void onCutHello(String serverName) {
    way.sink.onAsked(way.from, Carrier.TLS, serverName, 0);
  }

  @Override
  public void onServerHello(ServerHello hello) {
    way.sink.onServerHello(way.from, hello);
  }

  @Override
  public void onCertificates(CertificateChain chain) {
    way.sink.onCertificates(way.from, chain);
  }
}
