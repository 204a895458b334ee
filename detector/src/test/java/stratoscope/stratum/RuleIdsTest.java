package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signs that code names and rules that files define: each has the other. Reads the string constants of the compiled sessions. */
class RuleIdsTest {
  private static final DialectSink NOWHERE = new DialectSink() {
    @Override
    public void said(Role role) {
      // not needed
    }

    @Override
    public void sign(String rule) {
      // not needed
    }

    @Override
    public void event(StratumEvent event) {
      // not needed
    }
  };

  static List<StratumDialect> dialects() {
    return Dialects.ALL;
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void everyRule_isNamedInCode(StratumDialect dialect) throws IOException {
    List<String> constants = constantsOf(dialect.newSession(StratumOptions.DEFAULTS, NOWHERE).getClass());
    String prefix = dialect.id() + "-";
    assertThat(Dialogue.KNOWLEDGE.rules().all()).filteredOn(rule -> rule.id().startsWith(prefix)).isNotEmpty()
        .allSatisfy(rule -> assertThat(constants).as(rule.id()).contains(rule.id().substring(prefix.length())));
  }

  /** Words with hyphens are signs; those without may be methods, and sessions that name them are run by the other tests. */
  @ParameterizedTest
  @MethodSource("dialects")
  void everySign_hasARule(StratumDialect dialect) throws IOException {
    List<String> constants = constantsOf(dialect.newSession(StratumOptions.DEFAULTS, NOWHERE).getClass());
    assertThat(constants).filteredOn(constant -> constant.matches("[a-z0-9]+(-[a-z0-9]+)+")).isNotEmpty()
        .allSatisfy(sign -> assertThat(Dialogue.KNOWLEDGE.rules().rule(dialect.id() + "-" + sign)).isNotNull());
  }

  @Test
  void signsOfConversations_haveRules() throws IOException {
    List<String> constants = constantsOf(StratumConversation.class);
    assertThat(constants).contains("foreign-text", "foreign-peer", "foreign-start")
        .filteredOn(constant -> constant.matches("[a-z0-9]+(-[a-z0-9]+)+"))
        .allSatisfy(sign -> assertThat(Dialogue.KNOWLEDGE.rules().rule("conversation-" + sign)).isNotNull());
    assertThat(Dialogue.KNOWLEDGE.rules().rule("conversation-mining-software")).isNotNull(); // named by the detector's sessions
  }

  /** The UTF-8 constants of a class file (JVM specification, 4.4). */
  private static List<String> constantsOf(Class<?> type) throws IOException {
    List<String> constants = new ArrayList<>();
    try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class"); DataInputStream in = new DataInputStream(file)) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> constants.add(in.readUTF());
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // takes two places
          }
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> in.skipNBytes(4);
        }
      }
    }
    return constants;
  }
}
