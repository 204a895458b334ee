package stratoscope.record;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The identities that a record names, to be found in its other texts: agents, names of hosts. One thread. */
final class NamedIdentities {
  /** Shorter ones are rather numbers of versions or words. */
  private static final int MIN_CHARS = 4;
  /** As long as the shortest wallets, and with a digit, as all have. */
  private static final Pattern WALLET = Pattern.compile("(?<![A-Za-z0-9])(?=[A-Za-z]*\\d)[A-Za-z0-9]{26,}+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

  private final IdentityMask mask;
  private final Map<String, String> kinds = new LinkedHashMap<>();

  NamedIdentities(IdentityMask mask) {
    this.mask = mask;
  }

  /** Adds one that the record calls by that; the kind that it was added by first counts. */
  void add(String kind, @Nullable String text) {
    if (text != null && text.length() >= MIN_CHARS) {
      kinds.putIfAbsent(text, kind);
    }
  }

  /** The same text with marks in the place of what is known, and of e-mail addresses. */
  String masked(String text) {
    return masked(text, "");
  }

  /** The same of what a miner calls its software: its first word stays, and what is written like a wallet does not. */
  String maskedAgent(String agent) {
    String first = WORD.matcher(agent).results().findFirst().filter(word -> word.start() == 0).map(word -> word.group()).orElse("");
    return WALLET.matcher(masked(agent, first)).replaceAll(found -> mask.mark("wallet", found.group()));
  }

  private String masked(String text, String kept) {
    String known = kinds.keySet().stream().filter(identity -> text.contains(identity) && !identity.equals(kept))
        .sorted(Comparator.comparingInt(String::length).reversed()).map(Pattern::quote).collect(Collectors.joining("|"));
    String masked = known.isEmpty() ? text : Pattern.compile("(?<![A-Za-z0-9])(?:" + known + ")(?![A-Za-z0-9])").matcher(text)
        .replaceAll(found -> mask.mark(kinds.getOrDefault(found.group(), "user"), found.group()));
    return mask.withoutAddresses(masked);
  }
}
