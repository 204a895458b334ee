package stratoscope.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.RuleFiles;

/** Pools recognised by the text in the coinbase of a job; coinbases are made up here. */
class CoinbaseTagsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String BEFORE_SCRIPT = "01000000" + "01" + "00".repeat(32) + "ffffffff";
  /** Sequence, one payout, lock time. */
  private static final String AFTER_SCRIPT = "ffffffff01" + "00f2052a01000000" + "1976a914" + "11".repeat(20) + "88ac" + "00000000";
  private static final String HEIGHT = "03a1b20d";
  private static final int EXTRANONCE_BYTES = 8;

  private static final CoinbaseTags TAGS = new CoinbaseTags(List.of(new CoinbaseTags.Tag("/some/", "Some"),
      new CoinbaseTags.Tag("/some/deeper/", "Deeper"), new CoinbaseTags.Tag("Word", "Word"), new CoinbaseTags.Tag("LongerWord", "Longer"),
      new CoinbaseTags.Tag("\uD83D\uDC1F", "Fish"), new CoinbaseTags.Tag("七彩神仙鱼", "Seven")));

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(UTF_8));
  }

  /** A coinbase with these texts in its script, before and behind the extranonce. */
  private static String[] coinbase(String before, String behind) {
    int scriptBytes = HEIGHT.length() / 2 + before.getBytes(UTF_8).length + EXTRANONCE_BYTES + behind.getBytes(UTF_8).length;
    return new String[] {
        BEFORE_SCRIPT + HEX.toHexDigits((byte) scriptBytes) + HEIGHT + hex(before), hex(behind) + AFTER_SCRIPT};
  }

  private static String poolOf(String before, String behind) {
    String[] halves = coinbase(before, behind);
    return TAGS.poolOf(halves[0], halves[1]);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "/some/, '', Some",
      "'', /some/, Some",
      "x/some/y, z, Some",
      "/SOME/, '', Some",
      "/some/deeper/, '', Deeper",
      "/some/, /some/deeper/, Deeper",
      "/some/deeper/, /some/, Deeper",
      "/so, me/, -",
      "some, '', -",
      "\uD83D\uDC1F, '', Fish",
      "/七彩神仙鱼/, '', Seven",
      "Mined by Word!, '', Word",
      "Word, '', Word",
      "'', word, Word",
      "Words, '', -",
      "aWord, '', -",
      "1Word, '', -",
      "a-Word-b, '', Word",
      "xLongerWordy, '', Longer",
      "'', '', -",
  })
  void poolOf_longestTagInEitherHalf(String before, String behind, String pool) {
    assertThat(poolOf(before, behind)).isEqualTo(pool);
  }

  @Test
  void poolOf_payoutsAreNotRead() {
    String[] halves = coinbase("plain", "text");
    assertThat(TAGS.poolOf(halves[0], halves[1] + hex("/some/"))).isNull();
    assertThat(TAGS.poolOf("02" + halves[0], halves[1] + hex("/some/"))).isEqualTo("Some"); // not well formed: all is read
  }

  @Test
  void poolOf_scriptOfAnyLength_alsoWhereItsLengthIsALetter() {
    for (int length = 0; length < 70; length++) {
      String filler = "-".repeat(length);
      assertThat(poolOf(filler + "/some/", "")).as("%d", length).isEqualTo("Some");
      assertThat(poolOf(filler, "/some/")).as("%d", length).isEqualTo("Some");
    }
  }

  @Test
  void poolOf_lengthThatLies_isHarmless() {
    String beyond = BEFORE_SCRIPT + "02" + HEIGHT + hex("/some/");
    assertThat(TAGS.poolOf(beyond, "")).isEqualTo("Some");
    assertThat(TAGS.poolOf(BEFORE_SCRIPT + "64", "")).isNull();
    assertThat(TAGS.poolOf(BEFORE_SCRIPT + "64", hex("/some/"))).isEqualTo("Some");
    assertThat(TAGS.poolOf(BEFORE_SCRIPT, hex("/some/"))).isEqualTo("Some");
    assertThat(TAGS.poolOf(BEFORE_SCRIPT + "ff", hex("/some/"))).isEqualTo("Some");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "zz", "01000000zz", "0x01", "ééé", "/some/"})
  void poolOf_noCoinbase_isNone(String text) {
    assertThat(TAGS.poolOf(text, text)).isNull();
  }

  @Test
  void poolOf_cutAnywhere_doesNotFail() {
    String[] halves = coinbase("before/some/", "behind");
    for (int length = 0; length <= halves[0].length(); length++) {
      TAGS.poolOf(halves[0].substring(0, length), halves[1]);
      TAGS.poolOf(halves[0], halves[1].substring(0, Math.min(length, halves[1].length())));
    }
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      TAGS.poolOf(HEX.formatHex(bytes), halves[1]);
    }
  }

  @Test
  void poolOf_hugeHalf_isReadInPart() {
    assertThat(TAGS.poolOf("", hex("/some/") + "00".repeat(1_000_000))).isEqualTo("Some");
    assertThat(TAGS.poolOf("", "00".repeat(1_000_000) + hex("/some/"))).isNull();
  }

  @Test
  void tag_tooShort_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CoinbaseTags(List.of(new CoinbaseTags.Tag("abc", "Short"))));
  }

  @ParameterizedTest
  @CsvSource({"Mined by AntPool, AntPool", "/ViaBTC/, ViaBTC", "/slush/, Braiins Pool", "七彩神仙鱼, F2Pool",
      "/Foundry USA Pool #dropgold/, Foundry USA", "< OCEAN.XYZ >, OCEAN", "/ckpool.org/, CKPool",
      "/solo.ckpool.org/, Solo CK", "Public-Pool, Public Pool",
      "SpiderPool/15/, SpiderPool", "/ViaBTC/TATMAS Pool/, TATMAS Pool"})
  void shippedTags_nameThePool(String text, String pool) throws Exception {
    String[] halves = coinbase("", text);
    assertThat(RuleFiles.load(null).coinbaseTags().poolOf(halves[0], halves[1])).isEqualTo(pool);
  }
}
