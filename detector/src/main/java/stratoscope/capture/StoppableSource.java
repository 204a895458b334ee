package stratoscope.capture;

import java.io.IOException;

/**
 * A source that any thread may end early: after {@link #stop} it gives no further packet, as if the captures ended there. Otherwise
 * belongs to the reading thread. Drops nothing; costs a plain read per packet.
 */
public final class StoppableSource implements PacketSource {
  private final PacketSource source;
  private volatile boolean isStopped;
  private volatile boolean isEnded;

  public StoppableSource(PacketSource source) {
    this.source = source;
  }

  /** From any thread: the packet being worked on is the last one. A thread that waits for input may be interrupted afterwards. */
  public void stop() {
    isStopped = true;
  }

  /** Whether the last packet was given; from any thread. */
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    if (!isStopped && isNext(packet)) {
      return true;
    }
    isEnded = true;
    return false;
  }

  private boolean isNext(RawPacket packet) throws IOException {
    try {
      return source.next(packet);
    } catch (IOException e) {
      if (!isStopped) {
        throw e;
      }
      Thread.interrupted(); // was meant for the wait; what is written from here on must not see it
      return false;
    }
  }

  @Override
  public Strain strain() {
    return source.strain();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
