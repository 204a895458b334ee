package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/** The queue in front of a sink that may hang or fail. */
@Timeout(30)
class QueuedSinkTest {
  /** Of a run that ends. */
  private static final long LEFT_MILLIS = 4000;

  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Writes nothing before the gate opens. */
  private class Gated implements RecordSink {
    private void say(String what) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      written.add(what);
    }

    @Override
    public void onMining(Finding finding, ProofPackets proof) throws IOException {
      say("mining");
    }

    @Override
    public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
      say("open " + isRaised);
    }

    @Override
    public void onHost(Host host) throws IOException {
      say("host");
    }

    @Override
    public void onStats(Stats stats) throws IOException {
      say("stats");
    }

    @Override
    public void close() {
      written.add("closed");
    }
  }

  private static void find(RecordSink sink) throws IOException {
    sink.onMining(new SampleFinding().finding(), new ProofPackets());
  }

  @Test
  void records_comeInOrder_andAreAllThereAtTheEnd() throws IOException {
    gate.countDown();
    try (QueuedSink sink = new QueuedSink(new Gated(), () -> Long.MAX_VALUE)) {
      sink.onOpen(new SampleFinding().finding(), new ProofPackets(), true);
      find(sink);
      sink.onHost(SampleFinding.host("192.0.2.1", Verdict.CONFIRMED));
      sink.onStats(SampleFinding.stats(1));
    }
    assertThat(written).containsExactly("open true", "mining", "host", "stats", "closed");
  }

  @Test
  void sinkThatHangs_holdsUpNobody_andWhatFindsNoRoomIsCounted() throws IOException, InterruptedException {
    QueuedSink sink = new QueuedSink(new Gated(), () -> Long.MAX_VALUE, 4);
    findOneThatHangs(sink);
    for (int i = 0; i < 99; i++) {
      find(sink);
    }
    assertThat(sink.lost()).isEqualTo(95);
    assertThat(sink.waiting()).isEqualTo(4);
    gate.countDown();
    sink.close();
    assertThat(written).hasSize(6).endsWith("closed");
  }

  /** One record that the writer has in its hands. */
  private static void findOneThatHangs(QueuedSink sink) throws IOException, InterruptedException {
    find(sink);
    while (sink.waiting() > 0) {
      Thread.sleep(1);
    }
  }

  @Test
  void atTheEnd_recordsWaitForRoom() throws IOException {
    try (QueuedSink sink = new QueuedSink(new Gated(), () -> LEFT_MILLIS, 2)) {
      Thread opener = new Thread(() -> {
        sleep(200);
        gate.countDown();
      });
      opener.start();
      for (int i = 0; i < 100; i++) {
        find(sink);
      }
      assertThat(sink.lost()).isZero();
    }
    assertThat(written).hasSize(101);
  }

  @Test
  void slowSink_isWaitedFor_asLongAsItGetsOn_thoughTheTimeIsOver() throws IOException {
    gate.countDown();
    try (QueuedSink sink = new QueuedSink(new Gated() {
      @Override
      public void onMining(Finding finding, ProofPackets proof) throws IOException {
        sleep(150);
        super.onMining(finding, proof);
      }
    }, () -> 0)) {
      for (int i = 0; i < 10; i++) {
        find(sink);
      }
    }
    assertThat(written).hasSize(11).endsWith("closed");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sinkThatHangsAtTheEnd_isLeftAfterAWhile() throws IOException, InterruptedException {
    QueuedSink sink = new QueuedSink(new Gated(), () -> LEFT_MILLIS, 2);
    long start = System.nanoTime();
    findOneThatHangs(sink);
    for (int i = 0; i < 99; i++) {
      find(sink);
    }
    assertThatThrownBy(sink::close).hasMessageContaining("2 records could not be written in time");
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
    assertThat(sink.lost()).isEqualTo(97);
  }

  @Test
  void sinkThatFails_isToldToWhoeverComesNext() throws Exception {
    QueuedSink sink = new QueuedSink(new Gated() {
      @Override
      public void onHost(Host host) throws IOException {
        throw new IOException("disk on fire");
      }
    }, () -> Long.MAX_VALUE);
    gate.countDown();
    sink.onHost(SampleFinding.host("192.0.2.1", Verdict.CONFIRMED));
    while (sink.waiting() > 0) {
      Thread.sleep(1);
    }
    assertThatThrownBy(() -> {
      while (true) {
        find(sink);
        Thread.sleep(1);
      }
    }).isInstanceOf(IOException.class).hasMessage("disk on fire");
    assertThatThrownBy(sink::close).hasMessage("disk on fire");
  }
}
