package stratoscope.metrics;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands a counter the community id of the session it is counting, which OpenMetrics shows beside the count as an exemplar. The registry
 * calls it on the thread that counts.
 */
final class Exemplars implements SpanContext {
  private @Nullable String communityId;

  void set(@Nullable String id) {
    communityId = id;
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return communityId;
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return communityId == null ? null : "session";
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return communityId != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
