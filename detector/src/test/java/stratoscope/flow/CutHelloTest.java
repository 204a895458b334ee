package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection that begins with a few bytes of a client's hello of TLS is looked at. */
class CutHelloTest {
  private static final String HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";

  private final List<Integer> asked = new ArrayList<>();
  private final Wire wire = new Wire(new FlowOptions(), segment -> {
    asked.add(segment.payloadLength);
    return Attention.TLS;
  });

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 11})
  void firstPiece_ofTheCaller_makesAFlow_thatGetsAllPieces(int bytes) {
    wire.handshake();
    Flow flow = wire.up(1001, HELLO.substring(0, bytes));
    assertThat(flow).isNotNull().extracting(Flow::attention).isEqualTo(Attention.TLS);
    assertThat(asked).containsExactly(bytes);
    wire.up(1001 + bytes, "more");
    assertThat(String.join("", wire.calls())).contains("more");
  }

  @Test
  void piece_thatIsNotTheFirst_orNotTheCallers_orOfNoHello_makesNothing() {
    wire.handshake();
    assertThat(wire.up(1002, HELLO)).as("not the first").isNull();
    assertThat(wire.down(5001, HELLO)).as("not the caller's").isNull();
    assertThat(wire.up(1001, "\u0016\u0002")).as("SSL 2").isNull();
    assertThat(wire.up(1001, "\u0015\u0003\u0001")).as("an alert").isNull();
    assertThat(wire.up(1001, "\u0016\u0003\u0003\u0000\u0004\u000e\u0000")).as("another message").isNull();
    assertThat(asked).isEmpty();
  }

  @Test
  void piece_ofAConnectionThatWasNotSeenToOpen_makesNothing() {
    assertThat(wire.up(1001, HELLO)).isNull();
    assertThat(asked).isEmpty();
  }
}
