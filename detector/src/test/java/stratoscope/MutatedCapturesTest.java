package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureReader;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.JsonRecords;
import stratoscope.testing.MakePcaps;

/**
 * Every shipped capture, damaged in many ways: no exception escapes, no run hangs, the records stay JSON lines, and the counts add up.
 * The seeds are fixed; {@code -Dstratoscope.mutations=N} raises the number per capture.
 */
class MutatedCapturesTest {
  private static final int MUTATIONS = Integer.getInteger("stratoscope.mutations", 30);
  /** Of all mutations of a capture; each takes some milliseconds. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30 + MUTATIONS / 2);
  private static final int[] EXTREMES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 0x10000, 65_535 << 16, 262_144};
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Knowledge knowledge;
  @TempDir
  private static Path folder;

  static List<Path> captures() throws IOException {
    return MakePcaps.captures(MakePcaps.root());
  }

  @BeforeAll
  static void readRules() throws RuleFileException {
    knowledge = RuleFiles.load(null);
  }

  @ParameterizedTest
  @MethodSource("captures")
  void scan_ofDamagedCapture_endsWithRecordsThatAddUp(Path capture) throws IOException {
    byte[] packed = Files.readAllBytes(capture);
    byte[] plain = MakePcaps.contents(capture);
    int count = plain.length > 200_000 ? Math.max(3, MUTATIONS / 10) : MUTATIONS;
    Assertions.assertTimeoutPreemptively(TIME_LIMIT, () -> {
      for (int i = 0; i < count; i++) {
        Random random = new Random(i * 7919L + capture.getFileName().toString().hashCode());
        byte[] damaged = mutated(i % 4 == 0 ? packed : plain, random);
        check(Files.write(folder.resolve("damaged"), damaged), capture + ", mutation " + i);
      }
    });
  }

  private static void check(Path file, String what) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Detector detector = new Detector(DetectorOptions.defaults(), knowledge, new JsonRecords(out));
    CaptureProblems problems = new CaptureProblems();
    try (JsonRecords records = new JsonRecords(out);
        CaptureReader source = CaptureReader.open(new CaptureFile("damaged", file, Files.size(file)), problems)) {
      detector.run(source);
      records.onStats(detector.stats(Map.of(), 1));
    } catch (CaptureException e) {
      assertThat(e.getMessage()).as(what).startsWith("damaged: ").doesNotContain("\n", "Exception");
      return;
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    JsonNode last = null;
    for (String line : out.toString(UTF_8).split("\n")) {
      last = JSON.readTree(line);
    }
    JsonNode stats = last.get("stats");
    assertThat(stats.get("packets").asLong()).as(what)
        .isEqualTo(stats.get("inspected").asLong() + sum(stats.get("ignored")) + sum(stats.get("dropped")));
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (Iterator<JsonNode> values = counts.elements(); values.hasNext();) {
      sum += values.next().asLong();
    }
    return sum;
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = mutatedOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutatedOnce(byte[] bytes, Random random) {
    if (bytes.length < 8) {
      return bytes;
    }
    int at = random.nextInt(bytes.length - 4);
    int length = 1 + random.nextInt(Math.min(200, bytes.length - at));
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> ByteBuffer.wrap(bytes).order(order).putInt(at & ~3, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        byte[] block = new byte[length];
        random.nextBytes(block);
        return spliced(bytes, at, at, block);
      }
      default -> {
        boolean isRepeated = random.nextBoolean();
        return spliced(bytes, at, isRepeated ? at : at + length, isRepeated ? Arrays.copyOfRange(bytes, at, at + length) : new byte[0]);
      }
    }
    return bytes;
  }

  /** The bytes before the first offset, the block, and the bytes from the second offset on. */
  private static byte[] spliced(byte[] bytes, int before, int from, byte[] block) {
    byte[] result = new byte[before + block.length + bytes.length - from];
    System.arraycopy(bytes, 0, result, 0, before);
    System.arraycopy(block, 0, result, before, block.length);
    System.arraycopy(bytes, from, result, before + block.length, bytes.length - from);
    return result;
  }
}
