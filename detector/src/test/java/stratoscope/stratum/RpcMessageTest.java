package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a message's members are read. */
class RpcMessageTest {

  private static RpcMessage of(Object... namesAndValues) {
    Map<String, Object> members = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new RpcMessage(members);
  }

  @Test
  void answer_hasResultOrError_whateverItsMethod() {
    assertThat(of("id", 1, "result", true).isAnswer()).isTrue();
    assertThat(of("id", 1, "result", null).isAnswer()).isTrue();
    assertThat(of("id", 1, "error", List.of(20, "x")).isAnswer()).isTrue();
    assertThat(of("id", 1, "error", null).isAnswer()).isFalse();
    assertThat(of("id", 1, "method", "m", "result", true).isAnswer()).as("Grin's pools repeat the method").isTrue();
    assertThat(of("id", 1, "method", "m").isAnswer()).isFalse();
    assertThat(of("id", 1).isAnswer()).as("EIP-1571 says yes by the id alone").isTrue();
    assertThat(of("id", null).isAnswer()).isFalse();
    assertThat(of("jsonrpc", "2.0").isAnswer()).isFalse();
  }

  @Test
  void params_positionalOrNamed_theOtherIsEmpty() {
    RpcMessage positional = of("params", List.of("a", 2));
    assertThat(positional.hasPositionalParams()).isTrue();
    assertThat(positional.params()).containsExactly("a", 2);
    assertThat(positional.namedParams()).isEmpty();
    RpcMessage named = of("params", Map.of("k", "v"));
    assertThat(named.hasPositionalParams()).isFalse();
    assertThat(named.params()).isEmpty();
    assertThat(named.namedParams()).containsEntry("k", "v");
    assertThat(of("params", "text").params()).isEmpty();
    assertThat(of().namedParams()).isEmpty();
  }

  @Test
  void textParam_otherTypeOrOutside_isNull() {
    RpcMessage message = of("params", List.of("a", 2));
    assertThat(message.textParam(0)).isEqualTo("a");
    assertThat(message.textParam(1)).isNull();
    assertThat(message.textParam(2)).isNull();
  }

  @Test
  void errorText_inAllItsForms() {
    assertThat(of("error", List.of(23, "Low difficulty share")).errorText()).isEqualTo("Low difficulty share");
    assertThat(of("error", Map.of("code", -1, "message", "Invalid login")).errorText()).isEqualTo("Invalid login");
    assertThat(of("error", "Stale").errorText()).isEqualTo("Stale");
    assertThat(of("error", List.of(23)).errorText()).isNull();
    assertThat(of("error", List.of(23, 24)).errorText()).isNull();
    assertThat(of("error", Map.of("code", 1)).errorText()).isNull();
    assertThat(of("error", 5).errorText()).isNull();
    assertThat(of().errorText()).isNull();
  }

  @Test
  void method_noString_isNone() {
    assertThat(of("method", 5).method()).isNull();
    assertThat(of("method", "m").method()).isEqualTo("m");
  }
}
