package stratoscope.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;

/** The state of running detectors goes into the file while they run, and at their end. */
@Timeout(60)
class StateKeeperTest {
  private static final RuleSet RULES = new RuleSet(List.of(), new Thresholds(1, 2, 3, 0));
  private static final long OFTEN_MILLIS = 5;
  private static final long NEVER_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long STEP_MICROS = 20_000;

  @TempDir
  private Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private long micros;

  private StateKeeper keeper(Path file, long periodMillis) {
    return new StateKeeper(file, periodMillis, () -> 0, () -> Long.MAX_VALUE, said::add);
  }

  private static Stateful piece(String text) {
    return out -> out.begin(StateKind.CLAIM).text(text).end();
  }

  /** More than fits into one slice. */
  private static List<Stateful> pieces(String name) {
    List<Stateful> pieces = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      pieces.add(piece(name + i + "x".repeat(1000)));
    }
    return pieces;
  }

  private List<String> read(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    StateFile.read(file, RULES, record -> texts.add(record.someText().replaceAll("[0-9]+x*", "")));
    return texts;
  }

  private static StatePart newPart(StateKeeper keeper, List<Stateful> pieces) {
    StatePart part = keeper.newPart();
    part.take(List.of(pieces::iterator));
    return part;
  }

  /** Gives the parts their turns until something has come about. */
  private void work(BooleanSupplier isDone, StatePart... parts) {
    while (!isDone.getAsBoolean()) {
      micros += STEP_MICROS;
      for (StatePart part : parts) {
        if (part.isDue()) {
          part.onTime(micros);
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void runningDetectors_areSavedTogether_againAndAgain() throws IOException {
    Path file = folder.resolve("state");
    StateKeeper keeper = keeper(file, OFTEN_MILLIS);
    StatePart one = newPart(keeper, pieces("detector-a"));
    StatePart other = newPart(keeper, pieces("detector-b"));
    keeper.addOwn(() -> List.of(piece("own")));
    keeper.start();
    work(() -> keeper.saved() >= 3, one, other);
    keeper.close();
    assertThat(read(file)).hasSize(2001).endsWith("own").containsOnly("detector-a", "detector-b", "own");
    assertThat(keeper.errors() + keeper.left()).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void end_takesThePlaceOfAPassAtWork() throws IOException {
    Path file = folder.resolve("state");
    StateKeeper keeper = keeper(file, OFTEN_MILLIS);
    StatePart part = newPart(keeper, pieces("detector"));
    keeper.start();
    work(() -> part.pass() > 0, part);
    part.take(List.of(List.of(piece("end"))::iterator));
    part.finish();
    keeper.close();
    assertThat(read(file)).containsExactly("end");
  }

  @Test
  void detectorThatNeverEnds_leavesTheFileOfBefore() throws IOException {
    Path file = folder.resolve("state");
    StateKeeper keeper = keeper(file, NEVER_MILLIS);
    StatePart one = newPart(keeper, List.of(piece("end")));
    keeper.newPart();
    keeper.start();
    one.finish();
    keeper.close();
    assertThat(file).doesNotExist();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void folderThatIsMissing_isSaidOnce_andCounted_untilItIsThere() throws IOException {
    Path file = folder.resolve("later/state");
    StateKeeper keeper = keeper(file, OFTEN_MILLIS);
    StatePart part = newPart(keeper, pieces("detector"));
    keeper.start();
    work(() -> keeper.errors() >= 2, part);
    assertThat(said).hasSize(1).first().asString().startsWith(file + ": can't be written: no such file; ");
    Files.createDirectory(file.getParent());
    work(() -> keeper.saved() >= 1, part);
    keeper.close();
    assertThat(said).hasSize(2).last().asString().isEqualTo(file + ": can be written again");
  }
}
