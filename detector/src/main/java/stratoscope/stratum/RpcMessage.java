package stratoscope.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;

/**
 * One JSON-RPC message in any of the ways miners and pools write it: a request or notification has a method, an answer has none.
 * Values are JDK types: {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}, null.
 *
 * @param members all top-level members, for dialects that keep something beside the usual ones; empty where there is a head alone
 * @param head of the HTTP message whose body this is; null if it did not travel in HTTP
 */
public record RpcMessage(Map<String, @Nullable Object> members, @Nullable HttpHead head) {
  public RpcMessage(Map<String, @Nullable Object> members) {
    this(members, null);
  }

  /** True for the head of an HTTP message before its body, if any. */
  public boolean isHeadAlone() {
    return head != null && members.isEmpty();
  }

  /** Null in an answer, or if it is no string. */
  public @Nullable String method() {
    return members.get("method") instanceof String text ? text : null;
  }

  /** The id as text, whether written as a string or a number, since some pools change one into the other; null if absent. */
  public @Nullable String id() {
    Object id = members.get("id");
    return id == null || id instanceof Map || id instanceof List ? null : id.toString();
  }

  /** True for what answers a request; some pools (Grin's) repeat its method there. */
  public boolean isAnswer() {
    return members.containsKey("result") || members.get("error") != null || isBareAnswer();
  }

  /** True for an id alone, EIP-1571's way to say yes. */
  public boolean isBareAnswer() {
    return members.size() == 1 && id() != null;
  }

  /** What comes with a request or notification: its {@code params}, its {@code body}, or else all there is at the top level. */
  public @Nullable Object payload() {
    if (members.containsKey("params")) {
      return members.get("params");
    }
    return members.containsKey("body") ? members.get("body") : members;
  }

  /** The positional parameters; empty if there are none or they are named. */
  @SuppressWarnings("unchecked")
  public List<@Nullable Object> params() {
    return members.get("params") instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
  }

  public boolean hasPositionalParams() {
    return members.get("params") instanceof List;
  }

  /** The named parameters; empty if there are none or they are positional. */
  public Map<String, @Nullable Object> namedParams() {
    return object(members.get("params"));
  }

  public @Nullable Object result() {
    return members.get("result");
  }

  public @Nullable Object error() {
    return members.get("error");
  }

  /** What the other side says went wrong: {@code [code, "text", …]} or {@code {"code":…,"message":"text"}}; null if it says nothing. */
  public @Nullable String errorText() {
    if (error() instanceof List<?> triple) {
      return triple.size() > 1 && triple.get(1) instanceof String text ? text : null;
    }
    return error() instanceof String text ? text : text(object(error()), "message");
  }

  /** The positional parameter at an index if it is a string, else null. */
  public @Nullable String textParam(int index) {
    List<@Nullable Object> params = params();
    return index < params.size() && params.get(index) instanceof String text ? text : null;
  }

  /** A value as an object; empty if it is none. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** A value as an array; empty if it is none. */
  static List<?> array(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** A member of an object if it is a string, else null. */
  static @Nullable String text(Map<String, @Nullable Object> object, String name) {
    return object.get(name) instanceof String text ? text : null;
  }
}
