package stratoscope.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Mozilla's list of the domains below which anyone may have a name: those of registries, and those of hosting. Immutable. */
final class PublicSuffixes {
  private static final String BEGIN_HOSTING = "===BEGIN PRIVATE DOMAINS===";

  private final Set<String> rules = new HashSet<>();
  /** Those that no registry of a country or the like stands for. */
  private final Set<String> hosting = new HashSet<>();

  PublicSuffixes(Stream<String> lines) {
    boolean isHosting = false;
    for (String line : lines.map(String::strip).toList()) {
      isHosting |= line.contains(BEGIN_HOSTING);
      if (!line.isEmpty() && !line.startsWith("//")) {
        rules.add(line);
        if (isHosting) {
          hosting.add(line);
        }
      }
    }
  }

  static PublicSuffixes of(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return new PublicSuffixes(lines);
    }
  }

  boolean isSuffix(String name) {
    int dot = name.indexOf('.');
    return dot < 0 || rules.contains(name) || (rules.contains("*" + name.substring(dot)) && !rules.contains("!" + name));
  }

  /** The part of a name that one owner registered: one label more than a public suffix. */
  String registrable(String name) {
    String rest = name;
    for (int dot = name.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      if (isSuffix(rest.substring(dot + 1))) {
        return rest;
      }
      rest = rest.substring(dot + 1);
    }
    return name;
  }

  /** True if the owner got the name from a registry, not from a service that hands out names below its own. */
  boolean isFromRegistry(String registrable) {
    String suffix = registrable.substring(registrable.indexOf('.') + 1);
    return !hosting.contains(suffix) && !hosting.contains("*" + suffix.substring(Math.max(0, suffix.indexOf('.'))));
  }
}
