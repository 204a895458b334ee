package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes wallets, users, e-mails, accounts and subscribers out of records. The same one always becomes the same mark, so that it can still
 * be told who mines for whom; who knows a wallet can find its mark, but no mark leads back. Texts that may hold any of them (excerpts,
 * messages, options of passwords) go altogether.
 */
public final class IdentityMask {
  private static final int MARK_BYTES = 6;
  private static final String GONE = "(masked)";
  private static final Set<String> MARKED = Set.of("user", "users", "wallet", "wallets", "worker", "email", "account", "contact");
  private static final Set<String> GONE_TEXTS = Set.of("excerpt", "server_messages", "password_options", "session_id");
  private static final String SUBSCRIBERS = "subscribers";

  private IdentityMask() {}

  /** A copy of a record without identities. */
  public static Map<String, @Nullable Object> masked(Map<String, @Nullable Object> record) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    record.forEach((name, value) -> copy.put(name, masked(name, value)));
    return copy;
  }

  private static @Nullable Object masked(String name, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (name.equals(SUBSCRIBERS) && value instanceof List<?> list) {
      return list.stream().map(IdentityMask::subscriber).toList();
    }
    if (MARKED.contains(name)) {
      return value instanceof List<?> list ? list.stream().map(each -> mark(kindOf(name), String.valueOf(each))).sorted().toList()
          : mark(kindOf(name), String.valueOf(value));
    }
    if (GONE_TEXTS.contains(name)) {
      return value instanceof List<?> ? List.of() : GONE;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach((key, member) -> members.put(String.valueOf(key), masked(String.valueOf(key), member)));
      return members;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(masked("", element)));
      return elements;
    }
    return value;
  }

  private static Object subscriber(@Nullable Object subscriber) {
    Map<String, @Nullable Object> marked = new TreeMap<>();
    if (subscriber instanceof Map<?, ?> map) {
      map.forEach((key, value) -> marked.put(String.valueOf(key), value));
      Object id = marked.get("id");
      marked.put("id", id == null ? null : mark("subscriber", id.toString()));
      marked.put("name", null);
    }
    return marked;
  }

  private static String kindOf(String name) {
    return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  /** {@code wallet-3fa9c2…}: the same for the same text. */
  static String mark(String kind, String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(("stratoscope " + kind + '\n' + text).getBytes(UTF_8));
      return kind + '-' + HexFormat.of().formatHex(digest, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
