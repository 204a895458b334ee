package stratoscope.circumstance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.names.CertificateChain;
import stratoscope.names.CertificateFacts;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** What one connection lets see of who talks to whom: names, and how TLS was opened. One thread. Bounded: the first names are kept. */
public final class Sightings {
  private static final int MAX_NAMES = 16;
  private static final int MAX_PORT = 65_535;

  private final List<Sighting> names = new ArrayList<>(2);
  private @Nullable ClientHello hello;
  private long helloPacket;
  private long helloMicros;
  private @Nullable String chosenProtocol;
  private @Nullable CertificateChain chain;
  private long chainPacket;
  private long chainMicros;
  private int portAsked;
  private boolean isBrowsers;

  /** Writes the names, those of the certificate among them; the rest is read once and weighs by then. */
  public void save(StateWriter out) {
    List<Sighting> all = new ArrayList<>(names);
    CertificateFacts facts = certificate();
    all.addAll(facts == null ? List.of() : hostsOf(facts));
    List<Sighting> kept = all.subList(0, Math.min(all.size(), MAX_NAMES));
    out.number(kept.size());
    kept.forEach(name -> out.text(name.how()).text(name.name()).number(name.port()).number(name.packetNumber())
        .number(name.timestampMicros()));
  }

  public void restore(StateReader in) throws StateException {
    for (int left = in.number(0, MAX_NAMES); left > 0; left--) {
      add(new Sighting(in.someText(), in.someText(), in.number(0, MAX_PORT), in.number(), in.number()));
    }
  }

  public void add(Sighting name) {
    if (names.size() < MAX_NAMES) {
      names.add(name);
    }
    portAsked = name.port() == 0 ? portAsked : name.port();
  }

  /** Says that a browser, or what gives itself out for one, asks in HTTP. */
  public void onBrowser() {
    isBrowsers = true;
  }

  /** Takes the first hello of a client; later ones answer a request to try again. */
  public void onClientHello(ClientHello clientHello, long micros, long packet) {
    if (hello == null) {
      hello = clientHello;
      helloPacket = packet;
      helloMicros = micros;
      if (clientHello.serverName() != null) {
        add(new Sighting("tls", clientHello.serverName(), 0, packet, micros));
      }
    }
  }

  /** Keeps the protocol that the server chose. */
  public void onServerHello(ServerHello serverHello) {
    if (chosenProtocol == null) {
      chosenProtocol = serverHello.protocol();
    }
  }

  /** Keeps the first certificates that were shown; they are read when that is worth the time. */
  public void onCertificates(CertificateChain shown, long micros, long packet) {
    if (chain == null) {
      chain = shown;
      chainPacket = packet;
      chainMicros = micros;
    }
  }

  /** Forgets them, as there is no room for them. */
  public void forgetCertificates() {
    chain = null;
  }

  /** Memory for certificates; the rest is a few names. */
  public int heldBytes() {
    return chain == null ? 0 : chain.heldBytes();
  }

  /** Null if none was shown. */
  public @Nullable CertificateChain chain() {
    return chain;
  }

  /** What the server's certificate says of it; null if none was shown, or it can't be read. */
  @Nullable CertificateFacts certificate() {
    return chain == null ? null : chain.leaf();
  }

  /** The hosts that a certificate is for, those that stand for many behind those that stand for themselves. */
  List<Sighting> hostsOf(CertificateFacts facts) {
    List<String> hosts = facts.hosts().isEmpty() && facts.subject() != null ? List.of(facts.subject()) : facts.hosts();
    return hosts.stream()
        .map(host -> new Sighting(Sighting.CERTIFICATE, host, 0, chainPacket, chainMicros))
        .sorted(Comparator.comparing(Sighting::isWildcard))
        .toList();
  }

  List<Sighting> names() {
    return names;
  }

  /** Null if none was seen. */
  @Nullable ClientHello hello() {
    return hello;
  }

  /** Protocols of ALPN: those that the client offers, or the one that the server chose if only that was seen. */
  List<String> protocols() {
    return hello != null ? hello.protocols() : chosenProtocol == null ? List.of() : List.of(chosenProtocol);
  }

  boolean isBrowsers() {
    return isBrowsers;
  }

  /** True of a server that was asked to go elsewhere. */
  boolean isProxy(IpAddress server) {
    return names.stream().anyMatch(Sighting::isAskedOfProxy) && names.stream().noneMatch(name -> server.equals(name.address()));
  }

  /** The port that was last said with a name; 0 if none was. */
  int portAsked() {
    return portAsked;
  }

  long helloPacket() {
    return helloPacket;
  }

  long helloMicros() {
    return helloMicros;
  }

  long chainPacket() {
    return chainPacket;
  }

  long chainMicros() {
    return chainMicros;
  }

  /** True if TLS was opened without naming the server. */
  public boolean isNameless() {
    return hello != null && hello.serverName() == null;
  }

  /** True if it names no protocol either. */
  public boolean isNamelessAltogether() {
    return isNameless() && protocols().isEmpty();
  }
}
