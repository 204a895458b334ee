package stratoscope.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import stratoscope.circumstance.CircumstanceOptions;

/** Reads the parameters of {@code circumstance.yaml}; its rules are read as those of a dialect are. */
final class CircumstanceFile {
  private static final int MAX_PORT = 65_535;

  private CircumstanceFile() {}

  static CircumstanceOptions read(YamlNode parameters) throws RuleFileException {
    Map<String, YamlNode> parts = parameters.members(
        Set.of("tls_ports", "web_ports", "fingerprints", "grace_seconds", "proven_seconds", "sharing_names"));
    Set<String> fingerprints = new HashSet<>();
    for (YamlNode fingerprint : parameters.member(parts, "fingerprints").elements()) {
      fingerprints.add(fingerprint.text());
    }
    return new CircumstanceOptions(ports(parameters.member(parts, "tls_ports")), ports(parameters.member(parts, "web_ports")), fingerprints,
        atLeast(0, parameters.member(parts, "grace_seconds")), atLeast(0, parameters.member(parts, "proven_seconds")),
        atLeast(1, parameters.member(parts, "sharing_names")));
  }

  private static Set<Integer> ports(YamlNode list) throws RuleFileException {
    Set<Integer> ports = new HashSet<>();
    for (YamlNode port : list.elements()) {
      if (port.integer() < 1 || port.integer() > MAX_PORT) {
        throw port.error("'" + port.text() + "' is no port");
      }
      ports.add(port.integer());
    }
    return ports;
  }

  private static int atLeast(int least, YamlNode node) throws RuleFileException {
    if (node.integer() < least) {
      throw node.error("'" + node.text() + "' must be at least " + least);
    }
    return node.integer();
  }
}
