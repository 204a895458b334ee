package stratoscope.names;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a reader found, kept. */
final class RecordedEvents implements TlsSink {
  final List<ClientHello> clientHellos = new ArrayList<>();
  final List<ServerHello> serverHellos = new ArrayList<>();
  final List<CertificateChain> chains = new ArrayList<>();
  /** All events in order, as text. */
  final List<String> all = new ArrayList<>();

  private RecordedEvents() {}

  /** Of a stream in one piece. */
  static RecordedEvents of(byte[] stream) {
    return inPieces(stream, stream.length + 1);
  }

  /** Of a stream in pieces of so many bytes. */
  static RecordedEvents inPieces(byte[] stream, int pieceBytes) {
    RecordedEvents events = new RecordedEvents();
    TlsReader reader = new TlsReader(events);
    for (int at = 0; at < stream.length; at += pieceBytes) {
      reader.onBytes(Unpooled.copiedBuffer(stream, at, Math.min(pieceBytes, stream.length - at)));
    }
    return events;
  }

  /** Of a stream cut at random. */
  static RecordedEvents cutAtRandom(byte[] stream, Random random) {
    RecordedEvents events = new RecordedEvents();
    TlsReader reader = new TlsReader(events);
    for (int at = 0; at < stream.length;) {
      int end = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 800));
      reader.onBytes(Unpooled.copiedBuffer(stream, at, end - at));
      at = end;
    }
    return events;
  }

  @Override
  public void onClientHello(ClientHello hello) {
    clientHellos.add(hello);
    all.add("client hello " + hello.highestVersion() + " " + hello.serverName() + " " + hello.protocols()
        + " " + hello.ja3Text() + " " + hello.ja4());
  }

  @Override
  public void onServerHello(ServerHello hello) {
    serverHellos.add(hello);
    all.add(hello.toString());
  }

  @Override
  public void onCertificates(CertificateChain chain) {
    chains.add(chain);
    all.add("certificate " + chain.leaf());
  }
}
