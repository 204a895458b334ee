package stratoscope.record.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the hosts of a store add up to, read and understood on a thread of its own while another makes use of it, or is busy with something
 * else. One thread beside that; until all is read, or it is closed, nobody else may use the store.
 *
 * @param <T> what becomes of a record
 */
public final class HostsAhead<T> implements AutoCloseable {
  private static final int AT_ONCE = 256;

  private final String name;
  /** An empty list is the last. */
  private final BlockingQueue<List<T>> read;
  private final FutureTask<Void> reading;
  private final Thread thread;
  private volatile boolean isClosed;

  /** Understands a record. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(byte[] line) throws IOException;
  }

  /** Takes what became of a record. */
  @FunctionalInterface
  public interface Sink<T> {
    void onHost(T host) throws IOException;
  }

  /**
   * Begins to read.
   *
   * @param name of the store, for errors
   * @param most that wait to be used, at most
   */
  public HostsAhead(AccessStore store, String name, int most, Parser<T> parser) {
    this.name = name;
    read = new LinkedBlockingQueue<>(most / AT_ONCE + 1);
    reading = new FutureTask<>(() -> {
      try {
        read(store, parser);
      } finally {
        if (!isClosed) {
          read.put(List.of());
        }
      }
      return null;
    });
    thread = new Thread(reading, "store");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(AccessStore store, Parser<T> parser) throws Exception {
    List<T> some = new ArrayList<>(AT_ONCE);
    store.<Exception>readHosts((number, line) -> {
      some.add(parsed(number, line, parser));
      if (some.size() == AT_ONCE) {
        read.put(List.copyOf(some)); // ends the reading when this thread is interrupted
        some.clear();
      }
    });
    if (!some.isEmpty()) {
      read.put(some);
    }
  }

  private T parsed(long number, byte[] line, Parser<T> parser) throws IOException {
    try {
      return parser.parse(line);
    } catch (IOException e) {
      throw new IOException(name + ": record " + number + ": " + e.getMessage(), e);
    }
  }

  /**
   * Hands them over in order, those of one address together; waits until all are read.
   *
   * @throws StoreException if the store can't be read
   * @throws IOException if it holds what is no record; the message says where
   */
  public void forEach(Sink<T> sink) throws StoreException, IOException {
    try {
      for (List<T> some = read.take(); !some.isEmpty(); some = read.take()) {
        for (T host : some) {
          sink.onHost(host);
        }
      }
      reading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException reason) {
        throw reason;
      }
      if (e.getCause() instanceof IOException reason) {
        throw reason;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Ends the reading. */
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
