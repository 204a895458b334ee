package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Certificates that are none. What real ones say is tested with recorded connections. */
class CertificateChainTest {
  private static CertificateChain chain(TlsBytes list) {
    byte[] body = list.toBytes();
    return CertificateChain.read(body, 0, body.length);
  }

  private static TlsBytes certificate(int bytes) {
    return new TlsBytes().u24(bytes).bytes(new byte[bytes]);
  }

  @Test
  void list_thatIsEmptyOrCutShort_isNone() {
    assertThat(chain(new TlsBytes())).isNull();
    assertThat(chain(new TlsBytes().u24(0))).isNull();
    assertThat(chain(new TlsBytes().u24(3).u24(0))).isNull();
    assertThat(chain(new TlsBytes().u24(10).u24(9).bytes(new byte[7]))).isNull();
    assertThat(chain(new TlsBytes().u24(0xFFFFFF).u24(0xFFFFFF))).isNull();
  }

  @Test
  void longChain_isReadToItsEnd() {
    TlsBytes list = new TlsBytes();
    for (int i = 0; i < 1000; i++) {
      list.bytes(certificate(1).toBytes());
    }
    byte[] bytes = list.toBytes();
    assertThat(chain(new TlsBytes().u24(bytes.length).bytes(bytes)).heldBytes()).isEqualTo(1);
    assertThat(chain(new TlsBytes().u24(bytes.length - 1).bytes(bytes))).isNull();
  }

  @Test
  void leafOfOtherBytes_isUnknown() {
    assertThat(chain(new TlsBytes().u24(103).bytes(certificate(100).toBytes())).leaf()).isNull();
    String text = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assertThat(chain(new TlsBytes().u24(3 + text.length()).u24(text.length()).bytes(TlsBytes.of(text).toBytes())).leaf()).isNull();
  }

  @Test
  void leafOfNestedSequences_isUnknown() {
    byte[] nested = new byte[60_000];
    for (int i = 0; i + 4 <= nested.length; i += 4) {
      int length = nested.length - i - 4;
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x82;
      nested[i + 2] = (byte) (length >> 8);
      nested[i + 3] = (byte) length;
    }
    assertThat(chain(new TlsBytes().u24(3 + nested.length).u24(nested.length).bytes(nested)).leaf()).isNull();
  }

  @Test
  void leafOfRandomBytes_isUnknown() {
    Random random = new Random(17);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(500)];
      random.nextBytes(bytes);
      bytes[0] = 0x30;
      assertThat(chain(new TlsBytes().u24(3 + bytes.length).u24(bytes.length).bytes(bytes)).leaf()).isNull();
    }
  }
}
