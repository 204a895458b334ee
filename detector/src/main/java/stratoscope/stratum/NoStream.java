package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import stratoscope.flow.Direction;

/** A conversation that can't be read as a dialect, since its beginning was not seen. Stateless. */
final class NoStream implements StreamSession {
  static final NoStream INSTANCE = new NoStream();

  private NoStream() {}

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    return Probe.NOT_MINE;
  }

  @Override
  public Probe onGap(Direction from) {
    return Probe.NOT_MINE;
  }

  @Override
  public int heldBytes() {
    return 0;
  }
}
