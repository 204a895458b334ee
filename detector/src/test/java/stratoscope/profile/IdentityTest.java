package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
  private static final String CASH = "bitcoincash:" + "q".repeat(42);
  private static final String KADENA = "k:" + "a1".repeat(32);
  private static final String DOGE = "D" + "A".repeat(33);
  private static final String NIMIQ = "NQ12 3456 789A BCDE FGHJ KLMN PQRS TUVX Y012";
  private static final String TRON = "T" + "A".repeat(33);
  private static final String PAYMENT_ID = "0123456789abcdef";

  private static Coins coins() {
    try {
      return RuleFiles.load(null).coins();
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Identity of(String user, String rig, String password) {
    return Identity.of(user, rig, password == null ? Password.NONE : Password.of(password), COINS, "stratum-v1");
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
      "XMR:rig07, -, XMR, rig07, -",
      "XMR_rig07, -, XMR, rig07, -",
      "XMR-rig07, -, XMR, rig07, -",
      "XMR@rig07, -, XMR, rig07, -",
      "XMR/rig07/a@b.example, -, XMR, rig07, a@b.example",
      "XMR.rig07/a@b.example, -, XMR, rig07, a@b.example",
      "XMR/a@b.example, beside, XMR, beside, a@b.example",
      "XMR/a@b.example/rig07, -, XMR, rig07, a@b.example",
      "XMR.rig07.a@b.example, -, XMR, rig07, a@b.example",
      "XMR.a@b.example, -, XMR, -, a@b.example",
      "XMR.PID.rig07, -, XMR, rig07, -",
      "XMR.PID, -, XMR, -, -",
      "XMR.PIDPIDPIDPID.rig07, -, XMR, rig07, -",
      "ETH.rig07, -, ETH, rig07, -",
      "ETH.1, -, ETH, 1, -",
      "KAS.rig07, -, KAS, rig07, -",
      "KAS, -, KAS, -, -",
      "KAS:rig07, -, KAS, rig07, -",
      "BCH.rig07, -, BCH, rig07, -",
      "KDA.rig07, -, KDA, rig07, -",
      "NIM, -, NIM, -, -",
      "NIM.rig07, -, NIM, rig07, -",
      "account.rig07, -, -, rig07, -",
      "account.PID, -, -, PID, -",
      "account, -, -, -, -",
      "account:rig07, -, -, -, -",
      "a@b.example, -, -, -, a@b.example",
      "a.b@c.example, -, -, -, a.b@c.example",
      "a+b@c.example, -, -, -, a+b@c.example",
      "a@b.example/rig07, -, -, rig07, a@b.example",
      "'', -, -, -, -",
      "'', beside, -, beside, -",
      "., -, -, -, -",
      "///, -, -, -, -",
      ".rig07, -, -, rig07, -",
      "@/@, -, -, -, -",
      "a@b, -, -, -, -",
  })
  void of_customsOfPools(String user, String rig, String wallet, String worker, String email) {
    assertThat(of(fill(user), rig, null)).isEqualTo(new Identity(fill(user), fill(wallet), fill(worker), email));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "XMR+5000, XMR, -, -, +5000, -",
      "XMR+5000.rig07, XMR, rig07, -, +5000, -",
      "XMR.rig07+5000, XMR, rig07, -, +5000, -",
      "XMR.PID+5000, XMR, -, -, +5000, -",
      "XMR+5000.PID.rig07/a@b.example, XMR, rig07, a@b.example, +5000, -",
      "XMR.rig07+5000/a@b.example, XMR, rig07, a@b.example, +5000, -",
      "XMR/rig07+5000, XMR, rig07, -, +5000, -",
      "XMR%10.5%XMR+5000, XMR, -, -, %10.5%XMR +5000, -",
      "XMR.rig07~half#ref, XMR, rig07, -, ~half #ref, -",
      "account.rig07+1024, -, rig07, -, +1024, -",
      "account+1024.rig07, -, rig07, -, +1024, -",
      "account#ref, -, -, -, #ref, -",
      "a@b.example+1024, -, -, a@b.example, +1024, -",
      "+++, -, -, -, -, -",
      "solo:XMR.rig07, XMR, rig07, -, solo, -",
      "SOLO:KAS.rig07, KAS, rig07, -, solo, -",
      "DOGE:DGE.rig07#ab12-cd34, DGE, rig07, -, #ab12-cd34, DOGE",
      "doge:DGE.rig07, DGE, rig07, -, -, DOGE",
      "TRX:TRX_.rig07#ab12, TRX_, rig07, -, #ab12, TRX",
      "KAS_:KAS.rig07, KAS, rig07, -, -, KAS",
      "ETC:ETH, ETH, -, -, -, ETC",
      "LTC:account.rig07, -, rig07, -, -, LTC",
      "solo:account.rig07, -, rig07, -, solo, -",
      "solo:solo:account, -, -, -, solo solo, -",
      "trx:TRX_.rig07, -, rig07, -, -, -",
      "ABC:account.rig07, -, rig07, -, -, -",
      "solo:DOGE:DGE.rig07, DGE, rig07, -, solo, DOGE",
  })
  void of_optionsAndCoins(String user, String wallet, String worker, String email, String options, String coin) {
    List<String> expected = options == null ? List.of() : List.of(fill(options).split(" "));
    assertThat(of(fill(user), null, null)).isEqualTo(new Identity(fill(user), fill(wallet), worker, email, expected, coin));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "XMR, x, -, -, -",
      "XMR, secret, -, -, -",
      "XMR, 'ID=rig07,d=5', rig07, -, -",
      "XMR, 'd=5,n=rig07', rig07, -, -",
      "XMR, 'id=', -, -, -",
      "XMR, rig07:a@b.example, rig07, a@b.example, -",
      "XMR, rig07:a@b.example~rx/0, rig07, a@b.example, -",
      "XMR, rig07:a@b.example:XMR, rig07, a@b.example, -",
      "XMR, x:a@b.example, -, a@b.example, -",
      "XMR, a@b.example, -, a@b.example, -",
      "XMR, user:secret, -, -, -",
      "XMR.named, rig07:a@b.example, named, a@b.example, -",
      "XMR/named@b.example, rig07:a@b.example, rig07, named@b.example, -",
      "XMR, c=ltc, -, -, LTC",
      "XMR, 'c=BTC,mc=doge', -, -, DOGE",
      "XMR, 'c=BTC,mc=LTC/DOGE', -, -, BTC",
      "XMR, c=litecoin, -, -, -",
      "ETC:XMR, c=BTC, -, -, ETC",
      "ETC:XMR, mc=RVN, -, -, RVN",
  })
  void of_whatThePasswordSays(String user, String password, String worker, String email, String coin) {
    Identity identity = of(fill(user), null, fill(password));
    assertThat(identity.wallet()).isEqualTo(MONERO);
    assertThat(identity.worker()).isEqualTo(worker);
    assertThat(identity.email()).isEqualTo(email);
    assertThat(identity.declaredCoin()).isEqualTo(coin);
  }

  @Test
  void of_rigBesideComesBeforeThePassword() {
    assertThat(of(MONERO, "beside", "rig07:a@b.example").worker()).isEqualTo("beside");
  }

  @Test
  void of_walletWithoutPrefix_inItsDialectOnly() {
    String hex = "a1".repeat(32);
    assertThat(Identity.of(hex + ".rig07", null, Password.NONE, COINS, "ironfish").wallet()).isEqualTo(hex);
    assertThat(Identity.of(hex + ".rig07", null, Password.NONE, COINS, "cryptonote").wallet()).isNull();
    assertThat(Identity.of(hex + ".rig07", null, Password.NONE, COINS, null).worker()).isEqualTo("rig07");
  }

  @Test
  void of_anything_doesNotFail() {
    Random random = new Random(11);
    String signs = ".+/#%~@:_- \u0000a1xXMRDOGE";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? MONERO : "");
      for (int length = random.nextInt(256); length > 0; length--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(of(text.toString(), null, text.toString()).user()).isEqualTo(text.toString());
    }
  }

  private static String fill(String text) {
    return text == null ? null : text.replace("KAS_", "kas").replace("TRX_", TRON).replace("XMR", MONERO).replace("KAS", KASPA)
        .replace("BCH", CASH).replace("KDA", KADENA).replace("DGE", DOGE).replace("NIM", NIMIQ).replace("PID", PAYMENT_ID)
        .replace("ETH", ETHEREUM);
  }
}
