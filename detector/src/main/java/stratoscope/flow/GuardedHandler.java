package stratoscope.flow;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one flow behind a guard that lets no exception into the table. Belongs to the table's owner thread.
 *
 * <p>A reader that threw, or has been told of the end, hears nothing more.
 */
final class GuardedHandler {
  private final FlowCounts counts;
  private @Nullable StreamHandler handler;
  private boolean hasFailed;

  GuardedHandler(StreamHandler handler, FlowCounts counts) {
    this.handler = handler;
    this.counts = counts;
  }

  void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {
    if (handler == null || hasFailed) {
      return;
    }
    try {
      handler.onBytes(direction, bytes, timestampMicros, packetNumber);
    } catch (RuntimeException e) {
      fail();
    }
  }

  void onGap(Direction direction, long missingBytes) {
    if (handler == null || hasFailed) {
      return;
    }
    try {
      handler.onGap(direction, missingBytes);
    } catch (RuntimeException e) {
      fail();
    }
  }

  /** Says goodbye, even to a reader that failed: it may have something to release. */
  void onEnd(EndReason reason) {
    StreamHandler last = handler;
    handler = null;
    if (last == null) {
      return;
    }
    try {
      last.onEnd(reason);
    } catch (RuntimeException e) {
      fail();
    }
  }

  Interest interest() {
    if (handler == null || hasFailed) {
      return Interest.NONE;
    }
    try {
      return handler.interest();
    } catch (RuntimeException e) {
      fail();
      return Interest.NONE;
    }
  }

  boolean hasFailed() {
    return hasFailed;
  }

  private void fail() {
    if (!hasFailed) {
      hasFailed = true;
      counts.add(FlowCount.HANDLER_FAILURES);
    }
  }
}
