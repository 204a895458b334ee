package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.Allocation;

/** The reader of one direction: records that cut and join messages, and streams that are no TLS. */
class TlsReaderTest {
  private static final byte[] HELLO = TlsBytes.OPENSSL_HELLO;
  private static final byte[] MESSAGE = Arrays.copyOfRange(HELLO, TlsStart.RECORD_HEADER_BYTES, HELLO.length);

  /** The extensions at the hello's end and their length: without them it is one of the oldest TLS. */
  private static final int EXTENSIONS_BYTES = 155;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 50, 291, 292, 293})
  void hello_inRecordsOfAnyLength_isRead(int recordBytes) {
    byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, MESSAGE, recordBytes);
    assertThat(RecordedEvents.of(stream).all).isEqualTo(RecordedEvents.of(HELLO).all).hasSize(1);
    assertThat(RecordedEvents.inPieces(stream, 1).all).isEqualTo(RecordedEvents.of(HELLO).all);
  }

  @Test
  void hello_cutAtRandom_isTheSame() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, MESSAGE, 1 + random.nextInt(400));
      assertThat(RecordedEvents.cutAtRandom(stream, random).all).isEqualTo(RecordedEvents.of(HELLO).all);
    }
  }

  @Test
  void hello_cutShort_isNotTold() {
    for (int length = 0; length < HELLO.length; length++) {
      assertThat(RecordedEvents.of(Arrays.copyOf(HELLO, length)).all).isEmpty();
    }
  }

  @Test
  void hello_whoseEndIsLost_tellsItsName() {
    byte[] body = TlsBytes.clientHello(new TlsBytes().u16(0x002F), new TlsBytes()
        .extension(ClientHello.SERVER_NAME, TlsBytes.serverName("eu.pool.example")).extension(21, new TlsBytes().bytes(new byte[2000])))
        .toBytes();
    byte[] hello = TlsBytes.message(TlsStart.CLIENT_HELLO, new TlsBytes().bytes(body)).toBytes();
    byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, hello, 700);
    List<String> names = new ArrayList<>();
    TlsSink sink = new TlsSink() {
      @Override
      public void onClientHello(ClientHello hello) {
        names.add("whole " + hello.serverName());
      }

      @Override
      public void onCutHello(String serverName) {
        names.add(serverName);
      }

      @Override
      public void onCertificates(CertificateChain chain) {
        names.add("certificates");
      }
    };
    for (int length : new int[] {3, 50, 1400, stream.length}) {
      TlsReader reader = new TlsReader(sink);
      reader.onBytes(Unpooled.wrappedBuffer(stream, 0, length));
      reader.end();
      reader.end();
    }
    assertThat(names).containsExactly("eu.pool.example", "whole eu.pool.example");
  }

  @Test
  void helloWithBytesMissing_isNotTold() {
    for (int cut = 1; cut < EXTENSIONS_BYTES; cut++) {
      byte[] body = Arrays.copyOfRange(MESSAGE, TlsStart.HANDSHAKE_HEADER_BYTES, MESSAGE.length - cut);
      byte[] message = TlsBytes.message(TlsStart.CLIENT_HELLO, new TlsBytes().bytes(body)).toBytes();
      assertThat(RecordedEvents.of(TlsBytes.records(TlsStart.HANDSHAKE, message, 16_384)).all).as("less by %d", cut).isEmpty();
    }
  }

  /** SSL 3 and TLS up to 1.2 differ in nothing that is read here but the number. */
  @ParameterizedTest
  @ValueSource(ints = {0x0300, 0x0301, 0x0302, 0x0303})
  void handshake_ofEachOldVersion_isRead(int version) {
    byte[] hello = TlsBytes.clientHello(new TlsBytes().u16(0x002F),
        new TlsBytes().extension(ClientHello.SERVER_NAME, TlsBytes.serverName("eu.pool.example"))).toBytes();
    hello[0] = (byte) (version >> 8);
    hello[1] = (byte) version;
    RecordedEvents client = RecordedEvents.of(TlsBytes.records(TlsStart.HANDSHAKE,
        TlsBytes.message(TlsStart.CLIENT_HELLO, new TlsBytes().bytes(hello)).toBytes(), 16_384));
    assertThat(client.clientHellos).singleElement().satisfies(seen -> {
      assertThat(seen.highestVersion()).isEqualTo(version);
      assertThat(seen.serverName()).isEqualTo("eu.pool.example");
    });
    TlsBytes answer = new TlsBytes().u16(version).bytes(new byte[32]).u8(0).u16(0x002F).u8(0);
    TlsBytes chain = new TlsBytes().u24(6).u24(3).bytes(new byte[] {0x30, 1, 2});
    RecordedEvents server = RecordedEvents.of(TlsBytes.records(TlsStart.HANDSHAKE,
        new TlsBytes().bytes(TlsBytes.message(TlsStart.SERVER_HELLO, answer).toBytes())
            .bytes(TlsBytes.message(TlsStart.CERTIFICATE, chain).toBytes()).toBytes(), 16_384));
    assertThat(server.serverHellos).singleElement().satisfies(seen -> {
      assertThat(seen.version()).isEqualTo(version);
      assertThat(seen.hidesCertificates()).isFalse();
    });
    assertThat(server.chains).hasSize(1);
  }

  @Test
  void streamAfterTheHello_isReadUpToApplicationData() {
    TlsBytes stream = new TlsBytes().bytes(HELLO).bytes(TlsBytes.records(TlsStart.HANDSHAKE, new byte[] {16, 0, 0, 2, 9, 9}, 3))
        .bytes(TlsBytes.records(TlsStart.CHANGE_CIPHER_SPEC, new byte[] {1}, 1))
        .bytes(TlsBytes.records(TlsStart.HANDSHAKE, new byte[40], 40))
        .bytes(TlsBytes.records(TlsStart.APPLICATION_DATA, new byte[100], 100)).bytes(HELLO);
    assertThat(RecordedEvents.of(stream.toBytes()).all).hasSize(1);
    assertThat(RecordedEvents.inPieces(stream.toBytes(), 1).all).hasSize(1);
  }

  @Test
  void retryRequest_isTold() {
    byte[] random = HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    TlsBytes body = new TlsBytes().u16(0x0303).bytes(random).u8(0).u16(0x1301).u8(0)
        .long16(new TlsBytes().extension(43, new TlsBytes().u16(0x0304)).extension(51, new TlsBytes().u16(23)));
    byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, TlsBytes.message(TlsStart.SERVER_HELLO, body).toBytes(), 16_384);
    ServerHello hello = RecordedEvents.of(stream).serverHellos.get(0);
    assertThat(hello.isRetryRequest()).isTrue();
    assertThat(hello.version()).isEqualTo(0x0304);
  }

  @Test
  void hellosWithoutEnd_areTakenTwiceOnly() {
    TlsBytes stream = new TlsBytes();
    for (int i = 0; i < 100; i++) {
      stream.bytes(HELLO);
    }
    assertThat(RecordedEvents.of(stream.toBytes()).all).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\u0080\u002e\u0001\u0003\u0001",
      "\u0016\u0003\u0009\0\u0020", "\u0018\u0003\u0003\0\u0020", "\u0016\u0003\u0003\0\0",
      "\u0016\u0003\u0003\u00ff\u00ff", "\u0016\u0003\u0001\0\u0004\u0010\0\0\0",
      "\u0016\u0003\u0001\0\u0008\u0001\u0002\0\0", "\u0016\u0003\u0001\0\u0004\u0001\0\0\0"})
  void otherStreams_areGivenUp(String start) {
    TlsReader reader = new TlsReader(new NoEvents());
    reader.onBytes(Unpooled.copiedBuffer(start, StandardCharsets.ISO_8859_1));
    assertThat(reader.isOver()).isTrue();
    ByteBuf more = Unpooled.wrappedBuffer(HELLO);
    reader.onBytes(more);
    assertThat(more.isReadable()).isFalse();
  }

  @Test
  void announcedLength_costsNothingBeforeItsBytesCome() {
    ByteBuf start = Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0x40, 0, 1, 0, (byte) 0xFF, (byte) 0xFF, 3, 3});
    long bytes = Allocation.leastBytes(() -> new TlsReader(new NoEvents()).onBytes(start.resetReaderIndex()));
    assertThat(bytes).isLessThan(8192);
  }

  @Test
  void randomAndMutatedStreams_neverThrow() {
    Random random = new Random(11);
    for (int round = 0; round < 50_000; round++) {
      byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, MESSAGE, round % 3 == 0 ? 60 : 16_384);
      if (round % 5 == 0) {
        random.nextBytes(stream);
        System.arraycopy(HELLO, 0, stream, 0, 5 + random.nextInt(40));
      }
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        stream[random.nextInt(stream.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xFF);
      }
      RecordedEvents whole = RecordedEvents.of(stream);
      assertThat(RecordedEvents.cutAtRandom(stream, random).all).isEqualTo(whole.all);
    }
  }

  private static final class NoEvents implements TlsSink {
    @Override
    public void onClientHello(ClientHello hello) {
      throw new AssertionError("no hello is there");
    }

    @Override
    public void onServerHello(ServerHello hello) {
      throw new AssertionError("no hello is there");
    }

    @Override
    public void onCertificates(CertificateChain chain) {
      throw new AssertionError("no certificate is there");
    }
  }
}
