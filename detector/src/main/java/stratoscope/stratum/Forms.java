package stratoscope.stratum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of one skeleton by method, in the order in which they are tried: most specific first. Immutable. */
final class Forms {
  private final Map<String, List<MessageForm>> requests = new HashMap<>();
  private final Map<String, List<MessageForm>> answers = new HashMap<>();
  private final List<MessageForm> told = new ArrayList<>();
  private final List<MessageForm> errors = new ArrayList<>();

  Forms(List<MessageForm> forms) {
    for (MessageForm form : forms) {
      switch (form.kind()) {
        case REQUEST, COMMON_REQUEST -> requests.computeIfAbsent(form.method(), method -> new ArrayList<>()).add(form);
        case ANSWER -> answers.computeIfAbsent(form.method(), method -> new ArrayList<>()).add(form);
        case UNASKED_ANSWER -> told.add(form);
        case ERROR -> errors.add(form);
      }
    }
  }

  /** True if some form is a message of that method. */
  boolean hasMethod(String method) {
    return requests.containsKey(method);
  }

  /** The form of a request or notification; null if it has none of those known. */
  @Nullable MessageForm of(RpcMessage message) {
    return first(requests.get(String.valueOf(message.method())), message.payload());
  }

  /** The form of the answer to a method. */
  @Nullable MessageForm ofAnswer(String method, @Nullable Object result) {
    return first(answers.get(method), result);
  }

  /** The form of an answer whose question was not seen, where the answer alone tells. */
  @Nullable MessageForm ofUnasked(RpcMessage message) {
    MessageForm form = first(told, message.result());
    return form == null && message.error() != null ? first(errors, message.error()) : form;
  }

  private static @Nullable MessageForm first(@Nullable List<MessageForm> forms, @Nullable Object values) {
    if (forms != null) {
      for (int i = 0; i < forms.size(); i++) {
        if (forms.get(i).shape().matches(values)) {
          return forms.get(i);
        }
      }
    }
    return null;
  }
}
