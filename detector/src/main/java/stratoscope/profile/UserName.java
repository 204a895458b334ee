package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user name taken apart by the customs of pools:
 *
 * <pre>
 * wallet  wallet.worker  wallet_worker  account.worker  e-mail
 * wallet/worker/e-mail  wallet.worker/e-mail  wallet.paymentid.worker
 * wallet+difficulty.worker  wallet.worker+difficulty  wallet.worker#referral  wallet%10%wallet
 * COIN:wallet.worker  solo:wallet.worker
 * </pre>
 *
 * <p>A wallet ends where what stands before a sign is written like one, so that signs of its own ({@code kaspa:}) stay in it.
 */
final class UserName {
  private static final Set<Integer> PAYMENT_ID_DIGITS = Set.of(16, 64);
  /** After a wallet, each of these ends it. */
  private static final String AFTER_WALLET = ".+#%~@:_-/";
  private static final String AFTER_ACCOUNT = ".+#~";
  /** What follows one of these is asked of the pool, up to the next of {@link #AFTER_OPTION}. */
  private static final String OPTION_SIGNS = "+#~%";
  private static final String AFTER_OPTION = ".+#~";
  private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9]{2,6}):(.+)");
  /** Ways of sharing a reward, by which some pools are asked. */
  private static final Set<String> SCHEMES = Set.of("solo", "pplns", "pps", "prop", "party");
  /** So long a text behind {@code COIN:} is a wallet, be the coin known or not. */
  private static final Pattern WALLET_OF_ANY_COIN = Pattern.compile("[A-Za-z0-9]{20,}");

  private final Coins coins;
  private final @Nullable String dialectId;
  private final List<String> options = new ArrayList<>();
  private @Nullable String wallet;
  private @Nullable String worker;
  private @Nullable String email;
  private @Nullable String coin;

  UserName(String user, Coins coins, @Nullable String dialectId) {
    this.coins = coins;
    this.dialectId = dialectId;
    String[] parts = withoutPrefixes(user.trim()).split("/", -1);
    takeName(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      takeTail(parts[i]);
    }
  }

  @Nullable String wallet() {
    return wallet;
  }

  @Nullable String worker() {
    return worker;
  }

  @Nullable String email() {
    return email;
  }

  @Nullable String coin() {
    return coin;
  }

  List<String> options() {
    return List.copyOf(options);
  }

  /** {@code solo:} is an option, {@code DOGE:} a coin, {@code kaspa:} part of the wallet. */
  private String withoutPrefixes(String user) {
    Matcher prefix = user.indexOf(':') < 0 ? null : PREFIX.matcher(user);
    if (prefix == null || !prefix.matches() || endOfWallet(user) >= 0) {
      return user;
    }
    String word = prefix.group(1);
    String ticker = word.toUpperCase(Locale.ROOT);
    String rest = prefix.group(2);
    if (SCHEMES.contains(word.toLowerCase(Locale.ROOT))) {
      options.add(word.toLowerCase(Locale.ROOT));
      return withoutPrefixes(rest);
    }
    if (coins.isTicker(ticker) || (word.equals(ticker) && isWalletOfAnyCoin(rest))) {
      coin = ticker;
      return rest;
    }
    return user;
  }

  private boolean isWalletOfAnyCoin(String text) {
    return endOfWallet(text) >= 0 || WALLET_OF_ANY_COIN.matcher(text.substring(0, endAt(AFTER_ACCOUNT + "/", text, 0))).matches();
  }

  /** Where the wallet that a text begins with ends; -1 if it begins with none. */
  private int endOfWallet(String text) {
    for (int end = endAt(AFTER_WALLET, text, 1); end <= text.length(); end = endAt(AFTER_WALLET, text, end + 1)) {
      if (coins.isWallet(text.substring(0, end), dialectId)) {
        return end;
      }
    }
    return -1;
  }

  /** The first place from an index on at which one of the signs stands; the text's end if none does; behind it if the index is. */
  private static int endAt(String signs, String text, int from) {
    int end = from;
    while (end < text.length() && signs.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private void takeName(String name) {
    int end = endOfWallet(name);
    if (end >= 0) {
      wallet = name.substring(0, end);
    } else {
      int afterEmail = endAt("+#~", name, Math.max(0, name.indexOf('@')));
      boolean isEmail = Password.isEmail(name.substring(0, afterEmail));
      end = isEmail ? afterEmail : endAt(AFTER_ACCOUNT, name, 0);
      email = isEmail ? name.substring(0, end) : null;
      wallet = coin != null && WALLET_OF_ANY_COIN.matcher(name.substring(0, end)).matches() ? name.substring(0, end) : null;
    }
    takeTail(name.substring(end));
  }

  /** Options and worker in any order, or an e-mail address, with or without a worker before it. */
  private void takeTail(String tail) {
    String left = tail;
    while (!left.isEmpty() && OPTION_SIGNS.indexOf(left.charAt(0)) >= 0) {
      int end = left.charAt(0) == '%' ? endAt("+#", left, 1) : endAt(AFTER_OPTION, left, 1);
      addOption(left.substring(0, end));
      left = left.substring(end);
    }
    int at = left.lastIndexOf('@');
    if (at > 0 && Password.isEmail(left.substring(startOfMailbox(left, at)))) {
      email = email == null ? left.substring(startOfMailbox(left, at)) : email;
      takeWorker(left.substring(0, Math.max(0, startOfMailbox(left, at) - 1)));
      return;
    }
    int endOfWorker = endAt("+#~", left, 0);
    takeWorker(left.substring(0, endOfWorker));
    if (endOfWorker < left.length()) {
      takeTail(left.substring(endOfWorker));
    }
  }

  /** Behind a wallet, {@code .rig.name@host} is a worker and an address; elsewhere dots belong to the mailbox. */
  private int startOfMailbox(String text, int at) {
    boolean isBehindWallet = wallet != null && text.startsWith(".");
    return isBehindWallet ? text.lastIndexOf('.', at) + 1 : 0;
  }

  private void takeWorker(String text) {
    String left = text.isEmpty() || AFTER_WALLET.indexOf(text.charAt(0)) < 0 ? text : text.substring(1);
    int dot = left.indexOf('.');
    String head = dot < 0 ? left : left.substring(0, dot);
    if (wallet != null && isPaymentId(head)) {
      left = dot < 0 ? "" : left.substring(dot + 1);
    }
    if (worker == null && !left.isEmpty()) {
      worker = left;
    }
  }

  private void addOption(String option) {
    if (option.length() > 1) {
      options.add(option);
    }
  }

  private static boolean isPaymentId(String text) {
    return PAYMENT_ID_DIGITS.contains(text.length()) && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
