package stratoscope.circumstance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * under the digest of a user that is known mines for that user, wherever else and however well hidden. One thread. Bounded: the users and
 * the hosts that came first go first. Source: XMRig, DonateStrategy.cpp.
 */
final class DonationLogins {
  private static final int MAX_USERS = 16_384;
  private static final int MAX_HOSTS = 16_384;
  /** Of one address, which may stand for many machines. */
  private static final int MAX_LOGINS = 16;
  /** The longest of wallets, a rig and an e-mail address are shorter. */
  private static final int MAX_USER_CHARS = 256;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, String> usersByDigest = new Recent<>(MAX_USERS);
  private final Map<IpAddress, List<String>> logins = new Recent<>(MAX_HOSTS);

  /** True of what may be the name of a user; there may be text as long as a message in its place. */
  static boolean isUser(String text) {
    return !text.isEmpty() && text.length() <= MAX_USER_CHARS;
  }

  /** Takes the name under which a host logged in somewhere, and says whether that is news. */
  boolean onLogin(IpAddress host, String user) {
    if (!isUser(user)) {
      return false;
    }
    boolean isNew = false;
    if (DIGEST.matcher(user).matches()) {
      List<String> known = logins.computeIfAbsent(host, address -> new ArrayList<>(1));
      isNew = known.size() < MAX_LOGINS && !known.contains(user) && known.add(user);
    }
    return usersByDigest.putIfAbsent(Keccak.hexOf(user.getBytes(StandardCharsets.UTF_8)), user) == null || isNew;
  }

  void saveTo(List<Stateful> parts) {
    usersByDigest.forEach((digest, user) -> parts.add(out -> out.begin(StateKind.DONOR).text(user).end()));
    logins.forEach((host, known) -> parts.add(out -> out.begin(StateKind.DIGEST_LOGINS).address(host).texts(known).end()));
  }

  void restoreDonor(StateReader in) throws StateException {
    String user = in.someText();
    usersByDigest.putIfAbsent(Keccak.hexOf(user.getBytes(StandardCharsets.UTF_8)), user);
  }

  void restoreLogins(StateReader in) throws StateException {
    IpAddress host = in.address();
    in.texts().forEach(user -> onLogin(host, user));
  }

  /** Who mines for whom: the login, and the user whose digest it is. */
  record Donor(String login, String user) {}

  /** What the logins of a host tell; null if they tell nothing, or the user was never seen. */
  @Nullable Donor donor(IpAddress host) {
    for (String login : logins.getOrDefault(host, List.of())) {
      String user = usersByDigest.get(login);
      if (user != null) {
        return new Donor(login, user);
      }
    }
    return null;
  }
}
