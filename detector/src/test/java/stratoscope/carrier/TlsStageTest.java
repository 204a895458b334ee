package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.RecordedTls.Said;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** TLS as a carrier, alone and inside others: what its handshake tells in clear, and nothing of the rest. */
class TlsStageTest {
  private static final String ESTABLISHED = "HTTP/1.1 200 OK\r\n\r\n";
  private static final String CONNECT = "CONNECT pool.example:3333 HTTP/1.1\r\n\r\n";

  private final List<String> calls = new ArrayList<>();
  private final Carriers carriers = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, new Sink());

  /** Writes down what TLS shows, and whatever is taken for something else. */
  private final class Sink implements CarrierSink {
    @Override
    public void onStream(Direction from, ByteBuf bytes) {
      calls.add("stream");
    }

    @Override
    public void onStreamGap(Direction from) {
      calls.add("gap");
    }

    @Override
    public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {
      calls.add("message");
    }

    @Override
    public boolean onVisit(Direction from, @Nullable String host, boolean isInPieces) {
      return false;
    }

    @Override
    public void onHead(Direction from, HttpHead head) {
      // not of TLS
    }

    @Override
    public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {
      calls.add(carrier.label());
    }

    @Override
    public void onTls(Direction from) {
      calls.add("tls " + (from == Direction.FROM_ORIGINATOR ? "up" : "down"));
    }

    @Override
    public void onClientHello(Direction from, ClientHello hello) {
      calls.add("hello " + hello.serverName() + (from == Direction.FROM_ORIGINATOR ? " up" : " down"));
    }

    @Override
    public void onCertificates(Direction from, CertificateChain chain) {
      calls.add("certificates" + (from == Direction.FROM_ORIGINATOR ? " up" : " down"));
    }
  }

  private static RecordedTls recorded(String version) {
    return RecordedTls.session(new TlsPeers(TlsKeys.chain("pool.example")), new TlsOptions(version, "eu.pool.example", List.of(), 0),
        List.of(Said.byClient(1, "{\"id\":1,\"method\":\"login\"}\n"), Said.byServer(2, "{\"id\":1,\"result\":{}}\n")));
  }

  private void up(byte[] bytes) {
    carriers.onBytes(Direction.FROM_ORIGINATOR, Unpooled.wrappedBuffer(bytes));
  }

  private void down(byte[] bytes) {
    carriers.onBytes(Direction.FROM_RESPONDER, Unpooled.wrappedBuffer(bytes));
  }

  private void play(RecordedTls tls) {
    tls.records().forEach(sent -> {
      if (sent.isByClient()) {
        up(sent.bytes());
      } else {
        down(sent.bytes());
      }
    });
  }

  @Test
  void tls12_tellsHelloAndCertificates_andDropsTheRest() {
    play(recorded("TLSv1.2"));
    assertThat(calls).containsExactly("tls up", "hello eu.pool.example up", "tls down", "certificates down");
    assertThat(carriers.nest()).containsExactly(Carrier.TCP, Carrier.TLS);
  }

  @Test
  void tls13_tellsTheHello_andDropsTheRest() {
    play(recorded("TLSv1.3"));
    assertThat(calls).containsExactly("tls up", "hello eu.pool.example up", "tls down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsInConnect_isTheSame(String version) {
    up(Bytes.ascii(CONNECT));
    down(Bytes.ascii(ESTABLISHED));
    calls.clear();
    play(recorded(version));
    assertThat(calls).startsWith("tls up", "hello eu.pool.example up", "tls down").hasSize(version.equals("TLSv1.2") ? 4 : 3);
    assertThat(carriers.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT, Carrier.TLS);
  }

  @Test
  void tlsInWebSocket_isRead_whateverFramesItIsCutInto() {
    Random random = new Random(5);
    RecordedTls tls = recorded("TLSv1.2");
    for (int most : new int[] {6, 50, 1000}) {
      Carriers inside = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, new Sink());
      inside.onBytes(Direction.FROM_ORIGINATOR, Unpooled.wrappedBuffer(Bytes.ascii(WebSocketStageTest.UPGRADE)));
      inside.onBytes(Direction.FROM_RESPONDER, Unpooled.wrappedBuffer(Bytes.ascii(WebSocketStageTest.SWITCH)));
      calls.clear();
      for (boolean isClient : new boolean[] {true, false}) {
        byte[] stream = tls.stream(isClient);
        for (int at = 0; at < stream.length;) {
          int end = Math.min(stream.length, at + 6 + random.nextInt(most));
          byte[] piece = Arrays.copyOfRange(stream, at, end);
          inside.onBytes(isClient ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER,
              Unpooled.wrappedBuffer(isClient ? Bytes.masked(0x82, piece) : Bytes.frame(0x82, piece)));
          at = end;
        }
      }
      assertThat(calls).as("frames of up to %d bytes", most + 6)
          .containsExactly("tls up", "hello eu.pool.example up", "tls down", "certificates down");
      assertThat(inside.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET, Carrier.TLS);
    }
  }

  @Test
  void bytes_cutAnywhere_areTheSame() {
    RecordedTls tls = recorded("TLSv1.2");
    for (int piece : new int[] {1, 3, 17, 500}) {
      Carriers other = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, new Sink());
      calls.clear();
      for (boolean isClient : new boolean[] {true, false}) {
        byte[] stream = tls.stream(isClient);
        for (int at = 0; at < stream.length; at += piece) {
          other.onBytes(isClient ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER,
              Unpooled.wrappedBuffer(stream, at, Math.min(piece, stream.length - at)));
        }
      }
      assertThat(calls).containsExactly("tls up", "hello eu.pool.example up", "tls down", "certificates down");
    }
  }

  @Test
  void gap_inTheHandshake_endsIt_andMakesNothingElseOfTheRest() {
    RecordedTls tls = recorded("TLSv1.2");
    byte[] client = tls.stream(true);
    up(Arrays.copyOf(client, 60));
    carriers.onGap(Direction.FROM_ORIGINATOR);
    up(Arrays.copyOfRange(client, 90, client.length));
    byte[] server = tls.stream(false);
    down(Arrays.copyOf(server, 200));
    carriers.onGap(Direction.FROM_RESPONDER);
    down(Arrays.copyOfRange(server, 300, server.length));
    carriers.release();
    assertThat(calls).containsExactly("tls up", "tls down");
  }

  @Test
  void bytesLikeTls_thatAreNone_areDroppedWithoutAWord() {
    Random random = new Random(8);
    byte[] hello = recorded("TLSv1.3").records().get(0).bytes();
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = hello.clone();
      for (int hits = 1 + random.nextInt(5); hits > 0; hits--) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
      }
      Carriers other = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, new Sink());
      other.onBytes(Direction.FROM_ORIGINATOR, Unpooled.wrappedBuffer(damaged));
      other.onBytes(Direction.FROM_ORIGINATOR, Unpooled.wrappedBuffer(damaged));
      other.release();
    }
    assertThat(calls).contains("tls up").doesNotContain("message");
  }
}
