package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many captures as one run, in order and merged by time. */
class CaptureSequenceTest {
  @TempDir Path folder;
  private final CaptureProblems problems = new CaptureProblems();

  /** A capture with a packet at each of these seconds. */
  private CaptureFile file(String name, int... seconds) throws IOException {
    PcapFile file = PcapFile.little();
    for (int second : seconds) {
      file.record(second, 0, PcapFile.data(20, second));
    }
    Path path = Files.write(folder.resolve(name), file.bytes());
    return new CaptureFile(name, path, file.size());
  }

  private Reading read(PacketSource source) throws IOException {
    try (source) {
      return Reading.all(source, problems);
    }
  }

  private static List<String> order(Reading reading) {
    return reading.packets().stream().map(seen -> seen.file() + seen.micros() / 1_000_000).toList();
  }

  @Test
  void next_inOrder_readsOneAfterAnother() throws IOException {
    List<CaptureFile> files = List.of(file("b", 5, 6), file("a", 1, 2), file("empty"), file("c", 3));
    CaptureSequence sequence = CaptureSequence.inOrder(files, problems);
    Reading reading = read(sequence);
    assertThat(order(reading)).containsExactly("b5", "b6", "a1", "a2", "c3");
    assertThat(reading.packets()).extracting(Reading.Seen::number).containsExactly(1L, 2L, 1L, 2L, 1L);
    assertThat(sequence.bytesRead()).isEqualTo(sequence.totalBytes());
    assertThat(sequence.next(new RawPacket())).isFalse();
  }

  @Test
  void next_fileGoneMeanwhile_isReportedAndLeft() throws IOException {
    List<CaptureFile> files = List.of(file("a", 1), file("b", 2), file("c", 3));
    Files.delete(folder.resolve("b"));
    assertThat(order(read(CaptureSequence.inOrder(files, problems)))).containsExactly("a1", "c3");
    assertThat(order(read(CaptureSequence.byTime(files, problems)))).containsExactly("a1", "c3");
    assertThat(problems.countOf(ProblemKind.UNREADABLE)).isEqualTo(2);
    assertThat(problems.kept().get(0).message()).isEqualTo("b: no such file");
  }

  @Test
  void next_byTime_mergesAndPrefersTheFirstAtEqualTimes() throws IOException {
    List<CaptureFile> files = List.of(file("x", 4, 5, 9), file("y", 1, 5, 6), file("empty"), file("z", 5, 20));
    CaptureMerge merge = CaptureSequence.byTime(files, problems);
    assertThat(order(read(merge))).containsExactly("y1", "x4", "x5", "y5", "z5", "y6", "x9", "z20");
    assertThat(merge.bytesRead()).isEqualTo(merge.totalBytes());
    assertThat(problems.count()).isZero();
  }

  @Test
  void next_byTimeWithManyFiles_opensEachWhenItsTimeHasCome() throws IOException {
    List<CaptureFile> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(file("f" + i, 100 - i * 2, 101 - i * 2));
    }
    Reading reading = read(new CaptureMerge(files, problems, 2));
    assertThat(reading.packets()).hasSize(80);
    assertThat(reading.micros()).isSorted();
    assertThat(problems.count()).isZero();
  }

  @Test
  void next_byTimeWithTooManyOverlapping_readsAllAndReportsOrder() throws IOException {
    List<CaptureFile> files = List.of(file("a", 1, 10), file("b", 2, 11), file("c", 3, 12));
    assertThat(order(read(new CaptureMerge(files, problems, 2)))).containsExactly("a1", "b2", "a10", "c3", "b11", "c12");
    assertThat(problems.countOf(ProblemKind.ORDER)).isEqualTo(1);
  }

  @Test
  void close_early_closesAll() throws IOException {
    List<CaptureFile> files = List.of(file("a", 1, 10), file("b", 2, 11), file("c", 30, 31));
    for (PacketSource source : List.of(CaptureSequence.inOrder(files, problems), CaptureSequence.byTime(files, problems))) {
      RawPacket packet = new RawPacket();
      assertThat(source.next(packet)).isTrue();
      assertThat(source.name()).isEqualTo("a");
      source.close();
      assertThat(source.next(packet)).isFalse();
    }
  }
}
