package stratoscope.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, and fails when it takes too long. */
public final class Wait {
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long STEP_MILLIS = 5;

  private Wait() {}

  /** Until it is true. */
  public static void until(BooleanSupplier condition) {
    untilAsserted(() -> {
      if (!condition.getAsBoolean()) {
        throw new AssertionError("still not true after " + TimeUnit.NANOSECONDS.toSeconds(MAX_NANOS) + " s");
      }
    });
  }

  /** Until no assertion in it fails any more. */
  public static void untilAsserted(Runnable assertions) {
    long start = System.nanoTime();
    while (true) {
      try {
        assertions.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - start > MAX_NANOS) {
          throw e;
        }
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
