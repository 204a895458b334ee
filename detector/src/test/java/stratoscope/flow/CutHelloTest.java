package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.TcpSegment;

/** When a connection that begins with a few bytes of a client's hello of TLS is looked at. */
class CutHelloTest {
  private static final String HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";

  private final List<Integer> asked = new ArrayList<>();
  private final List<Integer> piecesAsked = new ArrayList<>();
  private final Wire wire = new Wire(new FlowOptions(), new Suspicion() {
    @Override
    public Attention attentionFor(TcpSegment segment) {
      asked.add(segment.payloadLength);
      return Attention.TLS;
    }

    @Override
    public Attention attentionForPiece(TcpSegment segment) {
      piecesAsked.add(segment.payloadLength);
      return Attention.TLS;
    }
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
    assertThat(wire.down(5001, HELLO)).as("not the caller's").isNull();
    assertThat(wire.up(1001, "\u0016\u0002")).as("SSL 2").isNull();
    assertThat(wire.up(1001, "\u0015\u0003\u0001")).as("an alert").isNull();
    assertThat(wire.up(1001, "\u0016\u0003\u0003\u0000\u0004\u000e\u0000")).as("another message").isNull();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 11, 4096})
  void laterPiece_ofTheCaller_thatComesFirst_makesAFlow_thatGetsAllInOrder(int at) {
    wire.handshake();
    Flow flow = wire.up(1001 + at, "\u0016\u0000");
    assertThat(flow).isNotNull().extracting(Flow::attention).isEqualTo(Attention.TLS);
    assertThat(piecesAsked).containsExactly(2);
    wire.up(1001, HELLO.repeat(400).substring(0, at));
    assertThat(String.join("", wire.calls())).endsWith("\u0016\u0000");
  }

  @Test
  void laterPiece_thatIsTheOtherSides_orFar_orBehindTheFirst_makesNothing() {
    wire.handshake();
    assertThat(wire.down(5002, "\u0016\u0000")).as("the other side's").isNull();
    assertThat(wire.up(1001 + 4097, "\u0016\u0000")).as("farther than a hello is long").isNull();
    wire.up(1001, "\u0015\u0003\u0001\u0000\u0002\u0001");
    assertThat(wire.up(1007, "\u0016\u0000")).as("behind the first").isNull();
    assertThat(piecesAsked).isEmpty();
  }

  /** What was given up once is not looked at again for each piece. */
  @Test
  void laterPieces_ofWhichTheFirstIsLost_makeOneFlow() {
    wire.firstInterest = Interest.NONE;
    wire.handshake();
    for (int i = 1; i < 7; i++) {
      wire.up(1001 + 30 * i, "\u0016" + "\u0000".repeat(29));
    }
    assertThat(wire.count(FlowCount.FLOWS)).isEqualTo(2);
    assertThat(wire.count(FlowCount.BACKED_OFF)).isZero();
  }

  @Test
  void piece_ofAConnectionThatWasNotSeenToOpen_makesNothing() {
    assertThat(wire.up(1001, HELLO)).isNull();
    assertThat(asked).isEmpty();
  }

  /** As where each direction is captured by itself. */
  @Test
  void callersFirst_capturedBehindWhatTheServerAnswers_isLookedAt() {
    Wire swapped = new Wire(new FlowOptions(), new Suspicion() {
      @Override
      public Attention attentionFor(TcpSegment segment) {
        return segment.destinationPort == 3333 ? Attention.TLS : null;
      }
    });
    swapped.handshake();
    assertThat(swapped.down(5001, HELLO.repeat(4))).isNull();
    assertThat(swapped.up(1001, HELLO.repeat(4))).isNotNull().extracting(Flow::attention).isEqualTo(Attention.TLS);
    assertThat(String.join("", swapped.calls())).contains(HELLO);
  }
}
