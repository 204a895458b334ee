package stratoscope.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.names.AllowEntry;
import stratoscope.names.AllowList;
import stratoscope.names.HostName;

/** Reads {@code allow.yaml}, and files of its form that a user names. */
public final class AllowFile {
  static final String NAME = "allow.yaml";
  private static final Set<String> CONDITIONS = Set.of("address", "name", "pool", "wallet");
  private static final Set<String> KEYS = Set.of("address", "name", "pool", "wallet", "side", "reason", "expires");

  private AllowFile() {}

  /**
   * Reads a file.
   *
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static AllowList load(Path file) throws RuleFileException {
    if (Files.isDirectory(file)) {
      throw new RuleFileException(file + ": is a folder");
    }
    RuleProblems problems = new RuleProblems();
    AllowList list = problems.attempt(() -> read(YamlNode.read(file, problems)));
    Optional<RuleFileException> error = problems.firstError();
    if (list == null || error.isPresent()) {
      throw error.orElseThrow();
    }
    return list;
  }

  static AllowList read(YamlNode file) throws RuleFileException {
    List<AllowEntry> entries = new ArrayList<>();
    file.member(file.members(Set.of("allow")), "allow").forEach(node -> entries.add(entry(node)));
    return new AllowList(entries);
  }

  private static AllowEntry entry(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> entry = node.members(KEYS);
    if (CONDITIONS.stream().noneMatch(entry::containsKey)) {
      throw node.error("one of address, name, pool, wallet is needed: this would allow everything");
    }
    String reason = node.member(entry, "reason").text();
    if (reason.isBlank()) {
      throw node.member(entry, "reason").error("a reason is needed");
    }
    YamlNode expires = entry.get("expires");
    return new AllowEntry(read(entry.get("address"), AddressRange::parse), read(entry.get("name"), HostName::normalise),
        read(entry.get("pool"), AllowFile::some), read(entry.get("wallet"), AllowFile::some), side(node, entry), reason,
        expires == null ? AllowEntry.NEVER : expires.dayMicros(), node.where());
  }

  /** Understands a text; throws {@link IllegalArgumentException} with a reason for people. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(String text);
  }

  private static <T> @Nullable T read(@Nullable YamlNode node, Reading<T> reading) throws RuleFileException {
    if (node == null) {
      return null;
    }
    try {
      return reading.of(node.text());
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()));
    }
  }

  private static String some(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("an empty text is nobody's");
    }
    return text.strip();
  }

  private static AllowEntry.Side side(YamlNode node, Map<String, YamlNode> entry) throws RuleFileException {
    YamlNode side = entry.get("side");
    if (side == null) {
      return AllowEntry.Side.BOTH;
    }
    if (!entry.containsKey("address")) {
      throw node.error("'side' says whose the address is: 'address' is missing");
    }
    for (AllowEntry.Side each : AllowEntry.Side.values()) {
      if (each.label().equals(side.text())) {
        return each;
      }
    }
    throw side.error("unknown side '" + side.text() + "' (known: source, destination, both)");
  }
}
