package stratoscope.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.profile.Hardware;

/** Reads {@code hardware.yaml}. */
final class HardwareFile {
  static final String NAME = "hardware.yaml";
  private static final Set<String> CLASSES = Set.of("asic", "gpu", "fpga", "cpu", "browser");
  private static final Set<String> FIGURES = Set.of("claimed", "measured", "estimated");
  private static final double HASHES_PER_TERAHASH = 1e12;

  private HardwareFile() {}

  static Hardware read(YamlNode file) throws RuleFileException {
    Map<String, YamlNode> members = file.members(Set.of("wall", "devices", "fleet", "limits"));
    Map<String, Hardware.Interval> wall = new HashMap<>();
    YamlNode factors = members.get("wall");
    if (factors != null) {
      for (Map.Entry<String, YamlNode> factor : factors.members(CLASSES).entrySet()) {
        wall.put(factor.getKey(), interval(factor.getValue(), 1));
      }
    }
    return new Hardware(devices(file.member(members, "devices")), fleet(members.get("fleet")), limits(members.get("limits")), wall);
  }

  private static List<Hardware.Device> devices(YamlNode list) throws RuleFileException {
    List<Hardware.Device> devices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    list.forEach(node -> {
      Map<String, YamlNode> m = node.members(Set.of("name", "class", "algorithms", "hashes_per_second", "watts", "joules_per_terahash",
          "figures", "year", "source"));
      String name = node.member(m, "name").text();
      if (!names.add(name)) {
        throw node.error("device '" + name + "' is here twice");
      }
      node.member(m, "source");
      double hashes = positive(m.get("hashes_per_second"));
      YamlNode drawn = m.get("watts");
      Hardware.Interval watts = drawn == null ? null : interval(drawn, 1);
      YamlNode joules = m.get("joules_per_terahash");
      Hardware.Interval perHash = joules != null ? interval(joules, HASHES_PER_TERAHASH)
          : watts == null || Double.isNaN(hashes) ? null : new Hardware.Interval(watts.low() / hashes, watts.high() / hashes);
      if (perHash == null && watts == null) {
        throw node.error("device '" + name + "' needs joules_per_terahash, or watts");
      }
      Set<String> algorithms = new HashSet<>();
      for (YamlNode algorithm : node.member(m, "algorithms").elements()) {
        algorithms.add(algorithm.text());
      }
      devices.add(new Hardware.Device(name, deviceClass(node.member(m, "class")), algorithms, hashes, watts, perHash,
          node.member(m, "year").integer(), isEstimated(m.get("figures"))));
    });
    return devices;
  }

  private static boolean isEstimated(@Nullable YamlNode figures) throws RuleFileException {
    if (figures != null && !FIGURES.contains(figures.text())) {
      throw figures.error("unknown figures '" + figures.text() + "' (known: claimed, measured, estimated)");
    }
    return figures != null && figures.text().equals("estimated");
  }

  private static List<Hardware.FleetMean> fleet(@Nullable YamlNode list) throws RuleFileException {
    List<Hardware.FleetMean> means = new ArrayList<>();
    if (list != null) {
      list.forEach(node -> {
        Map<String, YamlNode> m = node.members(Set.of("class", "algorithm", "day", "joules_per_terahash", "source"));
        node.member(m, "source");
        means.add(new Hardware.FleetMean(deviceClass(node.member(m, "class")), node.member(m, "algorithm").text(),
            node.member(m, "day").dayMicros(), positive(node.member(m, "joules_per_terahash")) / HASHES_PER_TERAHASH));
      });
    }
    return means;
  }

  private static List<Hardware.Limit> limits(@Nullable YamlNode list) throws RuleFileException {
    List<Hardware.Limit> limits = new ArrayList<>();
    if (list != null) {
      list.forEach(node -> {
        Map<String, YamlNode> m = node.members(Set.of("class", "algorithm", "hashes_per_second"));
        limits.add(new Hardware.Limit(deviceClass(node.member(m, "class")), node.member(m, "algorithm").text(),
            positive(node.member(m, "hashes_per_second"))));
      });
    }
    return limits;
  }

  private static String deviceClass(YamlNode node) throws RuleFileException {
    if (!CLASSES.contains(node.text())) {
      throw node.error("unknown class '" + node.text() + "' (known: asic, gpu, fpga, cpu, browser)");
    }
    return node.text();
  }

  /** NaN where there is none. */
  private static double positive(@Nullable YamlNode node) throws RuleFileException {
    if (node == null) {
      return Double.NaN;
    }
    if (node.number() <= 0) {
      throw node.error("'" + node.text() + "' is not above 0");
    }
    return node.number();
  }

  /** {@code 98}, {@code 30-34}. */
  private static Hardware.Interval interval(YamlNode node, double unit) throws RuleFileException {
    String[] ends = node.text().split("-", 2);
    try {
      double low = Double.parseDouble(ends[0]);
      double high = Double.parseDouble(ends[ends.length - 1]);
      if (low > 0 && high >= low && Double.isFinite(high)) {
        return new Hardware.Interval(low / unit, high / unit);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw node.error("'" + node.text() + "' is no number above 0, or two from the least to the most (30-34)");
  }
}
