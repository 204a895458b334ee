package stratoscope.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.packet.IpAddress;

/** A file of state is whole, or nothing is taken from it. */
class StateFileTest {
  private static final long WRITTEN = 1_700_000_000_000_000L;
  private static final RuleSet RULES = new RuleSet(List.of(), new Thresholds(1, 2, 3, 0));

  @TempDir
  private Path folder;
  private Path file = Path.of("state");

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("state");
    write(WRITTEN, "one", "two");
  }

  private void write(long micros, String... texts) throws IOException {
    try (StateFile fresh = new StateFile(file, micros)) {
      for (String text : texts) {
        StateWriter writer = new StateWriter();
        writer.begin(StateKind.CLAIM).text(text).end();
        fresh.append(writer.take());
      }
      fresh.commit();
    }
  }

  private List<String> read() throws IOException {
    List<String> texts = new ArrayList<>();
    StateFile.look(file);
    StateFile.read(file, RULES, record -> texts.add(record.someText()));
    return texts;
  }

  @Test
  void records_comeBackAsWritten_withTheTime() throws IOException {
    assertThat(read()).containsExactly("one", "two");
    assertThat(StateFile.look(file)).isEqualTo(new StateFile.Contents(2, 0, WRITTEN));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
  }

  @Test
  void fileThatIsNotFinished_leavesTheOldOne() throws IOException {
    try (StateFile fresh = new StateFile(file, WRITTEN + 1)) {
      fresh.append(new byte[100]);
    }
    assertThat(read()).containsExactly("one", "two");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
    write(WRITTEN + 2, "three");
    assertThat(read()).containsExactly("three");
  }

  @Test
  void recordThatCantBeUsed_isCounted_othersAreTaken() throws IOException {
    StateFile.Contents contents = StateFile.read(file, RULES, record -> {
      if (record.someText().equals("one")) {
        record.number();
      }
    });
    assertThat(contents).isEqualTo(new StateFile.Contents(1, 1, WRITTEN));
  }

  @Test
  void fileCutAnywhere_isRefused_andSoIsOneWithAnyByteChanged() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(StateException.class, () -> StateFile.look(file), "cut at " + length);
    }
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x55;
      Files.write(file, changed);
      try {
        assertThat(StateFile.look(file)).isEqualTo(new StateFile.Contents(2, 0, WRITTEN));
      } catch (StateException e) {
        refused++;
      }
    }
    assertThat(refused).as("all but those of gzip's header that say nothing").isGreaterThan(whole.length - 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"timestamp\":1}", "SQLite format 3\0"})
  void anotherFile_isSaidToBeNone(String content) throws IOException {
    Files.writeString(file, content);
    assertThatThrownBy(() -> StateFile.look(file)).isInstanceOf(StateException.class).message().isIn(
        "is damaged, or no state of a sensor", "ends too early");
  }

  private void writeHead(String magic, int version, byte... more) throws IOException {
    StateWriter writer = new StateWriter();
    writer.begin(StateKind.HEAD).text(magic).number(version).number(WRITTEN).end();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(writer.take());
      packed.write(more);
    }
    Files.write(file, bytes.toByteArray());
  }

  @Test
  void newerVersion_isSaid_andSoIsAnotherHead() throws IOException {
    writeHead("stratoscope state", 9);
    assertThatThrownBy(() -> StateFile.look(file)).hasMessage("is a state of version 9, and this program reads version 8");
    writeHead("something else", 1);
    assertThatThrownBy(() -> StateFile.look(file)).hasMessage("is no state of a sensor");
    writeHead("stratoscope state", 8, StateKind.CLAIM.code(), (byte) 0x7F, (byte) 0, (byte) 0, (byte) 0);
    assertThatThrownBy(() -> StateFile.look(file)).as("nothing is made room for").hasMessage("is no state of a sensor");
    writeHead("stratoscope state", 8, (byte) 99, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    assertThat(StateFile.look(file)).as("a kind of later versions").isEqualTo(new StateFile.Contents(0, 1, WRITTEN));
  }

  @Test
  void values_comeBackAsWritten_andNothingElseIsReadFromThem() throws StateException {
    StateWriter writer = new StateWriter();
    writer.begin(StateKind.ALERT).number(Long.MIN_VALUE).number(Long.MAX_VALUE).number(-1).decimal(Double.NaN).decimal(-0.5).text(null)
        .text("").text("жъ\0").texts(List.of("a", "b")).count(null).count(7L).truth(true).address(new IpAddress(-1, 2)).end();
    byte[] bytes = writer.take();
    StateReader in = Records.of(bytes).get(0);
    assertThat(List.of(in.number(), in.number(), in.number())).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, -1L);
    assertThat(in.decimal()).isNaN();
    assertThat(in.decimal()).isEqualTo(-0.5);
    assertThat(in.text()).isNull();
    assertThat(in.text() + in.text()).isEqualTo("жъ\0");
    assertThat(in.texts()).containsExactly("a", "b");
    assertThat(in.count()).isNull();
    assertThat(in.count()).isEqualTo(7);
    assertThat(in.truth()).isTrue();
    assertThat(in.address()).isEqualTo(new IpAddress(-1, 2));
    assertThrows(StateException.class, in::number);
  }

  @Test
  void randomBytes_giveValuesOrAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      StateReader in = new StateReader(StateKind.ALERT, bytes, RULES);
      try {
        while (true) {
          switch (random.nextInt(7)) {
            case 0 -> in.number();
            case 1 -> in.text();
            case 2 -> in.texts();
            case 3 -> in.signs();
            case 4 -> in.word(StateKind.values());
            case 5 -> in.address();
            default -> in.count();
          }
        }
      } catch (StateException e) {
        assertThat(e).hasMessageMatching("[ -~]+");
      }
    }
  }

  @Test
  void recordThatIsTooLong_isLeftOut_andCounted() {
    StateWriter writer = new StateWriter();
    writer.begin(StateKind.CLAIM).text("x".repeat(StateWriter.MAX_RECORD_BYTES)).end();
    writer.begin(StateKind.CLAIM).text("short").end();
    assertThat(writer.size()).isEqualTo(StateWriter.HEAD_BYTES + 1 + "short".getBytes(StandardCharsets.UTF_8).length);
    assertThat(writer.takeLeft()).isEqualTo(1);
  }
}
