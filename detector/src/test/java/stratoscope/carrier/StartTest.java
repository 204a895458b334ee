package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What first bytes say. */
class StartTest {
  private static Start of(String latin1, boolean isClient) {
    return Start.of(Unpooled.copiedBuffer(latin1, StandardCharsets.ISO_8859_1), isClient, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET ", "POST ", "PUT ", "HEAD ", "OPTIONS ", "DELETE ", "PATCH ", "TRACE ", "CONNECT "})
  void of_methods_areRequests(String method) {
    for (int length = 1; length < method.length(); length++) {
      assertThat(of(method.substring(0, length), true)).isEqualTo(Start.MORE);
      assertThat(of(method.substring(0, length) + "~", true)).isEqualTo(Start.OTHER);
    }
    assertThat(of(method + "/", true)).isEqualTo(Start.HTTP_REQUEST);
    assertThat(of(method, false)).isEqualTo(Start.HTTP_REQUEST);
    assertThat(Carriers.mayBeginWith((byte) method.charAt(0))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 200,HTTP_RESPONSE", "HTTP/1.0,HTTP_RESPONSE", "HTTP/2,OTHER", "HTTP/1,MORE", "PRI * HTTP/2.0,MORE",
      "PRI *!,OTHER", "PROXY TCP4 ,OTHER", "get / HTTP/1.1,OTHER", "{,OTHER", "GETX,OTHER"})
  void of_otherText_isJudged(String text, Start start) {
    assertThat(of(text, true)).isEqualTo(start);
  }

  @Test
  void of_eachByteAlone_agreesWithTheCheapTest() {
    for (int b = 0; b < 256; b++) {
      String text = String.valueOf((char) b);
      boolean isPossible = of(text, true) != Start.OTHER || of(text, false) != Start.OTHER;
      assertThat(Carriers.mayBeginWith((byte) b)).as("%02x", b).isEqualTo(isPossible || b == 0x81 || b == 0x82 || b == 0xC1);
    }
  }

  @Test
  void mayBeginWith_json_isFalse() {
    assertThat(Carriers.mayBeginWith((byte) '{')).isFalse();
    assertThat(Carriers.mayBeginWith((byte) '[')).isFalse();
    assertThat(Carriers.mayBeginWith((byte) '\n')).isFalse();
    assertThat(Carriers.mayBeginWith((byte) 0x17)).isFalse();
  }

  @Test
  void label_eachCarrier_isTheWordInRecords() {
    assertThat(Carrier.values()).extracting(Carrier::label)
        .containsExactly("tcp", "http", "http2", "websocket", "socks4", "socks5", "http-connect", "tls");
  }
}
