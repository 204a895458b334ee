package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.JsonRecords;
import stratoscope.testing.MakePcaps;

/** Rules that change while packets are read: here an address, 198.51.100.20, becomes a pool's. */
class RulesReloadTest {
  private static final int POOL = 0xC6336414;
  private static final long START_MICROS = 1_700_000_000_000_000L;
  /** As long as a short record of a cipher, and as random. */
  private static final byte[] CIPHER = new byte[64];

  static {
    new Random(1).nextBytes(CIPHER);
  }

  @TempDir
  private Path folder;

  private Knowledge withPool() throws IOException, RuleFileException {
    Path shipped = MakePcaps.root().resolveSibling("rules");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(shipped.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Files.writeString(folder.resolve("pools/mine.csv"),
        "indicator,ports,kind,pool,confidence\n198.51.100.20,3333,pool,Made-up Pool,confirmed\n");
    return RuleFiles.load(folder);
  }

  /** What clients 0 to 9 of 10.0.0.0 are told of, where the rules change before the packets of one of them. */
  private String found(int change) throws IOException, RuleFileException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Knowledge changed = withPool();
    try (JsonRecords records = new JsonRecords(out)) {
      Detector detector = new Detector(DetectorOptions.defaults(), RuleFiles.load(null), records);
      detector.run(new SegmentSource(IntStream.range(0, 10).peek(client -> {
        if (client == change) {
          detector.use(changed);
        }
      }).mapToObj(client -> new SegmentSource.Segment(START_MICROS + client * 1000L,
          new SegmentSource.Connection(0x0A000000 + client, 40_000, POOL, 3333), true, 1, CIPHER)).iterator()));
      records.onStats(detector.stats(Map.of(), 1));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void use_ofNewRules_countsFromTheNextPacketOn() throws IOException, RuleFileException {
    String found = found(4);
    assertThat(found.lines().filter(line -> line.contains("\"event_type\":\"mining\""))).hasSize(6)
        .allMatch(line -> line.contains("circumstance-endpoint") && line.contains("Made-up Pool"))
        .noneMatch(line -> line.contains("\"src_ip\":\"10.0.0.3\""))
        .anyMatch(line -> line.contains("\"src_ip\":\"10.0.0.4\""));
    assertThat(found).contains("\"packets\":10,");
  }
}
