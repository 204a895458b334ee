package stratoscope.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stratoscope.evidence.Rule;
import stratoscope.stratum.MessageForm;

/**
 * Finds forms that no message ever gets to, since one that is tried before takes the same: that which says the same, and that which takes
 * anything. Forms that take more than a later one in other words are not seen through.
 */
final class UnreachedForms {
  private static final String ANY = "\"any\"";

  private final Map<String, Rule> takers = new HashMap<>();
  private final Map<String, YamlNode> nodes = new HashMap<>();

  private UnreachedForms(List<DialectFile> dialects) {
    dialects.forEach(dialect -> nodes.putAll(dialect.nodes()));
  }

  /**
   * Warns of them.
   *
   * @param forms of one skeleton in the order in which they are tried
   * @param dialects that they are from
   */
  static void warn(List<MessageForm> forms, List<DialectFile> dialects) throws RuleFileException {
    UnreachedForms unreached = new UnreachedForms(dialects);
    for (MessageForm form : forms) {
      unreached.add(form);
    }
  }

  private void add(MessageForm form) throws RuleFileException {
    YamlNode node = nodes.get(form.rule().id());
    if (node == null) {
      return;
    }
    String shape = node.member(node.members(), "form").normalised();
    Rule taker = takers.getOrDefault(messagesOf(form) + ANY, takers.get(messagesOf(form) + shape));
    if (taker == null) {
      takers.put(messagesOf(form) + shape, form.rule());
    } else {
      node.warn("'" + form.rule().id() + "' is never reached: '" + taker.id() + "' takes the same messages before it");
    }
  }

  /** Which messages a form is compared with: those of its method, answers to it, answers or errors without a question. */
  private static String messagesOf(MessageForm form) {
    return switch (form.kind()) {
      case REQUEST, COMMON_REQUEST -> "message " + form.method() + ' ';
      case ANSWER -> "answer " + form.method() + ' ';
      case UNASKED_ANSWER -> "unasked ";
      case ERROR -> "error ";
    };
  }
}
