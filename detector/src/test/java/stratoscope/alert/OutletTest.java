package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.profile.ProofPackets;
import stratoscope.testing.Wait;

/** Whatever a sink does, who offers never waits, and every alert is delivered, counted as dropped, or waits. */
@Timeout(30)
class OutletTest {
  private static final long MILLI = 1_000_000;
  private static final OutletTerms QUICK = new OutletTerms(100, 20 * MILLI, 50 * MILLI);
  private static final long STOP_MILLIS = 1000;

  private final List<String> said = new CopyOnWriteArrayList<>();

  @TempDir
  private Path folder;

  /** Takes what it is sent, and then does what a test wants. */
  private static class Sink implements AlertSink {
    final List<String> got = new CopyOnWriteArrayList<>();

    @Override
    public byte[] body(Alert alert) {
      return alert.finding().connection().miner().toString().getBytes(UTF_8);
    }

    @Override
    public void send(byte[] body) throws IOException {
      got.add(new String(body, UTF_8));
    }

    @Override
    public void close() {}
  }

  private Outlet outlet(AlertSink sink, Spool spool) {
    return new Outlet("test", sink, spool, QUICK, System::nanoTime, said::add);
  }

  private static void end(Outlet outlet) {
    outlet.stop();
    outlet.awaitEnd(() -> STOP_MILLIS);
  }

  private static void offer(Outlet outlet, int from, int to) {
    for (int i = from; i < to; i++) {
      outlet.offer(SampleAlert.number(i));
    }
  }

  @Test
  void alerts_areDeliveredInOrder() {
    Sink sink = new Sink();
    Outlet outlet = outlet(sink, new MemorySpool(10_000));
    offer(outlet, 1, 51);
    end(outlet);
    assertThat(sink.got).hasSize(50).startsWith("192.0.2.1", "192.0.2.2").endsWith("192.0.2.50");
    assertThat(outlet.delivered()).isEqualTo(50);
    assertThat(outlet.dropped() + outlet.queued() + outlet.failures()).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void failure_isTriedAgain_inOrder_andSaidOnce() {
    CountDownLatch failures = new CountDownLatch(3);
    Sink sink = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        if (failures.getCount() > 0) {
          failures.countDown();
          throw new IOException("away");
        }
        super.send(body);
      }
    };
    Outlet outlet = outlet(sink, new MemorySpool(10_000));
    offer(outlet, 1, 4);
    Wait.until(() -> outlet.delivered() == 3);
    end(outlet);
    assertThat(sink.got).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
    assertThat(outlet.failures()).isEqualTo(3);
    assertThat(said).containsExactly("test: alerts can't be delivered: away; it is tried again, until then they wait in memory",
        "test: alerts are delivered again");
  }

  @Test
  void refused_isDropped_andTheNextIsSent_andSaidOnce() {
    Sink sink = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        if (!new String(body, UTF_8).endsWith(".4")) {
          throw new RefusedException("no");
        }
        super.send(body);
      }
    };
    Outlet outlet = outlet(sink, new MemorySpool(10_000));
    offer(outlet, 1, 6);
    end(outlet);
    assertThat(sink.got).containsExactly("192.0.2.4");
    assertThat(outlet.dropped()).isEqualTo(4);
    String line = "test: an alert was refused and is dropped, as are those that follow until one is taken: no";
    assertThat(said).containsExactly(line, line);
  }

  @Test
  void spoolThatCantBeWritten_isSaidOnce_andWhenItCanAgain() {
    AtomicBoolean isFull = new AtomicBoolean(true);
    Sink sink = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        throw new IOException("away");
      }
    };
    MemorySpool memory = new MemorySpool(10_000);
    Outlet outlet = outlet(sink, new Spool() {
      @Override
      public int add(byte[] body) throws IOException {
        if (isFull.get()) {
          throw new IOException("no space left");
        }
        return memory.add(body);
      }

      @Override
      public List<Entry> first(int most) {
        return memory.first(most);
      }

      @Override
      public void remove(Entry entry) {
        memory.remove(entry);
      }

      @Override
      public int size() {
        return memory.size();
      }

      @Override
      public boolean isKept() {
        return false;
      }

      @Override
      public void close() {}
    });
    offer(outlet, 1, 6);
    Wait.until(() -> outlet.dropped() == 5);
    isFull.set(false);
    offer(outlet, 6, 7);
    Wait.until(() -> memory.size() == 1);
    end(outlet);
    assertThat(said).filteredOn(line -> line.contains("the spool can")).containsExactly(
        "test: the spool can't be written: no space left; alerts are lost until it can, or the receiver takes them",
        "test: the spool can be written again; 5 alerts were dropped so far");
  }

  @Test
  void sinkThatThrowsAnything_isTriedAgain() {
    CountDownLatch first = new CountDownLatch(1);
    Sink sink = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        if (first.getCount() > 0) {
          first.countDown();
          throw new IllegalStateException("bug");
        }
        super.send(body);
      }
    };
    Outlet outlet = outlet(sink, new MemorySpool(10_000));
    offer(outlet, 1, 2);
    Wait.until(() -> outlet.delivered() == 1);
    end(outlet);
  }

  @Test
  void sinkThatNeverReturns_makesNobodyWait_andItsAlertsAreKeptOnDisk() throws IOException, InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Sink hanging = new Sink() {
      @Override
      public void send(byte[] body) {
        inside.countDown();
        while (never.getCount() > 0) {
          try {
            never.await();
          } catch (InterruptedException e) {
            // it hangs in earnest
          }
        }
      }
    };
    Outlet outlet = outlet(hanging, new DiskSpool(folder, 1 << 20));
    outlet.offer(SampleAlert.number(1));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      offer(outlet, 1, 101);
    }
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    Wait.until(() -> outlet.queued() + outlet.dropped() == 10_001);
    start = System.nanoTime();
    end(outlet);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS + 1500));
    never.countDown(); // too late to take anything out of the spool
    long left = 10_001 - outlet.dropped();
    Sink sink = new Sink();
    Outlet next = outlet(sink, new DiskSpool(folder, 1 << 20));
    Wait.until(() -> next.delivered() == left);
    end(next);
    assertThat(sink.got).hasSizeGreaterThan(100).startsWith("192.0.2.1", "192.0.2.1", "192.0.2.2");
  }

  @Test
  void sinkThatHangs_keepsNothingOutOfTheSpool() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (DiskSpool spool = new DiskSpool(folder, 1 << 20)) {
      Outlet outlet = outlet(new Hanging(never), spool);
      for (int i = 1; i < 10; i++) { // ten times what the queue holds
        offer(outlet, 0, 100);
        int offered = i * 100;
        Wait.until(() -> spool.size() == offered);
      }
      assertThat(outlet.dropped()).isZero();
      end(outlet);
      assertThat(said).containsExactly("test: 900 alerts wait in the spool for the next run");
    }
    never.countDown();
  }

  @Test
  void sinksThatHang_areGivenUpTogether_asSoonAsNothingMoves() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    Alerts alerts = new Alerts(AlertTerms.defaults(), System::nanoTime, () -> Long.MAX_VALUE, said::add);
    for (String label : List.of("one", "two", "three")) {
      alerts.add(label, new Hanging(never), folder.resolve(label), 1 << 20);
    }
    alerts.onMining(SampleAlert.number(1).finding(), new ProofPackets());
    Wait.until(() -> alerts.outlets().stream().allMatch(outlet -> outlet.queued() == 1));
    long start = System.nanoTime();
    alerts.end();
    alerts.close();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(1900));
    never.countDown();
  }

  /** Takes nothing, and does not mind being interrupted. */
  private static final class Hanging extends Sink {
    private final CountDownLatch never;

    Hanging(CountDownLatch never) {
      this.never = never;
    }

    @Override
    public void send(byte[] body) {
      while (never.getCount() > 0) {
        try {
          never.await();
        } catch (InterruptedException e) {
          // it hangs in earnest
        }
      }
    }
  }

  @Test
  void end_withoutASpoolOnDisk_dropsAndSaysSo() {
    Sink dead = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        throw new IOException("dead");
      }
    };
    Outlet outlet = outlet(dead, new MemorySpool(10_000));
    offer(outlet, 1, 11);
    end(outlet);
    assertThat(outlet.dropped()).isEqualTo(10);
    assertThat(said).last().asString().isEqualTo("test: 10 alerts were not delivered; with --spool they would be later");
  }

  @Test
  void fullSpool_dropsTheEldest_andTheRestIsDelivered() throws IOException {
    CountDownLatch isBack = new CountDownLatch(1);
    Sink away = new Sink() {
      @Override
      public void send(byte[] body) throws IOException {
        if (isBack.getCount() > 0) {
          throw new IOException("away");
        }
        super.send(body);
      }
    };
    Outlet outlet = outlet(away, new DiskSpool(folder, 100));
    offer(outlet, 1, 21);
    Wait.until(() -> outlet.dropped() == 15);
    isBack.countDown();
    Wait.until(() -> outlet.delivered() == 5);
    end(outlet);
    assertThat(away.got).containsExactly("192.0.2.16", "192.0.2.17", "192.0.2.18", "192.0.2.19", "192.0.2.20");
  }

  @Test
  void spoolThatCantBeWritten_letsAWorkingSinkDeliver() {
    Sink sink = new Sink();
    Outlet outlet = outlet(sink, new FullDisk());
    offer(outlet, 1, 4);
    end(outlet);
    assertThat(sink.got).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
    assertThat(outlet.dropped()).isZero();
  }

  /** Takes nothing. */
  private static final class FullDisk implements Spool {
    @Override
    public int add(byte[] body) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public List<Entry> first(int most) {
      return List.of();
    }

    @Override
    public void remove(Entry entry) {}

    @Override
    public int size() {
      return 0;
    }

    @Override
    public boolean isKept() {
      return true;
    }

    @Override
    public void close() {}
  }
}
