package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
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
  private static final long IN_2016 = 1_470_000_000_000_000L;
  private static final long IN_2021 = 1_610_000_000_000_000L;
  private static final long IN_2024 = 1_710_000_000_000_000L;
  private static final long IN_2026 = 1_770_000_000_000_000L;
  private static final String MONERO = "4" + "A".repeat(94);
  private static final Coins COINS = coins();

  private static Coins coins() {
    try {
      return RuleFiles.load(null).coins();
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer byWallet(String dialect, String wallet) {
    return COINS.answer(Question.ofWallet(dialect, IN_2024, wallet));
  }

  private static Answer byAlgorithm(String dialect, String wallet, String algorithm, String personalization) {
    return COINS.answer(new Question(dialect, IN_2024, null, wallet, algorithm, personalization, Set.of(), null, Double.NaN, null));
  }

  private static Answer byDifficulty(String wallet, double networkDifficulty) {
    return COINS.answer(new Question("stratum-v1", IN_2024, null, wallet, null, null, Set.of(), null, networkDifficulty, null));
  }

  private static Answer declared(String dialect, String coin, String wallet, String algorithm) {
    return COINS.answer(new Question(dialect, IN_2024, coin, wallet, algorithm, null, Set.of(), null, Double.NaN, null));
  }

  /** {@code bc1q*38}: the letter before the star that many times. */
  private static String written(String brief) {
    int star = brief.indexOf('*');
    return star < 0 ? brief
        : brief.substring(0, star - 1) + brief.substring(star - 1, star).repeat(Integer.parseInt(brief.substring(star + 1)));
  }

  @ParameterizedTest
  @CsvSource({"bc1q*39,BTC,sha256d", "bc1p*59,BTC,sha256d", "3A*33,BTC,sha256d", "bitcoincash:q*42,BCH,sha256d", "qp*41,BCH,sha256d",
      "ecash:q*42,XEC,sha256d", "ltc1q*39,LTC,scrypt", "LA*33,LTC,scrypt", "XA*33,DASH,x11", "VA*33,VTC,verthash", "vtc1q*39,VTC,verthash",
      "DsA*33,DCR,blake3", "k:a*64,KDA,blake2s", "hs1q*39,HNS,blake2b-sha3", "9A*50,ERG,autolykos2", "xel:q*59,XEL,xelishash",
      "nexa:q*42,NEXA,nexapow", "nexa:q*48,NEXA,nexapow", "ak_A*48,AE,cuckoo-cycle", "dgb1q*39,DGB,", "SA*33,DGB,"})
  void walletInBitcoinsDialect_isItsCoin(String wallet, String coin, String algorithm) {
    assertThat(byWallet("stratum-v1", written(wallet))).isEqualTo(new Answer(coin, algorithm, List.of()));
    assertThat(COINS.isWallet(written(wallet), null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"equihash,znA*33,ZEN,equihash", "equihash,s1A*33,YEC,equihash-192-7", "equihash,GA*33,BTG,equihash-144-5",
      "equihash,AA*33,BTG,equihash-144-5", "equihash,u1q*130,ZEC,equihash",
      "kawpow,RA*33,RVN,kawpow", "kawpow,NA*33,XNA,kawpow", "kawpow,AA*33,CLORE,kawpow", "kawpow,GA*33,NEOX,kawpow",
      "kawpow,EA*33,EVR,evrprogpow", "kawpow,MA*33,MEWC,meowpow", "kawpow,aA*33,FIRO,firopow",
      "kaspa,kaspa:q*61,KAS,kheavyhash", "kaspa,kaspa:q*63,KAS,kheavyhash", "kaspa,karlsen:q*61,KLS,karlsenhash",
      "kaspa,pyrin:q*61,PYI,pyrinhash", "kaspa,spectre:q*61,SPR,spectrex", "kaspa,hoosat:q*61,HTN,hoohash",
      "kaspa,astrix:q*61,AIX,astrixhash", "kaspa,nautilus:q*61,NTL,karlsenhash", "kaspa,bugna:q*61,BGA,kheavyhash",
      "conflux,cfx:a*42,CFX,octopus", "conflux,0x1a*39,CFX,octopus", "alephium,1A*44,ALPH,blake3", "ironfish,a*64,IRON,fishhash",
      "grin,grin1q*58,GRIN,cuckatoo32", "beam,a*66,BEAM,beamhash"})
  void walletInItsDialect_isItsCoin(String dialect, String wallet, String coin, String algorithm) {
    assertThat(byWallet(dialect, written(wallet))).isEqualTo(new Answer(coin, algorithm, List.of()));
    assertThat(COINS.isWallet(written(wallet), dialect)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4A*94,XMR", "8A*94,XMR", "4A*105,XMR", "WoA*95,WOW", "WWA*95,WOW", "ZEPHYRA*95,ZEPH", "ZEPHsA*94,ZEPH", "arA*95,ARQ",
      "GA*94,GRFT", "SafexA*96,SFX", "TvA*95,XEQ", "SvA*95,XLA", "ccx7A*94,CCX", "RYoLA*95,RYO", "RYoKA*51,RYO", "SumoA*95,SUMO",
      "hvxA*95,XHV", "5A*94,MSR", "WmA*95,AEON", "TRTLA*95,TRTL", "XwA*95,DNX", "RA*33,RTM", "a*43,AR"})
  void cryptonoteWallet_isItsCoin(String wallet, String coin) {
    assertThat(byWallet("cryptonote", written(wallet)).coin()).isEqualTo(coin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bc1q*38", "bc1q*60", "bc1b*39", "bc1Q*39", "3A*32", "3A*34", "3l*33", "30*33", "1A*24", "1A*34",
      "bitcoincash:q*41", "ecash:q*41", "qp*40", "qb*41", "ltc1q*38", "LA*31", "LA*34", "MO*33", "DA*32", "DA*34", "XA*32", "Xl*33",
      "t1A*32", "t1A*34", "t2A*33", "znA*32", "zs1q*74", "zs1q*76", "RA*34", "kaspa:q*60", "kaspa:q*64", "kaspa:b*61", "cfx:a*41",
      "cfx:o*42", "0xa*39", "0xa*41", "0xg*40", "k:a*63", "k:g*64", "9A*49", "xel:q*58", "ak_A*46", "grin1q*57", "4A*93", "4A*95",
      "4A*104", "8A*105", "40*94", "WoA*94", "WoA*96", "NQ", "NQI*34", "a*64", "a*43", "wallet", "x", ""})
  void nearMiss_isNoWallet(String text) {
    assertThat(COINS.isWallet(written(text), null)).isFalse();
    assertThat(COINS.isWallet(written(text), "stratum-v1")).isFalse();
    assertThat(byWallet("stratum-v1", written(text))).isEqualTo(new Answer(null, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"stratum-v1,1A*33,sha256d,BCH BSV BTC", "stratum-v1,DA*33,,DGB DOGE", "stratum-v1,MA*33,,LTC MEWC",
      "stratum-v1,RA*33,,KMD RTM RVN VRSC", "stratum-v1,t1A*33,,BTCZ FLUX ZEC", "stratum-v1,0xa*40,ethash,ETC ETHW",
      "equihash,t1A*33,,BTCZ FLUX ZEC", "equihash,t3A*33,,BTCZ FLUX ZEC", "equihash,zs1q*75,,ARRR BTCZ ZEC", "equihash,RA*33,,KMD VRSC"})
  void walletOfSeveralCoins_isOpen(String dialect, String wallet, String algorithm, String coins) {
    assertThat(byWallet(dialect, written(wallet))).isEqualTo(new Answer(null, algorithm, List.of(coins.split(" "))));
  }

  @Test
  void wallet_dependsOnTheDay() {
    String ethereum = written("0xa*40");
    assertThat(COINS.answer(Question.ofWallet("eth-proxy", IN_2021, ethereum)))
        .isEqualTo(new Answer(null, "ethash", List.of("ETC", "ETH")));
    assertThat(COINS.answer(Question.ofWallet("eth-proxy", IN_2024, ethereum)))
        .isEqualTo(new Answer(null, "ethash", List.of("ETC", "ETHW")));
    assertThat(COINS.answer(Question.ofWallet("equihash", IN_2016, written("t1A*33"))).coin()).isEqualTo("ZEC");
    assertThat(COINS.answer(Question.ofWallet("stratum-v1", IN_2016, written("1A*33"))).coin()).isEqualTo("BTC");
    assertThat(COINS.answer(Question.ofWallet("cryptonote", IN_2024, "NQ12 3456 789A BCDE FGHJ KLMN PQRS TUVX Y012")).coin())
        .isEqualTo("NIM");
    assertThat(COINS.answer(Question.ofWallet("cryptonote", IN_2026, "NQ12 3456 789A BCDE FGHJ KLMN PQRS TUVX Y012")).coin()).isNull();
  }

  @Test
  void walletOfAnotherDialect_saysOnlyWhatIsPaid() {
    assertThat(byWallet("eth-proxy", written("bc1q*39"))).isEqualTo(new Answer(null, null, List.of()));
    assertThat(byWallet("conflux", written("bc1q*39")).coin()).isEqualTo("CFX");
    assertThat(byWallet("cryptonote", written("DA*33")).coin()).isNull();
  }

  @Test
  void walletWithoutPrefix_countsInItsOwnDialect() {
    assertThat(COINS.isWallet(written("a*64"), "ironfish")).isTrue();
    assertThat(COINS.isWallet(written("a*64"), "cryptonote")).isFalse(); // XMRig's donation logs in with a hash
    assertThat(COINS.isWallet(written("a*64"), null)).isFalse();
  }

  @Test
  void loginAlone_mayBelongToDialectsThatShareIt() {
    assertThat(byWallet("stratum-v1", written("kaspa:q*61")).coin()).isEqualTo("KAS");
    assertThat(byDifficulty(written("kaspa:q*61"), 1000).coin()).isNull(); // Bitcoin's kind of jobs was seen
    assertThat(byDifficulty(written("MA*33"), 3e7)).isEqualTo(new Answer("LTC", "scrypt", List.of()));
    assertThat(byDifficulty(written("RA*33"), 0.5)).isEqualTo(new Answer("RTM", "ghostrider", List.of()));
  }

  @Test
  void algorithmAndWallet_agreeOrStayOpen() {
    assertThat(byAlgorithm("cryptonote", MONERO, "rx/0", null)).isEqualTo(new Answer("XMR", "randomx", List.of()));
    assertThat(byAlgorithm("cryptonote", MONERO, "RandomX", null)).isEqualTo(new Answer("XMR", "randomx", List.of()));
    assertThat(byAlgorithm("cryptonote", MONERO, "rx/wow", null)).isEqualTo(new Answer(null, "randomwow", List.of("WOW", "XMR")));
    assertThat(byAlgorithm("cryptonote", MONERO, "made/up", null).coin()).isEqualTo("XMR");
    assertThat(byAlgorithm("cryptonote", null, "made/up", null)).isEqualTo(new Answer(null, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"rx/wow,WOW,randomwow", "rx/arq,ARQ,randomarq", "rx/graft,GRFT,randomgraft", "rx/sfx,SFX,randomsfx", "rx/yada,YDA,randomyada",
      "panthera,XLA,panthera", "ghostrider,RTM,ghostrider", "gr,RTM,ghostrider", "cn/half,MSR,cryptonight-half",
      "cn-lite/1,AEON,cryptonight-lite", "argon2/ninja,WRKZ,argon2-ninja", "cn-pico,TRTL,cryptonight-pico"})
  void algorithmOfOneCoin_isThatCoin(String name, String coin, String algorithm) {
    assertThat(byAlgorithm("cryptonote", null, name, null)).isEqualTo(new Answer(coin, algorithm, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"rx/0,randomx,XMR ZEPH", "cn/gpu,cryptonight-gpu,CCX RYO XEQ", "cn/r,cryptonight,SUMO XMR",
      "argon2/chukwav2,argon2-chukwa,LTHN TRTL", "cn-heavy/xhv,cryptonight-heavy,BLOC XHV"})
  void algorithmOfSeveralCoins_isOpen(String name, String algorithm, String coins) {
    assertThat(byAlgorithm("cryptonote", null, name, null)).isEqualTo(new Answer(null, algorithm, List.of(coins.split(" "))));
  }

  @Test
  void equihash_isToldApartByParametersAndPersonalization() {
    String transparent = written("t1A*33");
    assertThat(byAlgorithm("equihash", transparent, "200_9", null)).isEqualTo(new Answer("ZEC", "equihash", List.of()));
    assertThat(byAlgorithm("equihash", transparent, "125_4", null)).isEqualTo(new Answer("FLUX", "equihash-125-4", List.of()));
    assertThat(byAlgorithm("equihash", transparent, "144_5", null)).isEqualTo(new Answer("BTCZ", "equihash-144-5", List.of()));
    assertThat(byAlgorithm("equihash", null, "144_5", "BgoldPoW")).isEqualTo(new Answer("BTG", "equihash-144-5", List.of()));
    assertThat(byAlgorithm("equihash", null, "144_5", "Safecoin")).isEqualTo(new Answer("SAFE", "equihash-144-5", List.of()));
    assertThat(byAlgorithm("equihash", null, "144_5", null).candidates()).containsExactly("BTCZ", "BTG", "SAFE", "XSG");
    assertThat(byAlgorithm("equihash", null, "192_7", "ZERO_PoW").coin()).isEqualTo("ZER");
    assertThat(byAlgorithm("equihash", null, "192_7", "ZcashPoW").coin()).isEqualTo("YEC");
    assertThat(byAlgorithm("equihash", null, null, "ZelProof")).isEqualTo(new Answer("FLUX", "equihash-125-4", List.of()));
    assertThat(byAlgorithm("equihash", written("znA*33"), null, "ZcashPoW").coin()).isEqualTo("ZEN");
    assertThat(byAlgorithm("equihash", written("GA*33"), null, "BitcoinZ"))
        .isEqualTo(new Answer(null, "equihash-144-5", List.of("BTCZ", "BTG")));
  }

  @Test
  void networkDifficulty_onlyBitcoinReachesIt() {
    assertThat(byDifficulty(null, 8e13).coin()).isEqualTo("BTC");
    assertThat(byDifficulty(written("1A*33"), 8e13).coin()).isEqualTo("BTC");
    assertThat(byDifficulty(written("DA*33"), 8e13).coin()).isEqualTo("BTC");
    assertThat(byDifficulty(null, 5e11).coin()).isNull();
    assertThat(byDifficulty(null, Double.NaN).coin()).isNull();
  }

  @Test
  void declaredCoin_isTakenWhereNothingContradicts() {
    assertThat(declared("stratum-v1", "LTC", null, null)).isEqualTo(new Answer("LTC", "scrypt", List.of()));
    assertThat(declared("stratum-v1", "DGB", written("DA*33"), null)).isEqualTo(new Answer("DGB", null, List.of()));
    assertThat(declared("stratum-v1", "BCH", written("1A*33"), null).coin()).isEqualTo("BCH");
    assertThat(declared("stratum-v1", "LTC", written("bc1q*39"), null)).isEqualTo(new Answer(null, null, List.of("BTC", "LTC")));
    assertThat(declared("eth-proxy", "ETC", written("0xa*40"), null).coin()).isEqualTo("ETC");
  }

  @Test
  void declaredCoinOfAnotherDialect_saysOnlyWhatIsPaid() {
    assertThat(declared("cryptonote", "DOGE", written("DA*33"), "rx/0")).isEqualTo(new Answer(null, "randomx", List.of("XMR", "ZEPH")));
    assertThat(declared("cryptonote", "DOGE", null, "rx/arq").coin()).isEqualTo("ARQ");
    assertThat(declared("eth-proxy", "BTC", written("bc1q*39"), null)).isEqualTo(new Answer(null, null, List.of()));
    assertThat(declared("stratum-v1", "NOCOIN", null, null)).isEqualTo(new Answer(null, null, List.of()));
  }

  @Test
  void formOfJobs_narrowsTheCoins() {
    assertThat(form(Set.of("KDA"), null)).isEqualTo(new Answer("KDA", "blake2s", List.of()));
    assertThat(form(Set.of("KDA", "DCR"), null).candidates()).containsExactly("DCR", "KDA");
    assertThat(form(Set.of("KDA", "DCR"), written("DsA*33")).coin()).isEqualTo("DCR");
    assertThat(form(Set.of("KDA"), written("DsA*33")).candidates()).containsExactly("DCR", "KDA");
    assertThat(form(Set.of("NOCOIN"), null)).isEqualTo(new Answer(null, null, List.of()));
  }

  private static Answer form(Set<String> coins, String wallet) {
    return COINS.answer(new Question("stratum-v1", IN_2024, null, wallet, null, null, coins, null, Double.NaN, null));
  }

  @ParameterizedTest
  @CsvSource({"conflux,CFX,octopus", "alephium,ALPH,blake3", "ironfish,IRON,fishhash", "grin,GRIN,cuckatoo32", "beam,BEAM,beamhash",
      "duino-coin,DUCO,duco-s1", "datum,BTC,sha256d"})
  void dialectOfOneCoin_isThatCoin(String dialect, String coin, String algorithm) {
    assertThat(byWallet(dialect, null)).isEqualTo(new Answer(coin, algorithm, List.of()));
    assertThat(byWallet(dialect, "account")).isEqualTo(new Answer(coin, algorithm, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stratum-v1", "stratum-v2", "cryptonote", "kaspa", "kawpow", "equihash", "eth-proxy", "encrypted", "null"})
  void dialectOfSeveralCoins_saysNothing(String dialect) {
    assertThat(byWallet(dialect, null)).isEqualTo(new Answer(null, null, List.of()));
  }

  @Test
  void dialectsAlgorithm_isTheLastResort() {
    assertThat(COINS.answer(new Question("stratum-v2", IN_2024, null, null, null, null, Set.of(), "sha256d", Double.NaN, null)))
        .isEqualTo(new Answer(null, "sha256d", List.of()));
    String wallet = written("spectre:q*61");
    assertThat(COINS.answer(new Question("kaspa", IN_2024, null, wallet, null, null, Set.of(), "kheavyhash", Double.NaN, null)))
        .isEqualTo(new Answer("SPR", "spectrex", List.of()));
  }

  @Test
  void hostName_decidesBetweenCoinsThatAllElseLeavesOpen() {
    String wallet = written("t1A*33");
    for (String[] row : new String[][] {{"eu1-zcash.pool.example", "ZEC"}, {"btcz2.pool.example", "BTCZ"}, {"pool.example", null},
        {"zcash-or-btcz.pool.example", null}}) {
      Question question = new Question("equihash", IN_2024, null, wallet, null, null, Set.of(), null, Double.NaN, row[0]);
      assertThat(COINS.answer(question).coin()).as(row[0]).isEqualTo(row[1]);
    }
  }
}
