package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.TcpSegment;

/** What a payload looks like at first sight. */
class ScreenTest {
  private static Screen.Look look(String payload, int missingLength) {
    TcpSegment segment = new Wire().segment(true, 0, 0, payload.getBytes(StandardCharsets.ISO_8859_1));
    segment.missingLength = missingLength;
    return Screen.lookAt(segment);
  }

  private static Screen.Look look(String payload) {
    return look(payload, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"id\":1}", " {", "\r\n{\"i", "        {", "\t\t{}\n"})
  void lookAt_braceInFront_isStart(String payload) {
    assertThat(look(payload)).isEqualTo(Screen.Look.BRACE_START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", "}\n", "\"x\"]}\r\n", "or\":null}  "})
  void lookAt_braceBehind_isEnd(String payload) {
    assertThat(look(payload)).isEqualTo(Screen.Look.BRACE_END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "EHLO mail\r\n", "GET", "GETTING ON", "PROXY TCP4 1",
      "\"method\":", "         {", "}          x", "}            "})
  void lookAt_otherText_isText(String payload) {
    assertThat(look(payload)).isEqualTo(Screen.Look.TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\r\n\r\n", "        "})
  void lookAt_whiteSpaceOnly_isBlank(String payload) {
    assertThat(look(payload)).isEqualTo(Screen.Look.BLANK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003\u0001", "{\u0000", "{123456\u00ff}", "\u007f{", "\u0081\u007e}", "\u00e9}"})
  void lookAt_binaryInFirstEight_isBinary(String payload) {
    assertThat(look(payload)).isEqualTo(Screen.Look.BINARY);
  }

  @Test
  void lookAt_binaryBehindEighth_doesNotMatter() {
    assertThat(look("{\"name\":\u00ff\u00fe")).isEqualTo(Screen.Look.BRACE_START);
  }

  @Test
  void lookAt_cutBySnapLength_ignoresLastByte() {
    assertThat(look("abc}", 10)).isEqualTo(Screen.Look.TEXT);
    assertThat(look("{abc", 10)).isEqualTo(Screen.Look.BRACE_START);
  }
}
