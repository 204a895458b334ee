package stratoscope.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who mines, as the login says it.
 *
 * @param user as sent
 * @param wallet null if no part of the user name is written like one
 * @param worker name of the rig
 * @param options what the user name asks of the pool behind its sign: {@code +5000}, {@code #referral}; or {@code solo}
 * @param declaredCoin ticker by which user name or password ask for a coin, upper case
 */
public record Identity(String user, @Nullable String wallet, @Nullable String worker, @Nullable String email, List<String> options,
    @Nullable String declaredCoin) {

  /** Without options or a coin. */
  public Identity(String user, @Nullable String wallet, @Nullable String worker, @Nullable String email) {
    this(user, wallet, worker, email, List.of(), null);
  }

  /**
   * Takes a user name apart. What stands beside it fills in what it does not say itself.
   *
   * @param rig a worker name sent beside it
   */
  static Identity of(String user, @Nullable String rig, Password password, Coins coins, @Nullable String dialectId) {
    UserName name = new UserName(user, coins, dialectId);
    String worker = name.worker() == null ? rig : name.worker();
    String coin = password.minedCoin() == null ? name.coin() : password.minedCoin();
    return new Identity(user, name.wallet(), worker == null ? password.worker() : worker,
        name.email() == null ? password.email() : name.email(), name.options(), coin == null ? password.coin() : coin);
  }
}
