package stratoscope.profile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names that mining software gives itself, and what it runs on; data from {@code rules/agents.yaml}. Immutable. */
public final class Agents {

  /**
   * Mining software.
   *
   * @param name lower case, matched as the start of an agent
   * @param deviceClass {@code asic}, {@code gpu}, {@code cpu}, {@code proxy}; null where the software runs on several
   */
  public record Agent(String name, @Nullable String deviceClass) {}

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
