package stratoscope.profile;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that mining software gives itself, and what it runs on; data from {@code rules/agents.yaml}. Immutable. */
public final class Agents {

  /**
   * Mining software.
   *
   * @param name lower case, matched as the start of an agent
   * @param deviceClass {@code asic}, {@code gpu}, {@code fpga}, {@code cpu}, {@code proxy}, {@code browser}; null where the software
   *     runs on several
   * @param isModelNamed whether the agent goes on with the model of the device
   */
  public record Agent(String name, @Nullable String deviceClass, boolean isModelNamed) {

    /**
     * The model that an agent of this software names: {@code Antminer S19 Pro} of {@code Antminer S19 Pro/1.0}, {@code bitaxe BM1366} of
     * {@code bitaxe/BM1366/v2.1.8}. Null if it names none.
     */
    @Nullable String modelIn(String agent) {
      if (!isModelNamed) {
        return null;
      }
      String[] parts = agent.split("/", -1);
      if (parts[0].length() > name.length() && parts[0].charAt(name.length()) == ' ') {
        return isVersion(parts[0].substring(name.length() + 1)) ? null : parts[0].trim();
      }
      String second = parts.length < 2 ? "" : parts[1].trim();
      return second.isEmpty() || isVersion(second) ? null : parts[0] + " " + second;
    }

    private static boolean isVersion(String text) {
      return VERSION.matcher(text).lookingAt();
    }
  }

  private static final Pattern VERSION = Pattern.compile("\\s*(v?\\d.*)?$");

  private final List<Agent> agents;

  public Agents(List<Agent> agents) {
    this.agents = List.copyOf(agents);
  }

  /** In the order in which they are tried. */
  public List<Agent> all() {
    return agents;
  }

  /** The known software that an agent string names; null if it names none. */
  public @Nullable Agent match(String agent) {
    String lower = agent.toLowerCase(Locale.ROOT);
    for (Agent known : agents) {
      if (lower.startsWith(known.name) && isEndOfName(lower, known.name.length())) {
        return known;
      }
    }
    return null;
  }

  private static boolean isEndOfName(String agent, int end) {
    return end == agent.length() || !Character.isLetter(agent.charAt(end));
  }
}
