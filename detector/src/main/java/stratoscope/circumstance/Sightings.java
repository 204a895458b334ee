package stratoscope.circumstance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.names.CertificateChain;
import stratoscope.names.CertificateFacts;
import stratoscope.names.ClientHello;

/** What one connection lets see of who talks to whom: names, and how TLS was opened. One thread. Bounded: the first names are kept. */
public final class Sightings {
  private static final int MAX_NAMES = 16;
  private static final String WILDCARD = "*.";

  private final List<Sighting> names = new ArrayList<>(2);
  private @Nullable ClientHello hello;
  private long helloPacket;
  private long helloMicros;
  private boolean isSelfSigned;

  public void add(Sighting name) {
    if (names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  /** Takes the first hello of a client; later ones answer a request to try again. */
  public void onClientHello(ClientHello clientHello, int port, long micros, long packet) {
    if (hello == null) {
      hello = clientHello;
      helloPacket = packet;
      helloMicros = micros;
      if (clientHello.serverName() != null) {
        add(new Sighting("tls", clientHello.serverName(), port, packet, micros));
      }
    }
  }

  public void onCertificates(CertificateChain chain, long micros, long packet) {
    CertificateFacts facts = chain.leaf();
    if (facts == null) {
      return;
    }
    isSelfSigned = facts.isSelfSigned();
    for (String host : facts.hosts()) {
      add(new Sighting(Sighting.CERTIFICATE, host.startsWith(WILDCARD) ? host.substring(WILDCARD.length()) : host, 0, packet, micros));
    }
    if (facts.hosts().isEmpty() && facts.subject() != null) {
      add(new Sighting(Sighting.CERTIFICATE, facts.subject(), 0, packet, micros));
    }
  }

  List<Sighting> names() {
    return names;
  }

  /** Null if none was seen. */
  @Nullable ClientHello hello() {
    return hello;
  }

  long helloPacket() {
    return helloPacket;
  }

  long helloMicros() {
    return helloMicros;
  }

  boolean isSelfSigned() {
    return isSelfSigned;
  }

  /** True if TLS was opened without naming the server. */
  public boolean isNameless() {
    return hello != null && hello.serverName() == null;
  }
}
