package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * What pools read in a password: options {@code d=65536,c=LTC,ID=rig1}, or {@code worker:e-mail~algorithm}, or an e-mail address. Of any
 * other password, which may be a secret, nothing is kept. Immutable.
 *
 * @param options as sent, each with its equals sign
 * @param minedCoin ticker by which a coin to mine is asked for
 * @param coin ticker by which a coin is asked for, to mine or to be paid in: pools differ
 */
record Password(List<String> options, @Nullable String worker, @Nullable String email, @Nullable String minedCoin,
    @Nullable String coin) {
  /** Says nothing. */
  static final Password NONE = new Password(List.of(), null, null, null, null);

  private static final int MAX_OPTIONS = 8;
  private static final Set<String> WORKER_KEYS = Set.of("id", "n", "worker", "rig");
  private static final Pattern TICKER = Pattern.compile("[A-Za-z0-9]{2,6}");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@:/]++@[^\\s@:/.]++(\\.[^\\s@:/.]++)++");
  /** {@code worker:e-mail}, which may be followed by another wallet. */
  private static final Pattern WORKER_AND_EMAIL = Pattern.compile("(?<worker>[^\\s@:]*+):(?<email>" + EMAIL + ")(:.*)?");
  /** Stands for no password, by custom. */
  private static final String PLACEHOLDER = "x";

  /** True if it says nothing. */
  boolean isEmpty() {
    return options.isEmpty() && worker == null && email == null && minedCoin == null && coin == null;
  }

  void save(StateWriter out) {
    out.texts(options).text(worker).text(email).text(minedCoin).text(coin);
  }

  static Password restore(StateReader in) throws StateException {
    return new Password(List.copyOf(in.texts()), in.text(), in.text(), in.text(), in.text());
  }

  static Password of(String text) {
    List<String> options = new ArrayList<>();
    for (String option : text.split("[,;]", -1)) {
      if (option.indexOf('=') > 0 && options.size() < MAX_OPTIONS) {
        options.add(option.trim());
      }
    }
    if (!options.isEmpty()) {
      return new Password(List.copyOf(options), valueOf(WORKER_KEYS, options), null, ticker(valueOf(Set.of("mc"), options)),
          ticker(valueOf(Set.of("c"), options)));
    }
    String named = text.indexOf('~') < 0 ? text : text.substring(0, text.indexOf('~'));
    Matcher both = WORKER_AND_EMAIL.matcher(named);
    if (both.matches()) {
      String worker = both.group("worker");
      boolean isName = !worker.isEmpty() && !worker.equalsIgnoreCase(PLACEHOLDER);
      return new Password(List.of(), isName ? worker : null, both.group("email"), null, null);
    }
    return isEmail(named) ? new Password(List.of(), null, named, null, null) : NONE;
  }

  private static @Nullable String valueOf(Set<String> keys, List<String> options) {
    for (String option : options) {
      int equals = option.indexOf('=');
      String value = option.substring(equals + 1).trim();
      if (keys.contains(option.substring(0, equals).trim().toLowerCase(Locale.ROOT)) && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  /** Null for lists ({@code LTC/DOGE}), full names, and whatever else pools allow there. */
  private static @Nullable String ticker(@Nullable String text) {
    return text != null && TICKER.matcher(text).matches() ? text.toUpperCase(Locale.ROOT) : null;
  }

  static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches();
  }
}
