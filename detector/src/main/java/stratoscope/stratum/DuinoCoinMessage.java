package stratoscope.stratum;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One message of Duino-Coin: values between commas. Immutable. */
sealed interface DuinoCoinMessage {
  /** A miner asks for a job. */
  record JobRequest(String user, boolean isKnownStart) implements DuinoCoinMessage {}

  /**
   * A miner hands in what it found.
   *
   * @param hashesPerSecond as it says; NaN if it does not
   * @param rig null if the miner has no name for it
   */
  record Share(double hashesPerSecond, String software, @Nullable String rig) implements DuinoCoinMessage {}

  /** A miner asks for the message of the day, which may be any text. */
  record MessageOfTheDay() implements DuinoCoinMessage {}

  /** How miners named themselves at first, in front of all else. */
  record OldGreeting(String software) implements DuinoCoinMessage {}

  /** The pool names its version: its first words. */
  record Version() implements DuinoCoinMessage {}

  /** The pool hands out a job; its difficulty as it says. */
  record Job(long difficulty) implements DuinoCoinMessage {}

  /** The pool judges a share, or refuses a job. */
  record Verdict(boolean isAccepted, @Nullable String reason) implements DuinoCoinMessage {}

  /** Difficulties, and the boards that have one of their own, as the miners know them. */
  Pattern KNOWN_START = Pattern.compile("LOW|MEDIUM|NET|EXTREME|AVR|MEGA|DUE|ARM|STM32|RP2040|PICO|ESP(8266|32)[A-Z]?\\d?");
  Pattern HASH = Pattern.compile("[0-9a-f]{40}");
  Pattern WHOLE = Pattern.compile("\\d{1,10}");
  Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,20})?([eE][+-]?\\d{1,2})?");
  Pattern VERSION = Pattern.compile("\\d{1,2}\\.\\d{1,2}(\\.\\d{1,2})?");
  int MAX_NAME_CHARS = 128;
  /** Name, user, difficulty, key, what the room is like. */
  int MAX_REQUEST_VALUES = 5;

  /**
   * The messages in a text, which is one, or a request with the share behind it where no line end keeps them apart.
   *
   * @return empty if it is none
   */
  static List<DuinoCoinMessage> of(String text) {
    String[] values = text.split(",", -1);
    DuinoCoinMessage message = switch (values[0]) {
      case "JOB", "JOBXX" -> values.length > 1 && isName(values[1])
          ? new JobRequest(values[1], values.length > 2 && KNOWN_START.matcher(values[2]).matches()) : null;
      case "MOTD" -> values.length == 1 ? new MessageOfTheDay() : null;
      case "FROM" -> values.length > 2 && isMiner(values[1]) ? new OldGreeting(values[1]) : null;
      case "GOOD", "BLOCK" -> new Verdict(true, null);
      case "BAD" -> new Verdict(false, values.length > 1 && !values[1].isBlank() ? values[1] : null);
      default -> ofNumbers(values);
    };
    if (message == null) {
      return List.of();
    }
    if (!(message instanceof JobRequest) || values.length <= MAX_REQUEST_VALUES) {
      return List.of(message);
    }
    DuinoCoinMessage share = shareBehind(values);
    return share == null ? List.of() : List.of(message, share);
  }

  private static @Nullable DuinoCoinMessage ofNumbers(String[] values) {
    if (values.length == 1) {
      return VERSION.matcher(values[0]).matches() ? new Version() : null;
    }
    if (values.length == 3 && HASH.matcher(values[0]).matches() && HASH.matcher(values[1]).matches()) {
      return WHOLE.matcher(values[2]).matches() ? new Job(Long.parseLong(values[2])) : null;
    }
    return WHOLE.matcher(values[0]).matches() ? share(values, 1) : null;
  }

  /** The share whose hashrate is that value, and the name of the software the next. */
  private static @Nullable Share share(String[] values, int rate) {
    boolean isShare = rate + 1 < values.length && isName(values[rate + 1])
        && (values[rate].isEmpty() || DECIMAL.matcher(values[rate]).matches());
    if (!isShare) {
      return null;
    }
    String rig = rate + 2 < values.length ? values[rate + 2] : "";
    return new Share(values[rate].isEmpty() ? Double.NaN : Double.parseDouble(values[rate]), values[rate + 1],
        rig.isBlank() || rig.equals("None") || rig.length() > MAX_NAME_CHARS ? null : rig);
  }

  /** Behind a request: some value ends in the nonce, then come hashrate and software. */
  private static @Nullable Share shareBehind(String[] values) {
    for (int i = 3; i + 2 < values.length; i++) {
      boolean isNonce = !values[i].isEmpty() && Character.isDigit(values[i].charAt(values[i].length() - 1));
      Share share = isNonce && isMiner(values[i + 2]) ? share(values, i + 1) : null;
      if (share != null) {
        return share;
      }
    }
    return null;
  }

  /** True for what names somebody or something: it has letters. */
  private static boolean isName(String text) {
    return text.length() <= MAX_NAME_CHARS && text.chars().anyMatch(Character::isLetter);
  }

  /** True for software that calls itself a miner, as all known do. */
  static boolean isMiner(String software) {
    return isName(software) && software.toLowerCase(Locale.ROOT).contains("miner");
  }

  /** True if a message of that kind could begin with that character. */
  static boolean mayBeginWith(int first) {
    return (first >= '0' && first <= '9') || (first >= 'a' && first <= 'f') || "BFGJM".indexOf(first) >= 0;
  }

  /** True for what only a miner says. */
  default boolean isOfMiner() {
    return Arrays.asList(JobRequest.class, Share.class, MessageOfTheDay.class, OldGreeting.class).contains(getClass());
  }
}
