package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** One connection that may be Stratum V2, read in clear and by its cipher's lengths until one of the two is ruled out. One thread. */
final class StratumV2Session implements StreamSession {
  private @Nullable StreamSession clear;
  private @Nullable StreamSession cipher;

  StratumV2Session(StratumOptions options, DialectSink sink, boolean isAtStart) {
    clear = new Sv2Dialogue(options, sink, isAtStart);
    cipher = isAtStart ? new Sv2Noise(sink) : null;
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    return onClear(clear == null ? Probe.NOT_MINE : clear.onBytes(from, bytes)) == Probe.CERTAIN
        ? Probe.CERTAIN
        : onCipher(cipher == null ? Probe.NOT_MINE : cipher.onBytes(from, bytes));
  }

  @Override
  public Probe onGap(Direction from) {
    return onClear(clear == null ? Probe.NOT_MINE : clear.onGap(from)) == Probe.CERTAIN
        ? Probe.CERTAIN
        : onCipher(cipher == null ? Probe.NOT_MINE : cipher.onGap(from));
  }

  private Probe onClear(Probe probe) {
    clear = probe == Probe.NOT_MINE ? null : clear;
    cipher = probe == Probe.CERTAIN ? null : cipher;
    return probe;
  }

  private Probe onCipher(Probe probe) {
    cipher = probe == Probe.NOT_MINE ? null : cipher;
    clear = probe == Probe.CERTAIN ? null : clear;
    return probe == Probe.NOT_MINE && clear != null ? Probe.NEED_MORE : probe;
  }

  @Override
  public int heldBytes() {
    return clear == null ? 0 : clear.heldBytes();
  }
}
