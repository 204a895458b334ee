package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.DAY;
import static stratoscope.circumstance.Samples.START;

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
    logins.onLogin(HOST, digest(USER), START);
    assertThat(logins.donor(HOST, START)).as("a digest alone").isNull();
    logins.onLogin(HOST, USER, START);
    assertThat(logins.donor(HOST, START)).isEqualTo(new DonationLogins.Donor(digest(USER), USER));
    logins.onLogin(OTHER, digest(USER), START);
    assertThat(logins.donor(OTHER, START)).as("the user was seen at another host").isNotNull();
  }

  @Test
  void donor_ofOthers_isUnknown() {
    logins.onLogin(HOST, USER, START);
    logins.onLogin(OTHER, digest("somebody else"), START);
    assertThat(logins.donor(HOST, START)).isNull();
    assertThat(logins.donor(OTHER, START)).isNull();
  }

  @Test
  void donor_isKnownSinceWhenHeLastLoggedIn() {
    logins.onLogin(HOST, USER, START - DAY);
    logins.onLogin(HOST, digest(USER), START);
    assertThat(logins.donor(HOST, START)).isNotNull();
    assertThat(logins.donor(HOST, START + 1)).isNull();
    assertThat(logins.onLogin(HOST, digest(USER), START + DAY)).isTrue();
    assertThat(logins.donor(HOST, START + DAY)).isNotNull();
  }

  @Test
  void userOfAWholeMessage_isNoName() {
    String most = "u".repeat(256);
    String more = most + "u";
    logins.onLogin(HOST, digest(most), START);
    logins.onLogin(OTHER, digest(more), START);
    assertThat(logins.onLogin(HOST, most, START)).isTrue();
    assertThat(logins.onLogin(OTHER, more, START)).isFalse();
    assertThat(logins.donor(HOST, START)).isNotNull();
    assertThat(logins.donor(OTHER, START)).isNull();
  }

  @Test
  void memory_isBounded() {
    logins.onLogin(HOST, USER, START);
    logins.onLogin(HOST, digest(USER), START);
    IntStream.range(0, 20_000).forEach(i -> logins.onLogin(new IpAddress(1, i), digest("user " + i), START));
    assertThat(logins.donor(HOST, START)).as("the first went").isNull();
    IntStream.range(0, 100).forEach(i -> logins.onLogin(OTHER, digest("other " + i), START));
    logins.onLogin(OTHER, digest(USER), START);
    logins.onLogin(HOST, USER, START);
    IntStream.range(0, 15).forEach(i -> logins.onLogin(OTHER, digest("other " + i), START));
    assertThat(logins.donor(OTHER, START)).as("sixteen names of one address are kept").isNotNull();
    logins.onLogin(OTHER, digest("another"), START);
    assertThat(logins.donor(OTHER, START)).isNull();
  }
}
