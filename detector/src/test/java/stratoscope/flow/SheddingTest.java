package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an overloaded flow table leaves out, and what it never does. */
class SheddingTest {
  private static final String NOTIFY = "{\"method\":\"mining.notify\",\"params\":[]}";
  private static final byte[] CIPHER = "\u0017\u0003\u0003 0123456789012345678901234567890".getBytes(StandardCharsets.ISO_8859_1);

  private final Wire wire = new Wire();

  @AfterEach
  void sums_hold() {
    wire.table.end();
    TcpStreamPropertyTest.checkSums(wire.table.counts());
  }

  private void cipherForHalfAMinute() {
    for (int second = 0; second < 30; second++) {
      wire.send(true, 10 + second * CIPHER.length, Wire.ACK, CIPHER);
      wire.passSeconds(1);
    }
  }

  @Test
  void rhythm_isLeftOutFirst_andTakenOnceItIsOver() {
    cipherForHalfAMinute();
    assertThat(wire.handlers).hasSize(1);
    wire.clientPort++;
    wire.table.shed(1);
    cipherForHalfAMinute();
    assertThat(wire.handlers).hasSize(1);
    assertThat(wire.count(FlowCount.SHED_RHYTHM)).isEqualTo(1);
    wire.table.shed(0);
    cipherForHalfAMinute();
    assertThat(wire.handlers).hasSize(2);
  }

  @Test
  void rhythmAlone_isLeftOutOnTheFirstLevel() {
    wire.table.shed(1);
    wire.up(10, NOTIFY);
    wire.up(100, "{\"held\":1}");
    assertThat(wire.calls()).hasSize(1);
    assertThat(wire.count(FlowCount.SHED_MIDSTREAM) + wire.count(FlowCount.SHED_HOLES)).isZero();
  }

  @Test
  void holes_areNotWaitedForOnTheSecond() {
    wire.up(10, NOTIFY);
    wire.up(100, "{\"held\":1}");
    assertThat(wire.calls()).hasSize(1);
    wire.table.shed(2);
    wire.up(200, "{\"late\":1}");
    assertThat(wire.calls().subList(1, 5)).containsExactly(">gap " + (90 - NOTIFY.length()), ">{\"held\":1}", ">gap 90", ">{\"late\":1}");
    assertThat(wire.count(FlowCount.SHED_HOLES)).isEqualTo(1);
    wire.table.shed(0);
    wire.up(300, "{\"held\":2}");
    assertThat(wire.calls()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void holes_ofMiningAndOfBeginnings_areWaitedForAlways(int level) {
    wire.table.shed(level);
    wire.handshake();
    wire.up(1005, "\"login\"}");
    wire.up(1001, "{\"a\"");
    assertThat(wire.calls()).containsExactly(">{\"a\"", ">\"login\"}");
    wire.clientPort++;
    wire.firstInterest = Interest.MINING;
    wire.up(10, "{\"login\":1}");
    wire.up(100, "{\"held\":1}");
    assertThat(wire.handlers.get(1).calls).hasSize(1);
    assertThat(wire.count(FlowCount.SHED_HOLES)).isZero();
  }

  @Test
  void unseenOpenings_areLeftOutOnTheSecond_butForGreetings() {
    wire.table.shed(2);
    assertThat(wire.up(10, NOTIFY)).isNull();
    assertThat(wire.count(FlowCount.SHED_MIDSTREAM)).isEqualTo(1);
    assertThat(wire.up(60, "{\"id\":1,\"method\":\"mining.subscribe\"}")).isNotNull();
  }

  @Test
  void wordsBehindTheBeginning_areLeftOutOnTheThird_butForGreetings() {
    wire.handshake();
    wire.up(1001, "nothing of the kind");
    wire.table.shed(3);
    assertThat(wire.up(90_000, NOTIFY)).isNull();
    assertThat(wire.count(FlowCount.SHED_LATE)).isEqualTo(1);
    assertThat(wire.up(90_100, "{\"id\":1,\"method\":\"login\"}")).isNotNull();
    wire.clientPort++;
    wire.handshake();
    assertThat(wire.up(1001, NOTIFY)).as("its first bytes").isNotNull();
  }
}
