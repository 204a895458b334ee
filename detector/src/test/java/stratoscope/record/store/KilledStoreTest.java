package stratoscope.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store whose writer is killed at any moment, a hundred times: it is whole, and lacks what was offered in the last second at most. */
@Timeout(300)
class KilledStoreTest {
  private static final int KILLS = 100;
  private static final int AT_ONCE = 4;
  private static final int LONGEST_MILLIS = 2000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir
  private Path folder;

  @Test
  void kill_atAnyMoment_harmsNothingAndLosesTheLastSecondAtMost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Long>> runs = new ArrayList<>();
      for (int run = 0; run < KILLS; run++) {
        Path file = folder.resolve("store" + run % (KILLS / 2)); // each twice: a store that was killed is opened again
        Random random = new Random(run);
        runs.add(threads.submit((Callable<Long>) () -> killed(file, random.nextInt(LONGEST_MILLIS))));
        if (run == KILLS / 2 - 1) {
          for (Future<Long> each : runs) {
            each.get();
          }
        }
      }
      long records = 0;
      for (Future<Long> run : runs) {
        records += run.get();
      }
      assertThat(records).as("records that survived").isGreaterThan(10_000);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void open_whereNoProgramsRun_saysWhatToName() throws IOException {
    Path store = folder.resolve("store");
    Process victim = victim(store, Files.createFile(folder.resolve("no-folder"))).redirectErrorStream(true).start();
    try (BufferedReader out = victim.inputReader()) {
      assertThat(out.lines()).anySatisfy(line -> assertThat(line)
          .contains(store + ": native code of SQLite can't be loaded").endsWith("STRATOSCOPE_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR"));
    }
  }

  /** A writer whose native code goes to a folder of ours. */
  private static ProcessBuilder victim(Path file, Path nativeFolder) {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC", "-Xshare:auto", "-Dorg.sqlite.tmpdir=" + nativeFolder,
        "-cp", System.getProperty("java.class.path"), StoreVictim.class.getName(), file.toString());
  }

  /** How many records are there after a writer was killed some milliseconds after its first. */
  private static long killed(Path file, int millis) throws IOException, InterruptedException, StoreException {
    long before = file.toFile().exists() ? Stores.check(file, List.of()).records() : 0;
    Process victim = victim(file, file.getParent()).redirectError(ProcessBuilder.Redirect.INHERIT).start(); // it can't tidy up
    long mustBeThere = 0;
    List<long[]> offered = new ArrayList<>();
    try (BufferedReader out = victim.inputReader()) {
      String line = out.readLine();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      for (; line != null && System.nanoTime() < end; line = out.readLine()) {
        offered.add(new long[] {System.nanoTime(), Long.parseLong(line)});
      }
      long killNanos = System.nanoTime();
      victim.destroyForcibly().waitFor();
      for (long[] each : offered) {
        mustBeThere = each[0] < killNanos - SECOND ? each[1] : mustBeThere;
      }
    }
    StoreCheck check = Stores.check(file, List.of());
    assertThat(check.problem()).isNull();
    assertThat(check.records() - before).as("records after %d ms", millis).isGreaterThanOrEqualTo(mustBeThere);
    Path anchors = Anchors.fileOf(file);
    assertThat(Stores.check(file, anchors.toFile().exists() ? Anchors.read(anchors) : List.of()).problem()).isNull();
    return check.records() - before;
  }
}
