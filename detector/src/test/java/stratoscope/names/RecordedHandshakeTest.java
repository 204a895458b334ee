package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.RecordedTls.Said;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** What is read out of connections that the JDK's own TLS really had. */
class RecordedHandshakeTest {
  private static final TlsPeers SELF_SIGNED = new TlsPeers(TlsKeys.selfSigned("pool.example"));
  private static final List<Said> SCRIPT = List.of(Said.byClient(1, "hello\n"), Said.byServer(2, "hello\n"));
  private static final TlsOptions TLS_12 = TlsOptions.tls12().withServerName("eu.pool.example").withProtocols("stratum/1", "http/1.1");
  private static final TlsOptions TLS_13 = TlsOptions.tls13().withServerName("eu.pool.example").withProtocols("stratum/1", "http/1.1");

  @Test
  void tls12_fromBothSides_isRead() {
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.selfSigned("pool.example")), TLS_12, SCRIPT);
    RecordedEvents client = RecordedEvents.of(tls.stream(true));
    assertThat(client.all).hasSize(1);
    assertThat(client.clientHellos.get(0).serverName()).isEqualTo("eu.pool.example");
    assertThat(client.clientHellos.get(0).protocols()).containsExactly("stratum/1", "http/1.1");
    assertThat(client.clientHellos.get(0).highestVersion()).isEqualTo(0x0303);
    RecordedEvents server = RecordedEvents.of(tls.stream(false));
    assertThat(server.all).hasSize(2);
    assertThat(server.serverHellos.get(0).version()).isEqualTo(0x0303);
    assertThat(server.serverHellos.get(0).protocol()).isEqualTo("stratum/1");
    assertThat(server.serverHellos.get(0).isRetryRequest()).isFalse();
    CertificateFacts leaf = server.chains.get(0).leaf();
    assertThat(leaf.subject()).isEqualTo("pool.example");
    assertThat(leaf.hosts()).containsExactly("pool.example", "*.pool.example");
    assertThat(leaf.isSelfSigned()).isTrue();
  }

  @Test
  void tls13_fromBothSides_isRead() {
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.selfSigned("pool.example")), TLS_13, SCRIPT);
    RecordedEvents client = RecordedEvents.of(tls.stream(true));
    assertThat(client.all).hasSize(1);
    assertThat(client.clientHellos.get(0).highestVersion()).isEqualTo(0x0304);
    assertThat(client.clientHellos.get(0).ja4()).startsWith("t13d").contains("s1_");
    RecordedEvents server = RecordedEvents.of(tls.stream(false));
    assertThat(server.all).hasSize(1);
    assertThat(server.serverHellos.get(0).version()).isEqualTo(0x0304);
    assertThat(server.serverHellos.get(0).protocol()).isNull();
  }

  @Test
  void chainOfThree_isThatOfItsFirst() {
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.chain("pool.example")), TlsOptions.tls12(), SCRIPT);
    CertificateChain chain = RecordedEvents.of(tls.stream(false)).chains.get(0);
    assertThat(chain.leaf().subject()).isEqualTo("pool.example");
    assertThat(chain.leaf().isSelfSigned()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void secondConnection_showsNoCertificate(String version) {
    TlsPeers peers = new TlsPeers(TlsKeys.selfSigned("pool.example"));
    TlsOptions options = new TlsOptions(version, "pool.example", List.of(), 0);
    RecordedTls.session(peers, options, SCRIPT);
    RecordedTls again = RecordedTls.session(peers, options, SCRIPT);
    assertThat(RecordedEvents.of(again.stream(false)).chains).as("no certificate is shown again").isEmpty();
  }

  @Test
  void withoutServerName_thereIsNone() {
    RecordedTls tls = RecordedTls.session(SELF_SIGNED, TlsOptions.tls13(), SCRIPT);
    ClientHello hello = RecordedEvents.of(tls.stream(true)).clientHellos.get(0);
    assertThat(hello.serverName()).isNull();
    assertThat(hello.ja4()).startsWith("t13i").contains("00_");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50})
  void hello_inSmallRecords_isTheSame(int recordBytes) {
    RecordedTls tls = RecordedTls.session(SELF_SIGNED, TLS_13.withHelloRecordBytes(recordBytes), SCRIPT);
    ClientHello hello = RecordedEvents.of(tls.stream(true)).clientHellos.get(0);
    assertThat(hello.serverName()).isEqualTo("eu.pool.example");
    assertThat(TlsStart.isClientHelloStart(ByteBuffer.wrap(tls.stream(true)), 0, tls.stream(true).length)).isTrue();
  }

  @Test
  void streams_cutAnywhere_areTheSame() {
    Random random = new Random(9);
    for (TlsOptions options : List.of(TLS_12, TLS_13, TLS_12.withHelloRecordBytes(60))) {
      RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.selfSigned("pool.example")), options, SCRIPT);
      for (boolean isClient : new boolean[] {true, false}) {
        byte[] stream = tls.stream(isClient);
        List<String> whole = RecordedEvents.of(stream).all;
        assertThat(RecordedEvents.inPieces(stream, 1).all).isEqualTo(whole);
        for (int round = 0; round < 50; round++) {
          assertThat(RecordedEvents.cutAtRandom(stream, random).all).isEqualTo(whole);
        }
        for (int length = 0; length < stream.length; length++) {
          List<String> cut = RecordedEvents.of(Arrays.copyOf(stream, length)).all;
          assertThat(whole.subList(0, cut.size())).isEqualTo(cut);
        }
      }
    }
  }

  @Test
  void mutatedCertificates_neverThrow() {
    Random random = new Random(13);
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.chain("pool.example")), TlsOptions.tls12(), SCRIPT);
    byte[] stream = tls.stream(false);
    for (int round = 0; round < 3000; round++) {
      byte[] mutated = stream.clone();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        mutated[5 + random.nextInt(1000)] = (byte) random.nextInt(256);
      }
      RecordedEvents.of(mutated);
    }
  }
}
