package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stratoscope.packet.IpAddress;

/** The digest under which XMRig donates, matched with the users that are known. */
class DonationLoginsTest {
  private static final IpAddress HOST = new IpAddress(0, 1);
  private static final IpAddress OTHER = new IpAddress(0, 2);
  private static final String USER = "made-up-wallet.rig1";

  private final DonationLogins logins = new DonationLogins();

  private static String digest(String user) {
    return Keccak.hexOf(user.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void donor_isKnownInEitherOrder() {
    logins.onLogin(HOST, digest(USER));
    assertThat(logins.donor(HOST)).as("a digest alone").isNull();
    logins.onLogin(HOST, USER);
    assertThat(logins.donor(HOST)).isEqualTo(new DonationLogins.Donor(digest(USER), USER));
    logins.onLogin(OTHER, digest(USER));
    assertThat(logins.donor(OTHER)).as("the user was seen at another host").isNotNull();
  }

  @Test
  void donor_ofOthers_isUnknown() {
    logins.onLogin(HOST, USER);
    logins.onLogin(OTHER, digest("somebody else"));
    assertThat(logins.donor(HOST)).isNull();
    assertThat(logins.donor(OTHER)).isNull();
  }

  @Test
  void userOfAWholeMessage_isNoName() {
    String most = "u".repeat(256);
    String more = most + "u";
    logins.onLogin(HOST, digest(most));
    logins.onLogin(OTHER, digest(more));
    assertThat(logins.onLogin(HOST, most)).isTrue();
    assertThat(logins.onLogin(OTHER, more)).isFalse();
    assertThat(logins.donor(HOST)).isNotNull();
    assertThat(logins.donor(OTHER)).isNull();
  }

  @Test
  void memory_isBounded() {
    logins.onLogin(HOST, USER);
    logins.onLogin(HOST, digest(USER));
    IntStream.range(0, 20_000).forEach(i -> logins.onLogin(new IpAddress(1, i), digest("user " + i)));
    assertThat(logins.donor(HOST)).as("the first went").isNull();
    IntStream.range(0, 100).forEach(i -> logins.onLogin(OTHER, digest("other " + i)));
    logins.onLogin(OTHER, digest(USER));
    logins.onLogin(HOST, USER);
    assertThat(logins.donor(OTHER)).as("sixteen names of one address are kept").isNull();
  }
}
