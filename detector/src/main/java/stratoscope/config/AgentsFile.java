package stratoscope.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.profile.Agents;

/** Reads {@code agents.yaml}. */
final class AgentsFile {
  private static final Set<String> DEVICE_CLASSES = Set.of("asic", "gpu", "fpga", "cpu", "proxy", "browser");

  private AgentsFile() {}

  static Agents read(YamlNode file) throws RuleFileException {
    List<Agents.Agent> agents = new ArrayList<>();
    for (YamlNode node : file.member(file.members(Set.of("agents")), "agents").elements()) {
      Map<String, YamlNode> agent = node.members(Set.of("name", "device_class", "model"));
      String name = node.member(agent, "name").text().toLowerCase(Locale.ROOT);
      boolean isModelNamed = agent.containsKey("model") && node.member(agent, "model").bool();
      agents.add(new Agents.Agent(name, deviceClass(node.member(agent, "device_class")), isModelNamed));
    }
    return new Agents(agents);
  }

  private static @Nullable String deviceClass(YamlNode node) throws RuleFileException {
    String deviceClass = node.textOrNull();
    if (deviceClass != null && !DEVICE_CLASSES.contains(deviceClass)) {
      throw node.error("unknown device class '" + deviceClass + "' (known: asic, gpu, fpga, cpu, proxy, browser, null)");
    }
    return deviceClass;
  }
}
