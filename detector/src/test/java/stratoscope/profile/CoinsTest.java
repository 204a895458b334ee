package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.profile.Coins.Answer;
import stratoscope.profile.Coins.Question;

/** Which coin a session mines, by the shipped table. Wallets are synthetic: {@code *N} repeats the letter in front of it. */
class CoinsTest {
  private static final long IN_2021 = 1_610_000_000_000_000L;
  private static final long IN_2024 = 1_710_000_000_000_000L;
  private static final Coins COINS = coins();

  private static Coins coins() {
    try {
      return RuleFiles.load(null).coins();
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(String dialect, long micros, String wallet, String algorithm, double networkDifficulty) {
    return COINS.answer(new Question(dialect, micros, wallet, algorithm, networkDifficulty));
  }

  private static Answer byWallet(String dialect, String wallet) {
    return answer(dialect, IN_2024, wallet, null, Double.NaN);
  }

  /** {@code bc1q*38}: the letter before the star that many times. */
  private static String written(String brief) {
    StringBuilder text = new StringBuilder();
    for (String part : brief.split(" ")) {
      int star = part.indexOf('*');
      int times = star < 0 ? 1 : Integer.parseInt(part.substring(star + 1));
      text.append(star < 0 ? part : part.substring(0, star - 1) + part.substring(star - 1, star).repeat(times));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"bc1q*39,BTC,sha256d", "bc1p*59,BTC,sha256d", "3A*33,BTC,sha256d", "bitcoincash:q*42,BCH,sha256d", "qp*41,BCH,sha256d",
      "ltc1q*39,LTC,scrypt", "LA*33,LTC,scrypt", "MA*33,LTC,scrypt", "DA*33,DOGE,scrypt", "XA*33,DASH,x11", "t1A*33,ZEC,equihash",
      "t3A*33,ZEC,equihash", "zs1q*75,ZEC,equihash", "RA*33,RVN,kawpow", "kaspa:q*61,KAS,kheavyhash", "kaspa:q*63,KAS,kheavyhash"})
  void walletOfOneCoin_isThatCoin(String wallet, String coin, String algorithm) {
    assertThat(byWallet("stratum-v1", written(wallet))).isEqualTo(new Answer(coin, algorithm, List.of()));
    assertThat(COINS.isWallet(written(wallet))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4A*94,XMR", "8A*94,XMR", "4A*105,XMR", "WoA*95,WOW", "WWA*95,WOW"})
  void cryptonoteWallet_isItsCoin(String wallet, String coin) {
    assertThat(byWallet("cryptonote", written(wallet)).coin()).isEqualTo(coin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bc1q*38", "bc1q*60", "bc1b*39", "bc1Q*39", "3A*32", "3A*34", "3l*33", "30*33", "1A*24", "1A*34",
      "bitcoincash:q*41",
      "qp*40", "qb*41", "ltc1q*38", "LA*31", "LA*34", "MO*33", "DA*32", "DA*34", "XA*32", "Xl*33", "t1A*32", "t1A*34", "t2A*33", "zs1q*74",
      "zs1q*76", "RA*34", "kaspa:q*60", "kaspa:q*64", "kaspa:b*61", "0xa*39", "0xa*41", "0xg*40", "4A*93", "4A*95", "4A*104", "8A*105",
      "40*94", "WoA*94", "WoA*96", "wallet", "x", ""})
  void nearMiss_isNoWallet(String text) {
    assertThat(COINS.isWallet(written(text))).isFalse();
    assertThat(byWallet("stratum-v1", written(text))).isEqualTo(new Answer(null, null, List.of()));
  }

  @Test
  void walletOfSeveralCoins_isOpen() {
    assertThat(byWallet("stratum-v1", written("1A*33"))).isEqualTo(new Answer(null, "sha256d", List.of("BCH", "BTC")));
  }

  @Test
  void ethereumWallet_dependsOnTheDay() {
    String wallet = written("0xa*40");
    assertThat(answer("eth-proxy", IN_2021, wallet, null, Double.NaN)).isEqualTo(new Answer(null, "ethash", List.of("ETC", "ETH")));
    assertThat(answer("eth-proxy", IN_2024, wallet, null, Double.NaN)).isEqualTo(new Answer(null, "ethash", List.of("ETC", "ETHW")));
    assertThat(byWallet("stratum-v1", wallet).coin()).isNull(); // paid in, not mined
    assertThat(COINS.isWallet(wallet)).isTrue();
  }

  @Test
  void algorithmAndWallet_agreeOrStayOpen() {
    assertThat(answer("cryptonote", IN_2024, written("4A*94"), "rx/0", Double.NaN))
        .isEqualTo(new Answer("XMR", "randomx", List.of()));
    assertThat(answer("cryptonote", IN_2024, written("4A*94"), "rx/wow", Double.NaN))
        .isEqualTo(new Answer(null, "randomwow", List.of("WOW", "XMR")));
    assertThat(answer("cryptonote", IN_2024, written("4A*94"), "made/up", Double.NaN).coin()).isEqualTo("XMR");
    assertThat(answer("cryptonote", IN_2024, null, "made/up", Double.NaN)).isEqualTo(new Answer(null, null, List.of()));
  }

  @Test
  void networkDifficulty_onlyBitcoinReachesIt() {
    assertThat(answer("stratum-v1", IN_2024, null, null, 8e13).coin()).isEqualTo("BTC");
    assertThat(answer("stratum-v1", IN_2024, written("1A*33"), null, 8e13).coin()).isEqualTo("BTC");
    assertThat(answer("stratum-v1", IN_2024, null, null, 5e11).coin()).isNull();
    assertThat(answer("stratum-v1", IN_2024, null, null, Double.NaN).coin()).isNull();
  }
}
