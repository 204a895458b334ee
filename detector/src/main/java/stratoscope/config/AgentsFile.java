package stratoscope.config;

import java.util.ArrayList;
import java.util.HashSet;
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
    List<YamlNode> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    file.member(file.members(Set.of("agents")), "agents").forEach(node -> {
      Map<String, YamlNode> agent = node.members(Set.of("name", "device_class", "model"));
      String name = node.member(agent, "name").text().toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        throw node.error("agent '" + name + "' is here twice");
      }
      boolean isModelNamed = agent.containsKey("model") && node.member(agent, "model").bool();
      agents.add(new Agents.Agent(name, deviceClass(node.member(agent, "device_class")), isModelNamed));
      nodes.add(node);
    });
    Agents all = new Agents(agents);
    for (int i = 0; i < agents.size(); i++) {
      checkReached(nodes.get(i), agents.get(i), all.match(agents.get(i).name()));
    }
    return all;
  }

  /** @param first that the agent's own name finds */
  private static void checkReached(YamlNode node, Agents.Agent agent, Agents.@Nullable Agent first) {
    if (first != null && !first.name().equals(agent.name())) {
      node.warn("agent '" + agent.name() + "' is never reached: '" + first.name() + "' stands before it");
    }
  }

  private static @Nullable String deviceClass(YamlNode node) throws RuleFileException {
    String deviceClass = node.textOrNull();
    if (deviceClass != null && !DEVICE_CLASSES.contains(deviceClass)) {
      throw node.error("unknown device class '" + deviceClass + "' (known: asic, gpu, fpga, cpu, proxy, browser, null)");
    }
    return deviceClass;
  }
}
