package stratoscope.config;

import java.util.Map;
import java.util.Set;
import stratoscope.rhythm.RhythmOptions;

/** Reads the parameters of {@code rhythm.yaml}; its rules are read as those of a dialect are. */
final class RhythmFile {
  private RhythmFile() {}

  static RhythmOptions read(YamlNode parameters) throws RuleFileException {
    Map<String, YamlNode> parts = parameters.members(Set.of("opening", "cipher", "shares", "answers", "jobs", "jobs_alone",
        "least_seconds", "strange_windows", "telling_windows"));
    return new RhythmOptions(opening(parameters.member(parts, "opening")), cipher(parameters.member(parts, "cipher")),
        shares(parameters.member(parts, "shares"), parameters.member(parts, "answers")),
        jobs(parameters.member(parts, "jobs"), parameters.member(parts, "jobs_alone")),
        atMost(Double.MAX_VALUE, parameters.member(parts, "least_seconds")),
        atMost(1, parameters.member(parts, "strange_windows")), atMost(1, parameters.member(parts, "telling_windows")));
  }

  private static RhythmOptions.Opening opening(YamlNode node) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("seconds", "surplus", "answer_seconds"));
    return new RhythmOptions.Opening(of.number("seconds"), of.whole("surplus"), of.number("answer_seconds"));
  }

  private static RhythmOptions.Cipher cipher(YamlNode node) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("bytes", "least", "unevenness"));
    int bytes = of.whole("bytes");
    if (bytes > Character.MAX_VALUE) {
      throw node.error("bytes must be at most " + (int) Character.MAX_VALUE);
    }
    return new RhythmOptions.Cipher(bytes, of.whole("least"), of.number("unevenness"));
  }

  private static RhythmOptions.Shares shares(YamlNode node, YamlNode answers) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("least", "min_length", "max_length", "length_spread", "uniformity", "small_talk",
        "alike", "timed_spread", "on_the_beat", "scatter", "short_gaps", "short_doubt", "doubt", "per_minute"));
    return new RhythmOptions.Shares(of.whole("least"), of.whole("min_length"), of.whole("max_length"), of.share("length_spread"),
        of.share("uniformity"), of.share("small_talk"), of.share("alike"), answers(answers), of.share("timed_spread"),
        of.share("on_the_beat"), of.number("scatter"), of.share("short_gaps"), of.number("short_doubt"), of.number("doubt"),
        of.number("per_minute"));
  }

  private static RhythmOptions.Answers answers(YamlNode node) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("least", "min_length", "max_length", "shorter", "seconds", "refused", "surplus"));
    return new RhythmOptions.Answers(of.share("least"), of.whole("min_length"), of.whole("max_length"), of.whole("shorter"),
        of.number("seconds"), of.share("refused"), of.whole("surplus"));
  }

  private static RhythmOptions.Jobs jobs(YamlNode node, YamlNode alone) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("least", "min_length", "length_spread", "uniformity", "seconds", "aside_length", "replies",
        "echoes", "follows", "turns", "scatter", "timed_seconds", "few", "alike"));
    return new RhythmOptions.Jobs(of.whole("least"), of.whole("min_length"), of.share("length_spread"), of.share("uniformity"),
        of.number("seconds"), of.share("aside_length"), of.share("replies"), of.share("echoes"), of.share("follows"), of.share("turns"),
        of.number("scatter"), of.number("timed_seconds"), of.whole("few"), of.share("alike"), alone(alone));
  }

  private static RhythmOptions.Alone alone(YamlNode node) throws RuleFileException {
    Numbers of = new Numbers(node, Set.of("least", "length_spread", "uniformity", "miner_records", "seconds", "on_the_beat", "per_minute"));
    return new RhythmOptions.Alone(of.whole("least"), of.share("length_spread"), of.share("uniformity"), of.share("miner_records"),
        of.number("seconds"), of.share("on_the_beat"), of.number("per_minute"));
  }

  private static double atMost(double most, YamlNode node) throws RuleFileException {
    double number = node.number();
    if (number < 0 || number > most) {
      throw node.error(node.text() + " must be within 0 and " + most);
    }
    return number;
  }

  /** The numbers of one line of parameters. */
  private static final class Numbers {
    private final YamlNode node;
    private final Map<String, YamlNode> members;

    Numbers(YamlNode node, Set<String> known) throws RuleFileException {
      this.node = node;
      members = node.members(known);
    }

    double number(String name) throws RuleFileException {
      return atMost(Double.MAX_VALUE, node.member(members, name));
    }

    double share(String name) throws RuleFileException {
      return atMost(1, node.member(members, name));
    }

    /** At least 1: none of them makes sense as 0. */
    int whole(String name) throws RuleFileException {
      YamlNode member = node.member(members, name);
      if (member.integer() < 1) {
        throw member.error(member.text() + " must be at least 1");
      }
      return member.integer();
    }
  }
}
