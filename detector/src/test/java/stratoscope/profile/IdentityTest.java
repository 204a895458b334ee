package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;

/** User names taken apart by the customs of pools. */
class IdentityTest {
  private static final Coins COINS = coins();
  private static final String MONERO = "4" + "A".repeat(94);
  private static final String ETHEREUM = "0x" + "a1".repeat(20);
  private static final String KASPA = "kaspa:" + "q".repeat(61);
  private static final String PAYMENT_ID = "0123456789abcdef";

  private static Coins coins() {
    try {
      return RuleFiles.load(null).coins();
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "XMR, -, XMR, -, -",
      "XMR.rig07, -, XMR, rig07, -",
      "XMR.rig07.left, -, XMR, rig07.left, -",
      "XMR, beside, XMR, beside, -",
      "XMR., beside, XMR, beside, -",
      "XMR.rig07, beside, XMR, rig07, -",
      "XMR/rig07, -, XMR, rig07, -",
      "XMR/rig07/a@b.example, -, XMR, rig07, a@b.example",
      "XMR.rig07/a@b.example, -, XMR, rig07, a@b.example",
      "XMR/a@b.example, beside, XMR, beside, a@b.example",
      "XMR+5000, -, XMR, -, -",
      "XMR+5000.rig07, -, XMR, rig07, -",
      "XMR.PID.rig07, -, XMR, rig07, -",
      "XMR.PID, -, XMR, -, -",
      "XMR+5000.PID.rig07/a@b.example, -, XMR, rig07, a@b.example",
      "XMR.PIDPIDPIDPID.rig07, -, XMR, rig07, -",
      "ETH.rig07, -, ETH, rig07, -",
      "KAS.rig07, -, KAS, rig07, -",
      "account.rig07, -, -, rig07, -",
      "account, -, -, -, -",
      "'', -, -, -, -",
      "'', beside, -, beside, -",
      "., -, -, -, -",
      "///, -, -, -, -",
      "+++, -, -, -, -",
      ".rig07, -, -, rig07, -",
      "@/@, -, -, -, -",
  })
  void of_customsOfPools(String user, String rig, String wallet, String worker, String email) {
    String full = fill(user);
    assertThat(Identity.of(full, rig, COINS)).isEqualTo(new Identity(full, wallet == null ? null : fill(wallet), worker, email));
  }

  private static String fill(String text) {
    return text.replace("XMR", MONERO).replace("ETH", ETHEREUM).replace("KAS", KASPA).replace("PID", PAYMENT_ID);
  }
}
