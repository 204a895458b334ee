package stratoscope.record;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/**
 * Hands records to a sink on a thread of its own, so that one that hangs, as a file on a dead server does, never holds up whoever finds
 * them. One thread hands in; any may read the counts. Bounded: what finds the queue full is dropped and counted, but at the end, when there
 * is time, waits for a while. Of packets that prove a finding only where they were
 * written to is handed on.
 */
public final class QueuedSink implements RecordSink {
  /** More than a sensor finds in a bad minute. */
  private static final int MAX_WAITING = 8192;
  /** At the end, for a sink that does nothing, if there is so much time. */
  private static final long WAIT_MILLIS = 1500;

  /** Writes one record. */
  private interface Task {
    void write(RecordSink sink) throws IOException;
  }

  private static final Task LAST = sink -> {};

  private final RecordSink next;
  private final LongSupplier leftMillis;
  private final BlockingQueue<Task> queue;
  private final Thread writer = new Thread(this::write, "records");
  private final AtomicLong lost = new AtomicLong();
  private volatile @Nullable IOException failure;
  private boolean isStuck;

  /** @param leftMillis how long may be waited once no more packets are read; {@link Long#MAX_VALUE} before */
  public QueuedSink(RecordSink next, LongSupplier leftMillis) {
    this(next, leftMillis, MAX_WAITING);
  }

  QueuedSink(RecordSink next, LongSupplier leftMillis, int maxWaiting) {
    this.next = next;
    this.leftMillis = leftMillis;
    queue = new ArrayBlockingQueue<>(maxWaiting);
    writer.setDaemon(true);
    writer.start();
  }

  private void write() {
    try {
      for (Task task = queue.take(); task != LAST; task = queue.take()) {
        if (failure == null) {
          task.write(next);
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Task task) throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw broken;
    }
    if (!queue.offer(task) && !(leftMillis.getAsLong() < Long.MAX_VALUE && offerLater(task))) {
      lost.incrementAndGet();
    }
  }

  private boolean offerLater(Task task) {
    try {
      boolean isTaken = !isStuck && queue.offer(task, Patience.millis(WAIT_MILLIS, leftMillis.getAsLong()), TimeUnit.MILLISECONDS);
      isStuck = !isTaken; // so that a sink that hangs is waited for once
      return isTaken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Records that wait to be written. */
  public int waiting() {
    return queue.size();
  }

  /** Records that found the queue full. */
  public long lost() {
    return lost.get();
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) throws IOException {
    ProofPackets reference = proof.withoutPackets();
    put(sink -> sink.onMining(finding, reference));
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) throws IOException {
    ProofPackets reference = proof.withoutPackets();
    put(sink -> sink.onOpen(finding, reference, isRaised));
  }

  @Override
  public void onOpenHost(Host host) throws IOException {
    put(sink -> sink.onOpenHost(host));
  }

  @Override
  public void onHost(Host host) throws IOException {
    put(sink -> sink.onHost(host));
  }

  @Override
  public void onStats(Stats stats) throws IOException {
    put(sink -> sink.onStats(stats));
  }

  /**
   * Waits until all is written, but not for a sink that hangs, which is left alone then.
   *
   * @throws IOException if something could not be written
   */
  @Override
  public void close() throws IOException {
    try {
      if (!isStuck && offerLater(LAST)) {
        Patience.await(writer, queue::size, WAIT_MILLIS, leftMillis);
      }
      if (writer.isAlive()) {
        writer.interrupt();
        throw new IOException("the last " + queue.size() + " records could not be written in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    IOException broken = failure;
    if (broken != null) {
      throw broken;
    }
    next.close();
  }
}
