package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.stratum.Bytes.concat;
import static stratoscope.stratum.Bytes.littleEndian;
import static stratoscope.stratum.Bytes.random;
import static stratoscope.stratum.Dialogue.DOWN;
import static stratoscope.stratum.Dialogue.UP;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.TestFlows;

/** DATUM: the keys of its headers, and what is taken for it. */
class DatumSessionTest {
  private static final int NUMBER = 0x5ca1ab1e;

  /** The keys of one side, each used once. */
  private static final class Keys {
    private int next;

    private Keys(int first) {
      next = first;
    }

    byte[] command(DatumHeader header) {
      byte[] head = littleEndian(header.word() ^ next);
      next = DatumKey.after(next);
      return concat(head, random(header.length(), header.length()));
    }
  }

  private static byte[] hello(int length, int bodyBytes) {
    DatumHeader header = new DatumHeader(length, false, true, true, false, DatumHeader.HELLO);
    return concat(littleEndian(header.word() ^ DatumHeader.FIRST_KEY), random(bodyBytes, 5));
  }

  private static DatumHeader answer(int length) {
    return new DatumHeader(length, false, true, true, false, DatumHeader.HELLO_ANSWER);
  }

  private static DatumHeader mining(int length, boolean isSigned) {
    return new DatumHeader(length, false, isSigned, false, true, DatumHeader.MINING);
  }

  @Test
  void keys_followAndCanBeFollowedBack() {
    assertThat(DatumKey.after(0)).isEqualTo(0x74a55cf6);
    assertThat(DatumKey.after(NUMBER)).isEqualTo(0x3d73485b);
    assertThat(DatumKey.after(-1)).isEqualTo(0x8541e231);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      int key = random.nextInt();
      assertThat(DatumKey.before(DatumKey.after(key))).isEqualTo(key);
      assertThat(DatumKey.ofGateway(DatumKey.after(~key))).isEqualTo(DatumKey.after(key));
    }
  }

  @Test
  void header_isReadAsItIsWritten() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      DatumHeader header = new DatumHeader(random.nextInt(1 << 22), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(),
          random.nextBoolean(), random.nextInt(32));
      int key = random.nextInt();
      assertThat(DatumHeader.of(header.word() ^ key, key)).isEqualTo(header);
    }
  }

  @ParameterizedTest
  @CsvSource({"310,0", "377,173", "900,400", "306,2000"})
  void bothSides_underKeysOfOneHello_areConfirmed(int answerBytes, int configurationBytes) {
    for (int number : new int[] {NUMBER, 0, -1, 77}) {
      Keys pool = new Keys(DatumKey.after(~number));
      byte[] first = pool.command(answer(answerBytes));
      byte[] second = configurationBytes == 0 ? new byte[0] : pool.command(mining(configurationBytes, true));
      Dialogue dialogue = new Dialogue().bytes(UP, hello(421, 421)).bytes(DOWN, first).bytes(DOWN, second);
      assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
      dialogue.bytes(UP, new Keys(DatumKey.after(number)).command(mining(97, false)));
      assertThat(dialogue.signs()).containsExactly("datum-hello", "datum-keys-linked");
      assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    }
  }

  @Test
  void otherKeys_areNoAgreement() {
    for (int seed = 0; seed < 200; seed++) {
      Dialogue dialogue = new Dialogue().bytes(UP, hello(421, 421)).bytes(DOWN, random(560, seed)).bytes(UP, random(101, -seed - 1));
      assertThat(dialogue.signs()).containsExactly("datum-hello");
    }
  }

  @Test
  void gatewayOfAnotherHello_isNoAgreement() {
    Keys pool = new Keys(DatumKey.after(~NUMBER));
    Dialogue dialogue = new Dialogue().bytes(UP, hello(421, 421))
        .bytes(DOWN, concat(pool.command(answer(377)), pool.command(mining(99, true))))
        .bytes(UP, new Keys(DatumKey.after(NUMBER + 1)).command(mining(97, false)));
    assertThat(dialogue.signs()).containsExactly("datum-hello");
  }

  @ParameterizedTest
  @CsvSource({"421,420", "421,422", "249,249", "1021,1021", "421,100"})
  void helloOfOtherLength_isNothing(int told, int sent) {
    assertThat(new Dialogue().bytes(UP, hello(told, sent)).bytes(DOWN, random(400, 1)).bytes(UP, random(90, 2)).signs()).isEmpty();
  }

  @Test
  void helloThatIsText_orFromTheOtherSide_orMidstream_isNothing() {
    byte[] text = concat(hello(421, 0), "a".repeat(421).getBytes(StandardCharsets.US_ASCII));
    assertThat(new Dialogue().bytes(UP, text).bytes(DOWN, random(400, 1)).bytes(UP, random(90, 2)).signs()).isEmpty();
    assertThat(new Dialogue().bytes(DOWN, hello(421, 421)).bytes(UP, random(400, 1)).bytes(DOWN, random(90, 2)).signs()).isEmpty();
    assertThat(new Dialogue(TestFlows.midstream()).bytes(UP, hello(421, 421)).bytes(DOWN, random(400, 1)).signs()).isEmpty();
  }

  @Test
  void gatewayAlone_isSuspectedOnceItGoesOn() {
    Dialogue dialogue = new Dialogue().bytes(UP, hello(421, 421));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.NONE);
    assertThat(dialogue.bytes(UP, random(120, 3)).verdict()).isEqualTo(Verdict.SUSPECTED);
    assertThat(dialogue.signs()).containsExactly("datum-hello-alone");
  }

  @Test
  void answerWithoutEnd_isNotKept() {
    Dialogue dialogue = new Dialogue().bytes(UP, hello(421, 421));
    for (int i = 0; i < 100; i++) {
      dialogue.bytes(DOWN, random(1400, i));
    }
    assertThat(dialogue.bytes(UP, random(120, 3)).signs()).containsExactly("datum-hello");
  }
}
