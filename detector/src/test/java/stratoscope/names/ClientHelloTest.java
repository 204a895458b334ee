package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of a client's hello, and its fingerprints. */
class ClientHelloTest {
  private static final TlsBytes CIPHERS = new TlsBytes().u16(0x1301, 0x00FF);

  private static ClientHello hello(TlsBytes extensions) {
    RecordedEvents events = RecordedEvents.of(TlsBytes.clientHelloRecord(CIPHERS, extensions));
    assertThat(events.clientHellos).hasSize(1);
    return events.clientHellos.get(0);
  }

  @Test
  void opensslsHello_hasItsFingerprints() {
    ClientHello hello = RecordedEvents.of(TlsBytes.OPENSSL_HELLO).clientHellos.get(0);
    assertThat(hello.ja3()).isEqualTo("c216e752cae6f8755fd27f561d031636");
    assertThat(hello.ja4()).isEqualTo("t13i310900_e8f1e7e78f70_1f22a2ca17c4");
    assertThat(hello.legacyVersion()).isEqualTo(0x0303);
    assertThat(hello.highestVersion()).isEqualTo(0x0304);
    assertThat(hello.serverName()).isNull();
  }

  @Test
  void ja4sOwnExample_withGrease_isReproduced() {
    TlsBytes ciphers = new TlsBytes().u16(0x0A0A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014,
        0x009C, 0x009D, 0x002F, 0x0035);
    TlsBytes none = new TlsBytes();
    TlsBytes extensions = new TlsBytes().extension(0xFAFA, none).extension(0x001B, none)
        .extension(0, TlsBytes.serverName("pool.example")).extension(0x0033, none).extension(16, TlsBytes.protocols("h2", "http/1.1"))
        .extension(0x4469, none).extension(0x0017, none).extension(0x002D, none)
        .extension(13, new TlsBytes().long16(new TlsBytes().u16(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)))
        .extension(5, none).extension(0x0023, none).extension(0x0012, none)
        .extension(43, new TlsBytes().short8(new TlsBytes().u16(0x3A3A, 0x0304, 0x0303))).extension(0xFF01, none).extension(0x000B, none)
        .extension(0x000A, new TlsBytes().long16(new TlsBytes().u16(0x1A1A, 29, 23))).extension(0x0015, none);
    ClientHello hello = RecordedEvents.of(TlsBytes.clientHelloRecord(ciphers, extensions)).clientHellos.get(0);
    assertThat(hello.ja4()).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    assertThat(hello.ja3Text()).isEqualTo("771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,"
        + "27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23,");
    assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
    assertThat(hello.serverName()).isEqualTo("pool.example");
  }

  @Test
  void fingerprints_withoutLists_haveZeros() {
    ClientHello hello = RecordedEvents.of(TlsBytes.clientHelloRecord(new TlsBytes().u16(0x0A0A), new TlsBytes())).clientHellos.get(0);
    assertThat(hello.ja4()).isEqualTo("t12i000000_000000000000_000000000000");
    assertThat(hello.ja3Text()).isEqualTo("771,,,,");
  }

  @ParameterizedTest
  @CsvSource({"AB,ab", "20,20", "ABCD,ad", "2061,21", "30AB,3b", "6120,60", "3031ABCD,3d", "30ABCD31,01", "61,aa", "'',00"})
  void ja4_ofProtocolsInEveryAlphabet_hasTheTwoCharacters(String hex, String expected) {
    String protocol = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    assertThat(hello(new TlsBytes().extension(16, TlsBytes.protocols(protocol))).ja4()).startsWith("t12i0201" + expected + "_");
  }

  @Test
  void serverName_isLowerCaseWithoutDotAtItsEnd() {
    assertThat(hello(new TlsBytes().extension(0, TlsBytes.serverName("EU.Pool-1.Example."))).serverName()).isEqualTo("eu.pool-1.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", ".a", "a b.example", "a\0.example", "p\u00f6ol.example", "\r\nx.example", "a.example..",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"})
  void serverName_thatIsNoHostName_isNull(String name) {
    ClientHello hello = hello(new TlsBytes().extension(0, TlsBytes.serverName(name)));
    assertThat(hello.serverName()).isNull();
    assertThat(hello.ja4()).startsWith("t12d");
  }

  @Test
  void highestVersion_withoutTheirList_isThatOfTheHello() {
    byte[] old = TlsBytes.OPENSSL_HELLO.clone();
    int type = HexFormat.of().formatHex(old).indexOf("002b0009") / 2;
    old[type] = 0x7F;
    assertThat(RecordedEvents.of(old).clientHellos.get(0).highestVersion()).isEqualTo(0x0303);
  }

  @Test
  void malformedValues_countAsEmpty() {
    for (int type : new int[] {0, 10, 11, 13, 16, 43}) {
      ClientHello hello = hello(new TlsBytes().extension(type, new TlsBytes().u16(0xFFFF, 0xFFFF)));
      assertThat(hello.serverName()).isNull();
      assertThat(hello.highestVersion()).isEqualTo(0x0303);
      assertThat(hello.extensions()).containsExactly(type);
    }
  }

  @Test
  void listsOfAnAdversary_areCut() {
    TlsBytes many = new TlsBytes();
    TlsBytes extensions = new TlsBytes();
    String[] protocols = new String[100];
    for (int i = 0; i < 3_000; i++) {
      many.u16(0x1301);
      extensions.extension(0x7000 + i, new TlsBytes());
    }
    Arrays.fill(protocols, "p".repeat(255));
    extensions.extension(10, new TlsBytes().long16(many)).extension(13, new TlsBytes().long16(many))
        .extension(16, TlsBytes.protocols(protocols)).extension(0, TlsBytes.serverName("pool.example"));
    byte[] message = TlsBytes.message(TlsStart.CLIENT_HELLO, TlsBytes.clientHello(many, extensions)).toBytes();
    int headerBytes = TlsStart.HANDSHAKE_HEADER_BYTES;
    ClientHello hello = ClientHello.read(message, headerBytes, message.length);
    assertThat(hello).isNotNull();
    assertThat(hello.serverName()).as("what stands behind is read").isEqualTo("pool.example");
    assertThat(hello.ciphers()).hasSize(256);
    assertThat(hello.extensions()).hasSize(256);
    assertThat(hello.groups()).hasSize(256);
    assertThat(hello.signatureAlgorithms()).hasSize(256);
    assertThat(hello.protocols()).hasSize(8);
  }
}
