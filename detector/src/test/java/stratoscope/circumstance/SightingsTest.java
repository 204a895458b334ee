package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.START;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;
import stratoscope.names.TlsReader;
import stratoscope.names.TlsSink;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** What is kept of one connection. */
class SightingsTest {
  private final Sightings sightings = new Sightings();

  /** Gives the sightings what a recorded connection shows. */
  private void see(TlsKeys keys, TlsOptions options, boolean isClientSeen, int packet) {
    RecordedTls tls = RecordedTls.session(new TlsPeers(keys), options, List.of());
    TlsReader reader = new TlsReader(new TlsSink() {
      @Override
      public void onClientHello(ClientHello hello) {
        sightings.onClientHello(hello, START + packet, packet);
      }

      @Override
      public void onServerHello(ServerHello hello) {
        sightings.onServerHello(hello);
      }

      @Override
      public void onCertificates(CertificateChain chain) {
        sightings.onCertificates(chain, START + packet, packet);
      }
    });
    reader.onBytes(Unpooled.wrappedBuffer(tls.stream(isClientSeen)));
  }

  @Test
  void nothing_isNothing() {
    assertThat(sightings.names()).isEmpty();
    assertThat(sightings.hello()).isNull();
    assertThat(sightings.chain()).isNull();
    assertThat(sightings.certificate()).isNull();
    assertThat(sightings.protocols()).isEmpty();
    assertThat(sightings.isNameless()).as("no TLS was seen").isFalse();
  }

  @Test
  void names_areKeptUpToABound_theFirstOfThem() {
    for (int i = 0; i < 20; i++) {
      sightings.add(new Sighting("http", "host" + i + ".example", 0, i, START));
    }
    assertThat(sightings.names()).hasSize(16).first().extracting(Sighting::name).isEqualTo("host0.example");
  }

  @Test
  void firstHello_counts() {
    see(TlsKeys.chain("backend.example"), TlsOptions.tls13().withServerName("one.example").withProtocols("h2"), true, 5);
    see(TlsKeys.chain("backend.example"), TlsOptions.tls13().withServerName("two.example"), true, 9);
    assertThat(sightings.names()).singleElement().isEqualTo(new Sighting("tls", "one.example", 0, 5, START + 5));
    assertThat(sightings.helloPacket()).isEqualTo(5);
    assertThat(sightings.helloMicros()).isEqualTo(START + 5);
    assertThat(sightings.protocols()).containsExactly("h2");
    assertThat(sightings.isNameless()).isFalse();
  }

  @Test
  void helloWithoutName_isNameless() {
    see(TlsKeys.chain("backend.example"), TlsOptions.tls13(), true, 5);
    assertThat(sightings.isNameless()).isTrue();
    assertThat(sightings.names()).isEmpty();
  }

  @Test
  void protocol_thatTheServerChose_standsInForTheClients() {
    see(TlsKeys.chain("backend.example"), TlsOptions.tls12().withProtocols("h2", "http/1.1"), false, 5);
    assertThat(sightings.protocols()).containsExactly("h2");
  }

  @Test
  void certificate_isThatOfTheServer_wildcardsLast() {
    see(TlsKeys.chain("pool.example"), TlsOptions.tls12(), false, 6);
    see(TlsKeys.selfSigned("other.example"), TlsOptions.tls12(), false, 9);
    assertThat(sightings.certificate().subject()).isEqualTo("pool.example");
    assertThat(sightings.certificate().isSelfSigned()).isFalse();
    List<Sighting> hosts = sightings.hostsOf(sightings.certificate());
    assertThat(hosts).extracting(Sighting::name).containsExactly("pool.example", "*.pool.example");
    assertThat(hosts).extracting(Sighting::isWildcard).containsExactly(false, true);
    assertThat(hosts).allSatisfy(host -> {
      assertThat(host.isCertificates()).isTrue();
      assertThat(host.packetNumber()).isEqualTo(6);
      assertThat(host.text()).startsWith("certificate ");
    });
  }

  @Test
  void text_namesThePort() {
    assertThat(new Sighting("http-connect", "pool.example", 3333, 1, START).text()).isEqualTo("http-connect pool.example:3333");
    assertThat(new Sighting("tls", "pool.example", 0, 1, START).text()).isEqualTo("tls pool.example");
  }
}
