package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.StoppableSource;
import stratoscope.testing.Wait;

/** What a signal does to the thread that reads. */
class StopSignalTest {
  /** Longer than a signal waits before it interrupts. */
  private static final long BUSY_MILLIS = 800;

  /** Waits for input, or has some at once. */
  private record Input(long waitMillis) implements PacketSource {
    @Override
    public boolean next(RawPacket packet) throws IOException {
      try {
        Thread.sleep(waitMillis);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public String name() {
      return "input";
    }

    @Override
    public void close() {}
  }

  private static Thread signalled(StopSignal signal) {
    Thread shutdown = new Thread(signal::onShutdown);
    shutdown.start();
    return shutdown;
  }

  @Test
  void liveReader_busyWhenTheSignalComes_isNotInterrupted() throws Exception {
    Thread shutdown;
    try (StopSignal signal = new StopSignal()) {
      StoppableSource source = signal.guard(List.of(new Input(0))).get(0);
      assertThat(source.next(new RawPacket())).isTrue();
      shutdown = signalled(signal);
      Thread.sleep(BUSY_MILLIS); // with the packet; an interrupt would end it
      assertThat(source.next(new RawPacket())).isFalse();
    }
    shutdown.join();
  }

  @Test
  void fileReader_waitingForInput_isInterruptedAndEnds() throws Exception {
    Thread shutdown;
    try (StopSignal signal = new StopSignal()) {
      StoppableSource source = signal.guard(new Input(Long.MAX_VALUE));
      shutdown = signalled(signal);
      assertThat(source.next(new RawPacket())).isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    shutdown.join();
  }

  @Test
  void timeLeft_isUnlimitedBeforeASignal_andSharedByAllAfterIt() throws Exception {
    Thread shutdown;
    try (StopSignal signal = new StopSignal()) {
      assertThat(signal.leftMillis()).isEqualTo(Long.MAX_VALUE);
      shutdown = signalled(signal);
      Wait.until(() -> signal.leftMillis() < 4000);
      assertThat(signal.leftMillis()).isBetween(1L, 3999L);
    }
    shutdown.join();
  }
}
