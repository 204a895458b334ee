package stratoscope.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A user name taken apart by the customs of pools: {@code wallet.worker}, {@code wallet.paymentid.worker}, {@code wallet/worker/e-mail},
 * {@code wallet+difficulty.worker}, {@code account.worker}.
 *
 * @param user as sent
 * @param wallet null if the first part is not written like one
 */
public record Identity(String user, @Nullable String wallet, @Nullable String worker, @Nullable String email) {
  private static final int[] PAYMENT_ID_DIGITS = {16, 64};

  /** Takes a user name apart; {@code rig} is a worker name sent beside it, which stands in where the name holds none. */
  public static Identity of(String user, @Nullable String rig, Coins coins) {
    int end = endOfFirstPart(user);
    String first = user.substring(0, end);
    String[] rest = user.substring(end).split("/", -1);
    String email = Arrays.stream(rest).filter(part -> part.indexOf('@') > 0).findFirst().orElse(null);
    String worker = Arrays.stream(rest)
        .filter(part -> part.indexOf('@') < 0)
        .map(Identity::workerIn)
        .filter(part -> !part.isEmpty())
        .findFirst()
        .orElse(rig);
    return new Identity(user, coins.isWallet(first) ? first : null, worker, email);
  }

  private static int endOfFirstPart(String user) {
    for (int i = 0; i < user.length(); i++) {
      if (".+/".indexOf(user.charAt(i)) >= 0) {
        return i;
      }
    }
    return user.length();
  }

  /** What is left of {@code +difficulty.paymentid.worker} when the front is gone. */
  private static String workerIn(String part) {
    String left = part;
    if (left.startsWith("+")) {
      int dot = left.indexOf('.');
      left = dot < 0 ? "" : left.substring(dot);
    }
    if (left.startsWith(".")) {
      left = left.substring(1);
    }
    int dot = left.indexOf('.');
    String head = dot < 0 ? left : left.substring(0, dot);
    if (isPaymentId(head)) {
      return dot < 0 ? "" : left.substring(dot + 1);
    }
    return left;
  }

  private static boolean isPaymentId(String text) {
    return Arrays.stream(PAYMENT_ID_DIGITS).anyMatch(digits -> digits == text.length())
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
