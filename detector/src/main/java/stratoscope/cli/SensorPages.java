package stratoscope.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import stratoscope.capture.live.InterfaceCounts;
import stratoscope.config.Knowledge;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.Pulse;
import stratoscope.web.Guard;
import stratoscope.web.HttpServer;
import stratoscope.web.Page;
import stratoscope.web.Page.Answer;
import stratoscope.web.Refusals;

/** The pages of a running sensor: its metrics, whether it lives, whether packets can come. Safe for threads. */
final class SensorPages {
  /** The detector tells twice a second; longer silence than this means that it hangs. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final SensorMetrics metrics;
  private final List<InterfaceCounts> interfaces;
  private volatile long pulseNanos = System.nanoTime();
  private volatile double rulesSeconds = System.currentTimeMillis() / 1e3;

  SensorPages(SensorMetrics metrics, List<InterfaceCounts> interfaces, RuleOptions rules) {
    this.metrics = metrics;
    this.interfaces = interfaces;
    interfaces.forEach(metrics::capture);
    metrics.gauge(Meter.RULES_LOADED, () -> rulesSeconds);
    metrics.gauge(Meter.RULES_USABLE, () -> rules.isRefused() ? 0 : 1);
  }

  /** Takes the detector's sign of life. */
  void onPulse(Pulse pulse) {
    pulseNanos = System.nanoTime();
    metrics.onPulse(pulse);
  }

  /** The same, with note taken of when rules were read. */
  Consumer<Knowledge> onRules(Consumer<Knowledge> next) {
    return knowledge -> {
      rulesSeconds = System.currentTimeMillis() / 1e3;
      next.accept(knowledge);
    };
  }

  /**
   * Starts to serve.
   *
   * @throws CommandException if it can't
   */
  HttpServer serve(InetSocketAddress address, Guard guard) throws CommandException {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("/metrics", accept -> new Answer(200, SensorMetrics.contentType(accept), metrics.page(accept)));
    pages.put("/healthz", Page.open(accept -> health()));
    pages.put("/readyz", Page.open(accept -> readiness()));
    try {
      HttpServer server = new HttpServer(address, pages, guard);
      for (Refusals.Reason reason : Refusals.Reason.values()) {
        metrics.count(Meter.HTTP_REFUSED, () -> server.refusals().of(reason), "reason", reason.label());
      }
      return server;
    } catch (IOException e) {
      throw new CommandException("--http " + HttpAddress.text(address) + ": can't listen there (" + e.getMessage()
          + "): use another port, or --no-http");
    }
  }

  private Answer health() {
    long silence = System.nanoTime() - pulseNanos;
    return silence < SILENCE_NANOS ? Answer.text(200, "ok")
        : Answer.text(503, "the detector has been stuck for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
  }

  private Answer readiness() {
    List<String> missing = interfaces.stream().filter(one -> !one.isCapturing()).map(InterfaceCounts::name).toList();
    return missing.isEmpty() ? Answer.text(200, "ready") : Answer.text(503, "not capturing: " + String.join(", ", missing));
  }
}
