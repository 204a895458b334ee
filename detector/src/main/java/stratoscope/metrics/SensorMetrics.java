package stratoscope.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.live.InterfaceCounts;
import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowCount;
import stratoscope.host.Host;
import stratoscope.packet.PacketFate;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.CommunityId;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.stratum.Recent;

/**
 * The page for Prometheus of a running sensor. The detector's thread hands in records and counts, any thread may ask for the page; the two
 * meet at a lock that is held for milliseconds at most. Bounded in hosts, sessions and words of labels.
 */
public final class SensorMetrics implements RecordSink {
  /** Addresses whose score is kept; beyond it the longest silent one is forgotten. */
  private static final int MAX_HOSTS = 65_536;
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final List<FlowCount> SEGMENT_FATES = List.of(FlowCount.TRACKED, FlowCount.LINGERING, FlowCount.NO_PAYLOAD,
      FlowCount.RESET, FlowCount.UNINTERESTING, FlowCount.BACKED_OFF, FlowCount.REFUSED, FlowCount.SHED_RHYTHM, FlowCount.SHED_MIDSTREAM,
      FlowCount.SHED_LATE);
  private static final List<FlowCount> BYTES = List.of(FlowCount.PAYLOAD_BYTES, FlowCount.GAP_BYTES, FlowCount.OVERLAPPING_BYTES);

  private final Exemplars exemplars = new Exemplars();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(new Config(), new PrometheusRegistry(), Clock.SYSTEM, exemplars);
  private final AtomicReference<@Nullable Pulse> pulse = new AtomicReference<>();
  private volatile double lagSeconds;
  private final Map<Meter, MultiGauge> rows = new EnumMap<>(Meter.class);
  /** By flow, for the detector's thread. */
  private final Map<Long, Verdict> reached = new Recent<>(OpenSessions.MAX_SESSIONS);
  private final FoundHosts hosts = new FoundHosts(MAX_HOSTS);
  private final OpenSessions sessions = new OpenSessions();
  private final Words dialects = new Words();
  private final Words coins = new Words();
  private final Object lock = new Object();
  private final int topHosts;

  /** Exemplars only where Prometheus takes them: on counters. */
  private static final class Config implements PrometheusConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public Properties prometheusProperties() {
      Properties properties = new Properties();
      properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
      return properties;
    }
  }

  /**
   * A page without interfaces.
   *
   * @param topHosts addresses that are shown with their score; 0 for none
   */
  public SensorMetrics(int topHosts) {
    this.topHosts = topHosts;
    ProcessMetrics.bindTo(registry);
    count(Meter.PACKETS, stats -> (double) stats.packets());
    count(Meter.PACKET_BYTES, stats -> (double) stats.bytes());
    count(Meter.INSPECTED, stats -> (double) stats.inspected());
    count(Meter.FLOWS, stats -> (double) stats.flows());
    for (PacketFate fate : PacketFate.values()) {
      if (fate.kind() == PacketFate.Kind.IGNORED) {
        count(Meter.IGNORED, stats -> of(stats.ignored(), fate.label()), "reason", fate.label());
      } else if (fate.kind() == PacketFate.Kind.DROPPED) {
        count(Meter.UNREADABLE, stats -> of(stats.dropped(), fate.label()), "reason", fate.label());
      }
    }
    for (FlowCount what : FlowCount.values()) {
      if (what == FlowCount.PROOFS_LOST) {
        count(Meter.EVIDENCE_PACKETS_LOST, stats -> of(stats.streams(), what.label()));
      } else if (what != FlowCount.SEGMENTS && what != FlowCount.FLOWS) {
        Meter meter = SEGMENT_FATES.contains(what) ? Meter.SEGMENTS : BYTES.contains(what) ? Meter.STREAM_BYTES : Meter.STREAM_EVENTS;
        count(meter, stats -> of(stats.streams(), what.label()), "reason", what.label());
      }
    }
    hold(Meter.OPEN_FLOWS, now -> now.openFlows());
    hold(Meter.MINING_FLOWS, now -> now.miningFlows());
    hold(Meter.OUT_OF_ORDER_BYTES, now -> (double) now.outOfOrderBytes());
    hold(Meter.OVERLOAD, now -> now.overloadLevel());
    hold(Meter.SCREENED_HOSTS, now -> (double) now.stats().hostsScreened());
    gauge(Meter.CAPTURE_LAG, () -> lagSeconds);
    for (Meter meter : List.of(Meter.SESSIONS, Meter.HOSTS, Meter.HASHRATE, Meter.POWER, Meter.TOP_HOST_SCORE)) {
      rows.put(meter, MultiGauge.builder(meter.registeredName()).description(meter.sentence()).register(registry));
    }
    counter(Meter.ALLOWED_FINDINGS, Tags.empty());
  }

  private static double of(Map<String, Long> counts, String label) {
    return counts.getOrDefault(label, 0L);
  }

  private void count(Meter meter, ToDoubleFunction<Stats> value, String... labels) {
    FunctionCounter.builder(meter.registeredName(), pulse, now -> now.get() == null ? 0 : value.applyAsDouble(now.get().stats()))
        .tags(labels).description(meter.sentence()).register(registry);
  }

  private void hold(Meter meter, ToDoubleFunction<Pulse> value) {
    gauge(meter, () -> pulse.get() == null ? 0 : value.applyAsDouble(pulse.get()));
  }

  private Counter counter(Meter meter, Tags labels) {
    return Counter.builder(meter.registeredName()).tags(labels).description(meter.sentence()).register(registry);
  }

  /** Shows a number that somebody else keeps, under labels and their values in turn. */
  public void gauge(Meter meter, DoubleSupplier value, String... labels) {
    Gauge.builder(meter.registeredName(), value::getAsDouble).tags(labels).strongReference(true).description(meter.sentence())
        .register(registry);
  }

  /** Shows a count that somebody else keeps, under labels and their values in turn. */
  public void count(Meter meter, DoubleSupplier value, String... labels) {
    // a counter holds its object weakly: it must be one that somebody else holds, too
    FunctionCounter.builder(meter.registeredName(), this, here -> value.getAsDouble()).tags(labels).description(meter.sentence())
        .register(registry);
  }

  /** Shows what happens at an interface. */
  public void capture(InterfaceCounts counts) {
    capture(Meter.CAPTURE_PACKETS, counts, one -> (double) one.received());
    capture(Meter.CAPTURE_DROPPED, counts, one -> (double) one.dropped());
    capture(Meter.CAPTURE_FREEZES, counts, one -> (double) one.freezes());
    capture(Meter.CAPTURE_LOSSES, counts, one -> (double) one.losses());
    captureNow(Meter.CAPTURE_UP, counts, one -> one.isCapturing() ? 1 : 0);
    captureNow(Meter.CAPTURE_USED, counts, InterfaceCounts::usedShare);
  }

  private void captureNow(Meter meter, InterfaceCounts counts, ToDoubleFunction<InterfaceCounts> value) {
    Gauge.builder(meter.registeredName(), counts, value).tags("interface", counts.name()).strongReference(true)
        .description(meter.sentence()).register(registry);
  }

  private void capture(Meter meter, InterfaceCounts counts, ToDoubleFunction<InterfaceCounts> value) {
    FunctionCounter.builder(meter.registeredName(), counts, value).tags("interface", counts.name()).description(meter.sentence())
        .register(registry);
  }

  /** Takes the detector's counts. */
  public void onPulse(Pulse now) {
    pulse.set(now);
    lagSeconds = now.newestMicros() > 0 ? Math.max(0, System.currentTimeMillis() / 1e3 - now.newestMicros() / 1e6) : 0;
    if (now.newestMicros() > 0) {
      synchronized (lock) {
        hosts.onTime(now.newestMicros());
      }
    }
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) {
    if (finding.allowed() != null) {
      onAllowed(finding);
      return;
    }
    OpenSessions.Kind kind = kindOf(finding);
    countReached(finding, kind);
    synchronized (lock) {
      sessions.put(finding, kind);
      addHost(finding);
    }
  }

  @Override
  public void onResumed(Finding finding) {
    if (finding.allowed() == null) {
      reached.put(finding.connection().flowId(), finding.verdict());
      synchronized (lock) {
        sessions.put(finding, kindOf(finding));
        addHost(finding);
      }
    }
  }

  @Override
  public void onResumedHost(Host host) {
    synchronized (lock) {
      hosts.add(host.address(), host.verdict(), host.score(), host.lastSeenMicros());
    }
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) {
    if (finding.allowed() != null) {
      onAllowed(finding);
      return;
    }
    long id = finding.connection().flowId();
    if (finding.verdict() != Verdict.NONE) {
      countReached(finding, kindOf(finding));
    }
    reached.remove(id);
    synchronized (lock) {
      sessions.remove(id);
      addHost(finding);
    }
  }

  /** It may have been open before a list allowed it. */
  private void onAllowed(Finding finding) {
    counter(Meter.ALLOWED_FINDINGS, Tags.empty()).increment();
    reached.remove(finding.connection().flowId());
    synchronized (lock) {
      sessions.remove(finding.connection().flowId());
    }
  }

  private void addHost(Finding finding) {
    if (finding.verdict() != Verdict.NONE) {
      hosts.add(finding.connection().miner(), finding.verdict(), finding.score(), finding.connection().lastSeenMicros());
    }
  }

  private OpenSessions.Kind kindOf(Finding finding) {
    return new OpenSessions.Kind(finding.verdict(), dialects.of(finding.dialogue().dialect()), coins.of(finding.work().coin()));
  }

  private void countReached(Finding finding, OpenSessions.Kind kind) {
    Verdict before = reached.put(finding.connection().flowId(), kind.verdict());
    if (before == null || kind.verdict().compareTo(before) > 0) {
      exemplars.set(CommunityId.of(finding.connection()));
      counter(Meter.FINDINGS, labelsOf(kind)).increment();
      exemplars.set(null);
    }
  }

  private static Tags labelsOf(OpenSessions.Kind kind) {
    return Tags.of(Tag.of("verdict", kind.verdict().label()), Tag.of("dialect", kind.dialect()), Tag.of("coin", kind.coin()));
  }

  /**
   * The page.
   *
   * @param accept what the client accepts; OpenMetrics is for those who name it
   */
  public String page(String accept) {
    refresh();
    return registry.scrape(contentType(accept));
  }

  /** The type of what {@link #page} returns. */
  public static String contentType(String accept) {
    return accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
  }

  private void refresh() {
    List<MultiGauge.Row<?>> open = new ArrayList<>();
    List<MultiGauge.Row<?>> verdicts = new ArrayList<>();
    List<MultiGauge.Row<?>> rates = new ArrayList<>();
    List<MultiGauge.Row<?>> powers = new ArrayList<>();
    List<MultiGauge.Row<?>> top = new ArrayList<>();
    synchronized (lock) {
      sessions.counts().forEach((kind, count) -> open.add(MultiGauge.Row.of(labelsOf(kind), count)));
      sessions.hashrates().forEach((coin, rate) -> rates.add(MultiGauge.Row.of(Tags.of("coin", coin), rate)));
      sessions.powers().forEach((coin, watts) -> {
        powers.add(MultiGauge.Row.of(Tags.of("coin", coin, "bound", "low"), watts.low()));
        powers.add(MultiGauge.Row.of(Tags.of("coin", coin, "bound", "high"), watts.high()));
      });
      for (Verdict verdict : List.of(Verdict.SUSPECTED, Verdict.PROBABLE, Verdict.CONFIRMED)) {
        verdicts.add(MultiGauge.Row.of(Tags.of("verdict", verdict.label()), hosts.of(verdict)));
      }
      hosts.top(topHosts).forEach(host -> top.add(MultiGauge.Row.of(Tags.of("ip", host.address()), host.score())));
    }
    show(Meter.SESSIONS, open);
    show(Meter.HOSTS, verdicts);
    show(Meter.HASHRATE, rates);
    show(Meter.POWER, powers);
    show(Meter.TOP_HOST_SCORE, top);
  }

  private void show(Meter meter, List<MultiGauge.Row<?>> values) {
    MultiGauge gauge = rows.get(meter);
    if (gauge != null) {
      gauge.register(values, true);
    }
  }

  @Override
  public void onHost(Host host) {}

  @Override
  public void onStats(Stats stats) {}

  @Override
  public void close() {
    registry.close();
  }
}
