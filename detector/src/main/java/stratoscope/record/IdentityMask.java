package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * Takes wallets, users, workers, e-mails, accounts, contacts and subscribers out of records. With one key the same text always becomes the
 * same mark, so that it can still be told who mines for whom; without the key nobody can tell, or try out, whose mark it is. What is masked
 * already stays. Texts that may hold any identity (messages of servers, options of passwords, reasons of allow lists) go altogether.
 * Immutable.
 */
public final class IdentityMask {
  /** Stands where a text went altogether. */
  static final String GONE = "(masked)";
  private static final int MARK_BYTES = 6;
  private static final int KEY_BYTES = 32;
  /** Shorter ones can be guessed. */
  private static final int MIN_KEY_CHARS = 16;
  private static final int MAX_KEY_BYTES = 4096;
  private static final String MAC = "HmacSHA256";
  private static final String EMAIL = "email";
  private static final Set<String> MARKED = Set.of("user", "users", "wallet", "wallets", "worker", EMAIL, "account", "contact");
  private static final String AGENT = "agent";
  private static final String AGENTS = "agents";
  /** May hold what a record names elsewhere. */
  private static final Set<String> NAMING =
      Set.of("pool_host", "redirects", "contradictions", "device_model", "job_algorithm");
  /** In which identities are looked for in texts, the surest kind first. */
  private static final String[] KINDS = {"wallet", "wallets", EMAIL, "account", "contact", "worker", "user", "users"};
  private static final Set<String> GONE_TEXTS = Set.of("server_messages", "password_options", "session_id", "allowed", "reason");
  private static final Pattern MARK =
      Pattern.compile("(user|wallet|worker|email|account|contact|subscriber)-[0-9a-f]{" + 2 * MARK_BYTES + "}");
  private static final String ATOM = "[^\\s\"'<>,;:/=()\\[\\]{}@]+";
  private static final Pattern ADDRESS = Pattern.compile(ATOM + "(?:@|%40)" + ATOM);
  /** What a file's name ends with, which is no part of an address in it. */
  private static final Pattern EXTENSION = Pattern.compile("(?:\\.(?:pcapng|pcap|cap|json|jsonl|csv|db))?(?:\\.(?:gz|zst|xz|bz2|lz4))?$");
  private static final String SUBSCRIBER = "subscriber";
  private static final String SUBSCRIBERS = "subscribers";

  private final SecretKeySpec key;

  private IdentityMask(byte[] key) {
    this.key = new SecretKeySpec(key, MAC);
  }

  /** Marks that nobody can make again. */
  public static IdentityMask ofRandomKey() {
    return new IdentityMask(randomKey());
  }

  private static byte[] randomKey() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }

  /**
   * With the key that a file holds; the file is made, for its owner alone, if there is none.
   *
   * @throws IOException if it can't be read or made, or holds no key; the message says which
   */
  public static IdentityMask ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
      String text = new String(bytes, UTF_8).strip();
      if (text.length() < MIN_KEY_CHARS || bytes.length > MAX_KEY_BYTES) {
        throw new IOException(file + ": is no key: it has " + MIN_KEY_CHARS + " characters at least, and " + MAX_KEY_BYTES
            + " bytes at most");
      }
      return new IdentityMask(text.getBytes(UTF_8));
    } catch (NoSuchFileException e) {
      return new IdentityMask(write(file).getBytes(UTF_8));
    }
  }

  private static String write(Path file) throws IOException {
    String text = HexFormat.of().formatHex(randomKey());
    FileAttribute<?>[] mode = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
        : new FileAttribute<?>[0];
    try {
      Files.createFile(file, mode);
      Files.writeString(file, text + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(file + ": the key can't be written: " + CaptureException.reason(e), e);
    }
    return text;
  }

  /** A copy of a record without identities. */
  public Map<String, @Nullable Object> masked(Map<String, @Nullable Object> record) {
    return members(record);
  }

  private Map<String, @Nullable Object> members(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    NamedIdentities named = named(map);
    map.forEach((key, value) -> copy.put(String.valueOf(key), masked(String.valueOf(key), value, named)));
    if (map.get("evidence") instanceof List<?> evidence) {
      copy.put("evidence", signs(evidence, new ExcerptMask(this, identities(map, named))));
    }
    return copy;
  }

  private NamedIdentities named(Map<?, ?> map) {
    NamedIdentities named = new NamedIdentities(this);
    for (String name : KINDS) {
      texts(map.get(name)).forEach(text -> named.add(kindOf(name), String.valueOf(text)));
    }
    for (String name : new String[] {SUBSCRIBER, SUBSCRIBERS}) {
      for (Object each : texts(map.get(name))) {
        if (each instanceof Map<?, ?> subscriber && subscriber.get("id") != null) {
          named.add(SUBSCRIBER, String.valueOf(subscriber.get("id")));
        }
      }
    }
    return named;
  }

  private static List<?> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }

  private @Nullable Object masked(String name, @Nullable Object value, NamedIdentities named) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      return name.equals(SUBSCRIBER) ? subscriber(map) : members(map);
    }
    if (value instanceof List<?> list) {
      return elements(name, list, named);
    }
    String text = value.toString();
    return switch (name) {
      case AGENT, AGENTS -> named.maskedAgent(text);
      case "pcap_filename", "inventory", "rules" -> fileName(text);
      default -> MARKED.contains(name) ? mark(kindOf(name), text) : GONE_TEXTS.contains(name) ? GONE
          : NAMING.contains(name) ? named.masked(text) : withoutAddresses(text);
    };
  }

  private List<@Nullable Object> elements(String name, List<?> list, NamedIdentities named) {
    List<@Nullable Object> elements = new ArrayList<>();
    if (MARKED.contains(name)) {
      list.stream().map(each -> mark(kindOf(name), String.valueOf(each))).sorted().forEach(elements::add);
    } else if (name.equals(SUBSCRIBERS)) {
      list.forEach(each -> elements.add(subscriber(each)));
    } else if (name.equals(AGENTS)) {
      list.stream().map(each -> named.maskedAgent(String.valueOf(each))).distinct().sorted().forEach(elements::add);
    } else if (!GONE_TEXTS.contains(name) || !list.stream().allMatch(String.class::isInstance)) {
      list.forEach(element -> elements.add(masked(name, element, named)));
    }
    return elements;
  }

  private Object subscriber(@Nullable Object subscriber) {
    Map<String, @Nullable Object> marked = subscriber instanceof Map<?, ?> map ? members(map) : new LinkedHashMap<>();
    marked.computeIfPresent("id", (name, id) -> mark(SUBSCRIBER, id.toString()));
    marked.replace("name", null);
    return marked;
  }

  /** What is known of who mines in a session, with the mark of each; and the software, which stays. */
  private Map<String, String> identities(Map<?, ?> mining, NamedIdentities named) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String name : new String[] {"user", "users", "wallet", EMAIL, "worker"}) {
      texts(mining.get(name)).forEach(text -> marks.putIfAbsent(text.toString(), mark(kindOf(name), text.toString())));
    }
    if (mining.get(AGENT) instanceof String agent) {
      marks.putIfAbsent(agent, named.maskedAgent(agent));
    }
    return marks;
  }

  private static List<@Nullable Object> signs(List<?> evidence, ExcerptMask excerpts) {
    List<@Nullable Object> signs = new ArrayList<>();
    for (Object each : evidence) {
      if (each instanceof Map<?, ?> sign) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        sign.forEach((key, value) -> copy.put(String.valueOf(key), value));
        copy.computeIfPresent("excerpt", (name, text) -> excerpts.masked(text.toString()));
        signs.add(copy);
      }
    }
    return signs;
  }

  private static String kindOf(String name) {
    return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  /** {@code wallet-3fa9c2…}: the same for the same text. */
  public String mark(String kind, String text) {
    if (text.isEmpty() || MARK.matcher(text).matches()) {
      return text;
    }
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return kind + '-' + HexFormat.of().formatHex(mac.doFinal((kind + '\n' + text).getBytes(UTF_8)), 0, MARK_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** The name of a file with marks in the place of e-mail addresses. */
  public String fileName(String name) {
    Matcher extension = EXTENSION.matcher(name);
    int end = extension.find() ? extension.start() : name.length();
    return withoutAddresses(name.substring(0, end)) + name.substring(end);
  }

  /** The same text with marks in the place of e-mail addresses. */
  public String withoutAddresses(String text) {
    return text.indexOf('@') < 0 && !text.contains("%40") ? text
        : ADDRESS.matcher(text).replaceAll(found -> mark(EMAIL, found.group().replace("%40", "@")));
  }
}
