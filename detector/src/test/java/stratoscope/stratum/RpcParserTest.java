package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are messages, and what they say. */
class RpcParserTest {
  private final RpcParser parser = new RpcParser(StratumOptions.DEFAULTS);

  private RpcMessage parse(String text) {
    byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
    return parser.parse(bytes, 2, bytes.length - 4);
  }

  private RpcMessage message(String text) {
    RpcMessage message = parse(text);
    assertThat(message).as(text).isNotNull();
    return message;
  }

  @Test
  void anyKeyOrder_sameMessage() {
    RpcMessage usual = message("{\"id\":1,\"method\":\"mining.submit\",\"params\":[\"a\"]}");
    assertThat(message("{ \"params\" : [\"a\"] , \"method\" : \"mining.submit\" , \"id\" : 1 }").members()).isEqualTo(usual.members());
  }

  @Test
  void escapes_areDecodedInNamesAndValues() {
    RpcMessage message = message("{\"\\u006dethod\":\"mining\\u002esubscribe\",\"params\":[\"\\u0041\\/\\n\\ud83d\\ude00\"]}");
    assertThat(message.method()).isEqualTo("mining.subscribe");
    assertThat(message.textParam(0)).isEqualTo("A/\n\ud83d\ude00");
  }

  @Test
  void id_stringOrNumber_isItsText_otherwiseNone() {
    assertThat(message("{\"id\":7}").id()).isEqualTo("7");
    assertThat(message("{\"id\":\"7\"}").id()).isEqualTo("7");
    assertThat(message("{\"id\":123456789012345678901234567890}").id()).isEqualTo("123456789012345678901234567890");
    assertThat(message("{\"id\":null}").id()).isNull();
    assertThat(message("{}").id()).isNull();
    assertThat(message("{\"id\":{}}").id()).isNull();
    assertThat(message("{\"id\":[1]}").id()).isNull();
  }

  @Test
  void duplicateKey_lastOneCounts() {
    assertThat(message("{\"method\":\"a\",\"method\":\"b\"}").method()).isEqualTo("b");
  }

  @Test
  void values_areJdkTypes() {
    assertThat(message("{\"params\":[1,1.5,true,false,null,\"s\",[2],{\"k\":3}]}").params())
        .containsExactly(1, 1.5, true, false, null, "s", List.of(2), Map.of("k", 3));
    assertThat(message("{\"id\":1e400}").members().get("id")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(message("{\"id\":" + "9".repeat(78) + "}").members().get("id")).isEqualTo(new BigInteger("9".repeat(78)));
  }

  @Test
  void numberBeyondTheLimit_isNoMessage() {
    assertThat(parse("{\"id\":" + "9".repeat(81) + "}")).isNull();
    assertThat(parse("{\"id\":1." + "9".repeat(81) + "}")).isNull();
  }

  @Test
  void hugeExponent_costsNothing() {
    assertThat(message("{\"id\":1e999999999}").members().get("id")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(message("{\"id\":1e-999999999}").members().get("id")).isEqualTo(0.0);
  }

  @Test
  void nameBeyondTheLimit_isNoMessage() {
    assertThat(parse("{\"" + "n".repeat(128) + "\":1}")).isNotNull();
    assertThat(parse("{\"" + "n".repeat(5000) + "\":1}")).isNull();
  }

  @Test
  void depthBeyondTheLimit_isNoMessage() {
    assertThat(parse("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")).isNotNull();
    assertThat(parse("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}")).isNull();
  }

  @Test
  void stringUpToTheMessageLimit_isRead() {
    String text = "x".repeat(StratumOptions.DEFAULTS.maxMessageBytes() - 20);
    assertThat(message("{\"a\":\"" + text + "\"}").members().get("a")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "\"a\"", "null", "[]", "[{\"id\":1}]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
      "{\"a\":01}", "{\"a\":NaN}", "{\"a\":+1}", "{\"a\":1]", "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\t\"}", "{\"a\":1}}",
          "{\"a\":1} x",
      "{\"a\":1}{\"b\":2}", "{\"a\":\0}", "{\"a\":1 /* c */}"})
  void noJsonObjectAlone_isNoMessage(String text) {
    assertThat(parse(text)).isNull();
  }

  @Test
  void invalidUtf8_isNoMessage() {
    byte[] never = {'{', '"', 'a', '"', ':', '"', (byte) 0xFF, (byte) 0xFE, '"', '}'};
    assertThat(parser.parse(never, 0, never.length)).isNull();
    byte[] cut = {'{', '"', 'a', '"', ':', '"', (byte) 0xE2, (byte) 0x82, '"', '}'};
    assertThat(parser.parse(cut, 0, cut.length)).isNull();
  }

  @Test
  void bytesBesideTheText_areNotRead() {
    byte[] bytes = "{\"a\":1}x{\"b\":2}".getBytes(StandardCharsets.UTF_8);
    assertThat(parser.parse(bytes, 8, 7)).isNotNull().extracting(RpcMessage::members).isEqualTo(Map.of("b", 2));
  }
}
