package stratoscope.config.lists;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.names.Ports;

/**
 * Attributes of MISP events: those that are meant for detection ({@code to_ids}), or all if none is, but for what an analyst read. One
 * thread.
 */
final class MispAttributes {
  /** Categories of reports and the like. */
  private static final Set<String> READINGS = Set.of("External analysis", "Internal reference", "Support Tool");

  private record Attribute(String type, String value, boolean isForDetection, @Nullable LocalDate day, long line) {}

  private final List<Attribute> all = new ArrayList<>();

  void add(String type, String value, String category, String toIds, @Nullable LocalDate day, long line) {
    boolean isForDetection = toIds.equals("1") || toIds.equalsIgnoreCase("true");
    if (isForDetection || !READINGS.contains(category)) {
      all.add(new Attribute(type, value, isForDetection, day, line));
    }
  }

  int size() {
    return all.size();
  }

  /** Forgets all but the first ones. */
  void keep(int count) {
    all.subList(count, all.size()).clear();
  }

  void handOver(ListSink sink) {
    boolean isAnyForDetection = all.stream().anyMatch(Attribute::isForDetection);
    for (Attribute each : all) {
      if (each.isForDetection || !isAnyForDetection) {
        handOver(each, sink);
      }
    }
  }

  private static void handOver(Attribute attribute, ListSink sink) {
    String[] parts = attribute.value.split("\\|", 2);
    switch (attribute.type) {
      case "domain", "ip-dst" -> sink.accept(attribute.value, Ports.NONE, attribute.day, attribute.line);
      case "hostname" -> sink.accept(HostText.exact(attribute.value), Ports.NONE, attribute.day, attribute.line);
      case "url" -> HostText.read(attribute.value, attribute.day, attribute.line, sink);
      case "domain|ip" -> {
        for (String part : parts) {
          sink.accept(part, Ports.NONE, attribute.day, attribute.line);
        }
      }
      case "ip-dst|port", "hostname|port" -> {
        if (parts.length < 2 || !HostText.isPorts(parts[1])) {
          sink.refuse("'" + attribute.value + "' has no port", attribute.line);
        } else {
          HostText.read(parts[0], parts[1], attribute.day, attribute.line, sink);
        }
      }
      default -> sink.refuse("attributes of type '" + attribute.type + "' name no host", attribute.line);
    }
  }
}
