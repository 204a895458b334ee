package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single members of a line of JSON. */
class JsonCursorTest {
  /** What the member of that name says on the outermost level. */
  private static @Nullable String text(String json, String name) throws IOException {
    JsonCursor at = new JsonCursor(json.getBytes(UTF_8));
    if (at.enter()) {
      while (at.next()) {
        if (at.isNamed(name.getBytes(UTF_8))) {
          return at.text();
        }
        at.skip();
      }
    }
    return null;
  }

  private static double number(String json) throws IOException {
    JsonCursor at = new JsonCursor(json.getBytes(UTF_8));
    assertThat(at.enter() && at.next()).isTrue();
    return at.number();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"ip\":\"found\"}", " { \"a\" : [ 1 , {\"ip\":\"no\"} ] , \"ip\" : \"found\" } ",
      "{\"a\":\"\\\"ip\\\":\\\"no\\\"}\",\"ip\":\"found\"}", "{\"a\":{\"ip\":\"no\",\"b\":\"}\"},\"c\":null,\"d\":-1.5e3,\"ip\":\"found\"}",
      "{\"ips\":\"no\",\"i\":\"no\",\"网\":\"\\\\\",\"ip\":\"found\"}"})
  void text_isOfTheMemberOfThatName_whateverStandsBefore(String json) throws IOException {
    assertThat(text(json, "ip")).isEqualTo("found");
  }

  @Test
  void text_withEscapes_isWhatTheyMean() throws IOException {
    assertThat(text("{\"name\":\"a\\\"\\u7f51\\n网\"}", "name")).isEqualTo("a\"网\n网");
    assertThat(text("{\"name\":12}", "name")).isNull();
    assertThat(text("{\"name\":null}", "name")).isNull();
    assertThat(text("[\"name\"]", "name")).isNull();
  }

  @Test
  void number_isTheNearestDouble_orNone() throws IOException {
    assertThat(number("{\"a\":0.023333333333333334}")).isEqualTo(0.023333333333333334);
    assertThat(number("{\"a\":-12}")).isEqualTo(-12);
    assertThat(number("{\"a\":null}")).isNaN();
    assertThat(number("{\"a\":\"12\"}")).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a", "{\"a\":", "{\"a\":\"x", "{\"a\":[1,", "{\"a\" 1}", "{a:1}"})
  void lineThatEndsEarly_isNoJson(String json) {
    assertThatIOException().isThrownBy(() -> text(json, "ip")).withMessage("no JSON");
  }
}
