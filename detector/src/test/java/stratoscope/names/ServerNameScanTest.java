package stratoscope.names;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.names.ServerNameScan.Result;
import stratoscope.testing.Allocation;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** The quick look for a server's name agrees with the reader of whole hellos. */
class ServerNameScanTest {
  private static final String NAME = "eu.pool.example";

  private final ServerNameScan scan = new ServerNameScan();

  /** Of peers that never met before. */
  private static RecordedTls recorded(TlsOptions options) {
    return RecordedTls.session(new TlsPeers(TlsKeys.chain("backend.example")), options, List.of());
  }

  private static byte[] hello(TlsOptions options) {
    return recorded(options).records().get(0).bytes();
  }

  private String name(byte[] data) {
    return new String(data, scan.from(), scan.to() - scan.from(), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void recordedHello_isNamed(String version) {
    byte[] hello = hello(new TlsOptions(version, NAME, List.of("h2"), 0));
    assertThat(scan.scan(hello, 0, hello.length)).isEqualTo(Result.NAMED);
    assertThat(name(hello)).isEqualTo(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void recordedHello_withoutName_isNameless(String version) {
    byte[] hello = hello(new TlsOptions(version, "", List.of("h2"), 0));
    assertThat(scan.scan(hello, 0, hello.length)).isEqualTo(Result.NAMELESS);
  }

  @Test
  void opensslsHello_isNameless() {
    assertThat(scan.scan(TlsBytes.OPENSSL_HELLO, 0, TlsBytes.OPENSSL_HELLO.length)).isEqualTo(Result.NAMELESS);
  }

  @Test
  void hello_thatGoesOnWithASession_isRead() {
    TlsPeers peers = new TlsPeers(TlsKeys.chain("backend.example"));
    TlsOptions options = TlsOptions.tls13().withServerName(NAME);
    RecordedTls.session(peers, options, List.of());
    byte[] again = RecordedTls.session(peers, options, List.of()).records().get(0).bytes();
    assertThat(again.length).isGreaterThan(hello(options).length);
    assertThat(scan.scan(again, 0, again.length)).isEqualTo(Result.NAMED);
    assertThat(name(again)).isEqualTo(NAME);
  }

  @Test
  void hello_inTheMidstOfAnArray_isRead() {
    byte[] hello = hello(TlsOptions.tls13().withServerName(NAME));
    byte[] wide = new byte[hello.length + 200];
    Arrays.fill(wide, (byte) 0x16);
    System.arraycopy(hello, 0, wide, 100, hello.length);
    assertThat(scan.scan(wide, 100, wide.length)).isEqualTo(Result.NAMED);
    assertThat(name(wide)).isEqualTo(NAME);
  }

  @Test
  void hello_cutAnywhere_isCut_untilItsNameIsThere() {
    byte[] hello = hello(TlsOptions.tls13().withServerName(NAME));
    boolean wasNamed = false;
    for (int length = 6; length <= hello.length; length++) {
      Result result = scan.scan(Arrays.copyOf(hello, length), 0, length);
      assertThat(result).isEqualTo(wasNamed || result == Result.NAMED ? Result.NAMED : Result.CUT);
      wasNamed |= result == Result.NAMED;
      if (wasNamed) {
        assertThat(name(hello)).isEqualTo(NAME);
      }
    }
    assertThat(wasNamed).isTrue();
  }

  @Test
  void namelessHello_cutAnywhere_isCut_untilItsLastExtensionBegins() {
    byte[] hello = hello(TlsOptions.tls13());
    Result last = Result.CUT;
    for (int length = 6; length <= hello.length; length++) {
      Result result = scan.scan(Arrays.copyOf(hello, length), 0, length);
      Result wanted = last == Result.NAMELESS || result == Result.NAMELESS ? Result.NAMELESS : Result.CUT;
      assertThat(result).as("%d bytes", length).isEqualTo(wanted);
      assertThat(result == Result.NAMELESS && length < hello.length / 2).as("too early, %d bytes", length).isFalse();
      last = result;
    }
    assertThat(last).isEqualTo(Result.NAMELESS);
  }

  @Test
  void hello_overSeveralRecords_isCut() {
    byte[] first = recorded(TlsOptions.tls13().withServerName(NAME).withHelloRecordBytes(50)).stream(true);
    assertThat(scan.scan(first, 0, first.length)).isEqualTo(Result.CUT);
  }

  @Test
  void hello_withoutExtensions_isNameless() {
    TlsBytes body = new TlsBytes().u16(0x0303).bytes(new byte[32]).u8(0).long16(new TlsBytes().u16(0x002F)).short8(new TlsBytes().u8(0));
    byte[] record = TlsBytes.records(TlsStart.HANDSHAKE, TlsBytes.message(TlsStart.CLIENT_HELLO, body).toBytes(), 16_384);
    assertThat(scan.scan(record, 0, record.length)).isEqualTo(Result.NAMELESS);
  }

  @Test
  void emptyName_isNone() {
    byte[] record = TlsBytes.clientHelloRecord(new TlsBytes().u16(0x1301),
        new TlsBytes().extension(ClientHello.SERVER_NAME, TlsBytes.serverName("")));
    assertThat(scan.scan(record, 0, record.length)).isEqualTo(Result.NAMELESS);
  }

  @Test
  void damagedHello_neverThrows_norLeadsOutOfThePayload() {
    Random random = new Random(7);
    byte[] hello = hello(TlsOptions.tls13().withServerName(NAME));
    for (int round = 0; round < 50_000; round++) {
      byte[] damaged = Arrays.copyOf(hello, 6 + random.nextInt(hello.length - 5));
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      if (TlsStart.isClientHelloStart(ByteBuffer.wrap(damaged), 0, damaged.length)
          && scan.scan(damaged, 0, damaged.length) == Result.NAMED) {
        assertThat(scan.from()).isPositive().isLessThan(scan.to());
        assertThat(scan.to()).isLessThanOrEqualTo(damaged.length);
      }
    }
  }

  @Test
  void scan_makesNothing() {
    byte[] hello = hello(TlsOptions.tls13().withServerName(NAME));
    assertThat(Allocation.leastBytes(() -> {
      for (int i = 0; i < 1000; i++) {
        scan.scan(hello, 0, hello.length);
      }
    })).isLessThan(100);
  }
}
