package stratoscope.circumstance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * Who donates for whom. To its donation hosts XMRig does not give the user that it mines for, but the Keccak-256 of it: so whoever logs in
 * under the digest of a user that is known mines for that user, wherever else and however well hidden. One thread; time is the packets'.
 * Bounded: the users and the hosts that did not come for the longest time go first. Source: XMRig, DonateStrategy.cpp.
 */
final class DonationLogins {
  private static final int MAX_USERS = 16_384;
  private static final int MAX_HOSTS = 16_384;
  /** Of one address, which may stand for many machines. */
  private static final int MAX_LOGINS = 16;
  /** The longest of wallets, a rig and an e-mail address are shorter. */
  private static final int MAX_USER_CHARS = 256;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, String> usersByDigest = Recent.byUse(MAX_USERS);
  private final Map<IpAddress, LastSeen<String>> logins = Recent.byUse(MAX_HOSTS);

  /** True of what may be the name of a user; there may be text as long as a message in its place. */
  static boolean isUser(String text) {
    return !text.isEmpty() && text.length() <= MAX_USER_CHARS;
  }

  /** Takes the name under which a host logged in somewhere, and says whether that is news. */
  boolean onLogin(IpAddress host, String user, long micros) {
    if (!isUser(user)) {
      return false;
    }
    boolean isNew = DIGEST.matcher(user).matches() && logins.computeIfAbsent(host, address -> new LastSeen<>(MAX_LOGINS)).see(user, micros);
    return addUser(user) || isNew;
  }

  private boolean addUser(String user) {
    return usersByDigest.putIfAbsent(Keccak.hexOf(user.getBytes(StandardCharsets.UTF_8)), user) == null;
  }

  /** Adds the users, and the logins of then or later. */
  void saveTo(List<Stateful> parts, long sinceMicros) {
    usersByDigest.forEach((digest, user) -> parts.add(out -> out.begin(StateKind.DONOR).text(user).end()));
    logins.forEach((host, known) -> known.since(sinceMicros).forEach(login ->
        parts.add(out -> out.begin(StateKind.DIGEST_LOGINS).address(host).text(login.getKey()).number(login.getValue()).end())));
  }

  void restoreDonor(StateReader in) throws StateException {
    String user = in.someText();
    if (isUser(user)) {
      addUser(user);
    }
  }

  void restoreLogin(StateReader in) throws StateException {
    onLogin(in.address(), in.someText(), in.number());
  }

  /** Who mines for whom: the login, and the user whose digest it is. */
  record Donor(String login, String user) {}

  /** What the logins of a host tell, of then or later; null if they tell nothing, or the user was never seen. */
  @Nullable Donor donor(IpAddress host, long sinceMicros) {
    LastSeen<String> known = logins.get(host);
    if (known != null) {
      for (Map.Entry<String, Long> login : known.since(sinceMicros)) {
        String user = usersByDigest.get(login.getKey());
        if (user != null) {
          return new Donor(login.getKey(), user);
        }
      }
    }
    return null;
  }
}
