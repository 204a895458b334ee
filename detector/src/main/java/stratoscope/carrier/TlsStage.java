package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.TlsReader;
import stratoscope.names.TlsSink;

/** One direction of TLS: hands over what its handshake tells in clear, and drops the rest. Holds a message of 64 KiB at most. */
final class TlsStage implements Stage, TlsSink {
  private final Way way;
  private final TlsReader reader = new TlsReader(this);

  TlsStage(Way way, int depth) {
    this.way = way;
    way.layers.at(depth).recognise(Carrier.TLS);
    way.sink.onTls(way.from);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    reader.onBytes(in);
    return this;
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    reader.end();
    return this;
  }

  @Override
  public void release() {
    reader.end();
  }

  @Override
  public void onClientHello(ClientHello hello) {
    way.sink.onClientHello(way.from, hello);
  }

  @Override
  public void onCertificates(CertificateChain chain) {
    way.sink.onCertificates(way.from, chain);
  }
}
