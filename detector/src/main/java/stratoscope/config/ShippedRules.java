package stratoscope.config;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The rules inside the jar, read while something else goes on: they take a third of the start-up, and the command line takes another.
 * Thread-safe.
 */
public final class ShippedRules {
  private static final FutureTask<Knowledge> READING = new FutureTask<>((Callable<Knowledge>) () -> RuleFiles.load(null));

  private ShippedRules() {}

  /** Starts reading them on a thread of its own. */
  public static void prepare() {
    Thread reader = new Thread(READING, "shipped-rules");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * The rules, read here unless that was done, or is being done.
   *
   * @throws RuleFileException if they can't be used, which is a fault of the build
   */
  public static Knowledge take() throws RuleFileException {
    READING.run();
    try {
      return READING.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuleFileException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Of their files, as {@link FolderHash} makes it of a folder. */
  public static String hash() {
    return PackedRules.hash();
  }
}
