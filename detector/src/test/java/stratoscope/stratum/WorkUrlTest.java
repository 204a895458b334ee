package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.stratum.StratumEvent.Login;

/** Where pools let miners write their wallets. */
class WorkUrlTest {
  private static final String WALLET = "0xc3640ace70af8a8d3e138d2e9ed154d0e7c554dd";

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("/" + WALLET, new Login(WALLET, null, null)),
        Arguments.of("/" + WALLET + "/", new Login(WALLET, null, null)),
        Arguments.of("/" + WALLET + "/rig", new Login(WALLET + "/rig", null, null)),
        Arguments.of("/" + WALLET + "/rig/a@mail.example?x=1", new Login(WALLET + "/rig/a@mail.example", null, null)),
        Arguments.of("/" + WALLET + ".rig/30", new Login(WALLET + ".rig/30", null, null)),
        Arguments.of("/?miner=30@" + WALLET + "@rig", new Login(WALLET, null, "rig")),
        Arguments.of("/?miner=30@" + WALLET + "@", new Login(WALLET, null, null)),
        Arguments.of("/?miner=30.5%40" + WALLET + "%40rig%201&x=1", new Login(WALLET, null, "rig 1")),
        Arguments.of("/rig@" + WALLET, new Login(WALLET, null, "rig")),
        Arguments.of("/?address=" + WALLET + "&worker=rig", new Login(WALLET, null, "rig")),
        Arguments.of("/?w=rig&address=" + WALLET, new Login(WALLET, null, "rig")),
        Arguments.of("http://pool.example/" + WALLET + "/rig", new Login(WALLET + "/rig", null, null)),
        Arguments.of(WALLET + ".rig", new Login(WALLET + ".rig", null, null)),
        Arguments.of("/%zz/" + WALLET, new Login(WALLET, null, null)));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void walletAndRig_areFound(String target, Login login) {
    assertThat(WorkUrl.login(target)).isEqualTo(login);
  }

  @Test
  void whatIsNoWallet_isNone() {
    assertThat(Stream.of("", "/", "0x", "/0x" + "a".repeat(39), "/" + WALLET + "00", "/0x" + "g".repeat(40), "/tx/0x" + "a".repeat(64)))
        .allMatch(target -> WorkUrl.login(target) == null);
  }

  @Test
  void cutAnywhere_nothingIsThrown() {
    String target = "/%4?miner=%3@" + WALLET + "@rig&worker=";
    for (int end = 0; end <= target.length(); end++) {
      for (int start = 0; start <= end; start++) {
        WorkUrl.login(target.substring(start, end));
      }
    }
    assertThat(WorkUrl.login(target)).isNotNull();
  }
}
