package stratoscope.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Micrometer knows of the process and its virtual machine, under Micrometer's names, but for two that Prometheus's linter doesn't
 * like; and the two that every exporter has. Its filters make it the first to be bound.
 */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMetrics() {}

  @SuppressWarnings("resource") // the collector's listener lives as long as the process
  static void bindTo(MeterRegistry registry) {
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    FunctionCounter.builder("process_cpu_seconds", STATUS, unused -> cpuSeconds())
        .description("Processor time that the process has used.").register(registry);
    Gauge.builder("process_resident_memory_bytes", STATUS, ProcessMetrics::residentBytes)
        .description("Memory of the process that is resident, the rings shared with the kernel included.").register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(Double.NaN);
  }

  /** NaN where there is no such file. */
  private static double residentBytes(Path status) {
    try {
      for (String line : Files.readAllLines(status, ISO_8859_1)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.substring(RESIDENT.length(), line.length() - "kB".length()).strip()) * 1024.0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // another system
    }
    return Double.NaN;
  }
}
