package stratoscope.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;

/**
 * Reads the accounting files of FreeRADIUS (rlm_detail): a time, then attributes of one request on lines of their own, then an empty line.
 * <pre>
 * Thu Nov 16 10:00:00 2023
 *         Acct-Status-Type = Start
 *         Acct-Session-Id = "5f3a"
 *         User-Name = "line-4711"
 *         Framed-IP-Address = 192.0.2.10
 *         Timestamp = 1700128800
 * </pre>
 * Start, Interim-Update and Stop of a session are joined; one whose Stop is not there is open, unless its access server was started anew,
 * or somebody else got its address.
 * One thread; holds the sessions of all files until {@link #end}.
 */
final class RadiusDetail {
  private static final long MICROS_PER_SECOND = 1_000_000;
  /** For so long after a Stop a request that is told again may come; what is later is another session, of the same id. */
  private static final long RETRIES_MICROS = 600 * MICROS_PER_SECOND;
  private static final List<String> ADDRESSES =
      List.of("Framed-IP-Address", "Framed-IPv6-Address", "Framed-IPv6-Prefix", "Delegated-IPv6-Prefix");
  /** Also those with a tag ({@code Tunnel-Type:0}), and those that the server's dictionary does not know ({@code Attr-26.9.254}). */
  private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([^\\s=]+?)\\s*[+:*]?=\\s*\"?(.*?)\"?\\s*");
  /** Of asctime, with any number of blanks before the day. */
  private static final DateTimeFormatter HEAD = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Addresses of one session, and when. */
  private static final class Session {
    private final String user;
    private final @Nullable String station;
    private final String server;
    private final Map<AddressRange, Long> since = new LinkedHashMap<>();
    private long fromMicros = Long.MAX_VALUE;
    private long toMicros = Long.MAX_VALUE;

    Session(String user, @Nullable String station, String server) {
      this.user = user;
      this.station = station;
      this.server = server;
    }
  }

  private final ZoneOffset zone;
  private final SubscriberTable.Builder table;
  private final InventoryProblems problems;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  /** Those whose id was used again. */
  private final List<Session> earlier = new ArrayList<>();

  RadiusDetail(ZoneOffset zone, SubscriberTable.Builder table, InventoryProblems problems) {
    this.zone = zone;
    this.table = table;
    this.problems = problems;
  }

  /** True if a text from the beginning of a file is of such a one. */
  static boolean isLikely(String beginning) {
    return beginning.lines().anyMatch(line -> ATTRIBUTE.matcher(line).matches() && line.contains("Acct-"));
  }

  void read(Path file) throws IOException, InventoryException {
    Map<String, String> request = new HashMap<>();
    String head = "";
    long line = 0;
    long start = 1;
    try (BufferedReader in = TextFiles.reader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        Matcher attribute = ATTRIBUTE.matcher(text);
        if (attribute.matches()) {
          request.put(attribute.group(1), attribute.group(2));
        } else if (!text.isBlank() && !Character.isWhitespace(text.charAt(0))) {
          onRequest(request, head, file, start);
          head = text;
          start = line;
        }
      }
    }
    onRequest(request, head, file, start);
  }

  private void onRequest(Map<String, String> request, String head, Path file, long line) {
    if (!request.isEmpty()) {
      try {
        onRequest(request, timeOf(request, head));
      } catch (IllegalArgumentException e) {
        problems.add(file.toString(), line, String.valueOf(e.getMessage()));
      }
      request.clear();
    }
  }

  private void onRequest(Map<String, String> request, long micros) {
    String status = request.getOrDefault("Acct-Status-Type", "");
    String server = request.getOrDefault("NAS-IP-Address", request.getOrDefault("NAS-Identifier", ""));
    if (status.equals("Accounting-On") || status.equals("Accounting-Off")) {
      sessions.values().stream().filter(session -> session.server.equals(server) && session.toMicros == Long.MAX_VALUE)
          .forEach(session -> session.toMicros = micros);
      return;
    }
    String user = request.get("User-Name");
    String id = request.get("Acct-Session-Id");
    if (user == null || id == null) {
      throw new IllegalArgumentException("no User-Name or no Acct-Session-Id");
    }
    long since = micros - seconds(request.get("Acct-Session-Time")) * MICROS_PER_SECOND;
    String key = server + "/" + id + "/" + user;
    Session before = sessions.get(key);
    if (before != null && since - RETRIES_MICROS > before.toMicros) { // its server was started anew, and counts from 1 again
      sessions.remove(key);
      earlier.add(before);
    }
    Session session = sessions.computeIfAbsent(key, first -> new Session(user, request.get("Calling-Station-Id"), server));
    session.fromMicros = Math.min(session.fromMicros, since);
    if (status.equals("Stop")) {
      session.toMicros = micros;
    }
    for (String name : ADDRESSES) {
      String address = request.get(name);
      if (address != null) {
        session.since.merge(AddressRange.parse(address), since, Math::min);
      }
    }
  }

  private long timeOf(Map<String, String> request, String head) {
    String seconds = request.get("Timestamp");
    long delay = seconds(request.get("Acct-Delay-Time"));
    if (seconds != null) {
      return (seconds(seconds) - delay) * MICROS_PER_SECOND;
    }
    try {
      return (LocalDateTime.parse(BLANKS.matcher(head.strip()).replaceAll(" "), HEAD).toEpochSecond(zone) - delay) * MICROS_PER_SECOND;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no Timestamp, and '" + head + "' is no time", e);
    }
  }

  private static long seconds(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("'" + text + "' is no number of seconds");
    }
    return Long.parseLong(text);
  }

  /** Hands the sessions over. */
  void end() {
    earlier.addAll(sessions.values());
    earlier.sort(Comparator.comparingLong(session -> session.fromMicros));
    earlier.forEach(this::hand);
    earlier.clear();
    sessions.clear();
  }

  private void hand(Session session) {
    session.since.forEach((address, since) -> {
      if (since < session.toMicros) {
        table.addSession(address, session.user, session.station, since, session.toMicros);
      }
    });
  }
}
