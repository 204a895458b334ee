package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.TlsFiles;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.Wait;

/** Real sockets on loopback. */
@Timeout(60)
class SyslogSinkTest {
  private static final long TIMEOUT_MILLIS = 2000;
  private static final Alert ALERT = SampleAlert.number(1);

  @TempDir
  private Path folder;

  private static SyslogSink sink(String target, Trust trust) {
    return new SyslogSink(SyslogTarget.parse(target), SampleAlert.SOURCE, AlertFormat.JSON, trust, TIMEOUT_MILLIS);
  }

  private static void expect(SyslogReceiver receiver, int messages) {
    Wait.until(() -> receiver.messages.size() >= messages);
    assertThat(receiver.messages).hasSize(messages);
  }

  @Test
  void udp_isOneDatagramEach() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        SyslogSink sink = sink("udp://127.0.0.1:" + receiver.getLocalPort(), null)) {
      receiver.setSoTimeout(10_000);
      for (int i = 1; i < 4; i++) {
        sink.send(sink.body(SampleAlert.number(i)));
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        receiver.receive(packet);
        String message = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        assertThat(message).startsWith("<130>1 2023-11-14T22:13:20.000000Z sensor-1 stratoscope 4711 first-seen - {");
        String body = message.substring(message.indexOf('{'));
        assertThat(new ObjectMapper().readTree(body).at("/src_ip").asText()).isEqualTo("192.0.2." + i);
      }
    }
  }

  @Test
  void udp_closedPort_showsAtTheNextMessage_andNoneIsTakenForSentUntilSomebodyListens() throws IOException {
    int port;
    try (DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    try (SyslogSink sink = sink("udp://127.0.0.1:" + port, null)) {
      sink.send(sink.body(ALERT));
      Wait.untilAsserted(
          () -> assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class)
              .hasMessage("udp://127.0.0.1:" + port + ": nobody listens there"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> sink.send(sink.body(ALERT))).hasMessageContaining("nobody listens there");
      }
      try (DatagramSocket receiver = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
        receiver.setSoTimeout(10_000);
        sink.send(sink.body(ALERT));
        receiver.receive(new DatagramPacket(new byte[65_536], 65_536));
      }
    }
  }

  @Test
  void tcp_isLengthAndMessage_onOneConnection() throws IOException {
    try (SyslogReceiver receiver = new SyslogReceiver(null, false, 0); SyslogSink sink = sink("tcp://127.0.0.1:" + receiver.port(), null)) {
      for (int i = 1; i < 4; i++) {
        sink.send(sink.body(SampleAlert.number(i)));
      }
      expect(receiver, 3);
      assertThat(receiver.messages.get(2)).startsWith("<130>1 ").contains("\"src_ip\":\"192.0.2.3\"").endsWith("}");
      assertThat(receiver.clients).hasSize(1);
    }
  }

  @Test
  void tcp_receiverThatWasRestarted_getsTheNextMessage() throws IOException {
    int port;
    SyslogReceiver first = new SyslogReceiver(null, false, 0);
    try (first; SyslogSink sink = sink("tcp://127.0.0.1:" + first.port(), null)) {
      port = first.port();
      sink.send(sink.body(ALERT));
      expect(first, 1);
      first.close();
      Wait.untilAsserted(
          () -> assertThatThrownBy(() -> sink.send(sink.body(ALERT))).hasMessageContaining("Connection refused"));
      try (SyslogReceiver second = new SyslogReceiver(null, false, port)) {
        sink.send(sink.body(ALERT));
        expect(second, 1);
      }
    }
  }

  @Test
  void tcp_receiverThatReadsNothing_isGivenUpAfterTheTimeout() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SyslogSink sink = sink("tcp://127.0.0.1:" + deaf.getLocalPort(), null)) {
      byte[] much = new byte[64 << 20];
      long start = System.nanoTime();
      assertThatThrownBy(() -> sink.send(much)).isInstanceOf(IOException.class).hasMessageContaining("took no message within 2000 ms");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tls_isTheSameInsideACipher(boolean isClientAsked) throws IOException {
    TlsKeys keys = TlsKeys.selfSigned("localhost");
    Path certificate = TlsFiles.certificate(keys, folder.resolve("ca.pem"));
    Path key = TlsFiles.key(keys, folder.resolve("key.pem"));
    Trust trust = isClientAsked ? Trust.read(certificate, certificate, key) : Trust.read(certificate, null, null);
    try (SyslogReceiver receiver = new SyslogReceiver(TlsFiles.server(keys), isClientAsked, 0);
        SyslogSink sink = sink("tls://localhost:" + receiver.port(), trust)) {
      sink.send(sink.body(ALERT));
      sink.send(sink.body(ALERT));
      expect(receiver, 2);
      assertThat(receiver.messages.get(1)).startsWith("<130>1 ").endsWith("}");
    }
  }

  @Test
  void tls_receiverWithAnotherName_getsNothing() throws IOException {
    TlsKeys keys = TlsKeys.selfSigned("log.example");
    Trust trust = Trust.read(TlsFiles.certificate(keys, folder.resolve("ca.pem")), null, null);
    try (SyslogReceiver receiver = new SyslogReceiver(TlsFiles.server(keys), false, 0);
        SyslogSink sink = sink("tls://localhost:" + receiver.port(), trust)) {
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class).hasMessageContaining("localhost");
      assertThat(receiver.messages).isEmpty();
    }
  }

  @Test
  void tls_receiverThatNobodyVouchesFor_getsNothing() throws IOException {
    TlsKeys keys = TlsKeys.selfSigned("localhost");
    try (SyslogReceiver receiver = new SyslogReceiver(TlsFiles.server(keys), false, 0);
        SyslogSink sink = sink("tls://localhost:" + receiver.port(), Trust.read(null, null, null))) {
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class).hasMessageContaining("certification path");
      assertThat(receiver.messages).isEmpty();
    }
  }

  @Test
  void tls_receiverThatSaysNothing_isGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SyslogSink sink = sink("tls://127.0.0.1:" + mute.getLocalPort(), Trust.read(null, null, null))) {
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class).hasMessageContaining("2000");
    }
  }

  @Test
  void trust_thatIsNoCertificate_isAnError() {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> Trust.read(missing, null, null)).isInstanceOf(IOException.class).hasMessageContaining("missing.pem");
  }

  @ParameterizedTest
  @CsvSource({"udp://log.example, udp://log.example:514", "TCP://192.0.2.1:601/, tcp://192.0.2.1:601",
      "tls://[2001:db8::1], tls://[2001:db8::1]:6514"})
  void target_isRead(String text, String target) {
    assertThat(SyslogTarget.parse(text)).hasToString(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "log.example", "log.example:514", "http://log.example", "udp://", "udp://:514", "udp://a b", "tcp://h:0",
      "tcp://h:65536", "tcp://user@h", "tcp://h/path", "tcp://h?x"})
  void wrongTarget_isRefused(String text) {
    assertThatThrownBy(() -> SyslogTarget.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
