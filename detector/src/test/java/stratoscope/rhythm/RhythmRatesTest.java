package stratoscope.rhythm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFiles;

/** How often mining of all kinds is found with the shipped parameters, and that nothing else is; what each was once mistaken for. */
class RhythmRatesTest {
  private static final int SEEDS = 20;
  private static final RhythmOptions OPTIONS = shipped();

  static RhythmOptions shipped() {
    try {
      return RuleFiles.load(Files.isDirectory(Path.of("../rules")) ? Path.of("../rules") : Path.of("rules")).rhythm();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean hasShares(Talk talk) {
    Rhythm.Sign sign = talk.play(OPTIONS).sign();
    return sign != null && sign.hasShares();
  }

  @Test
  void mining_ofAllKinds_isFoundInMoreThan98Percent() {
    List<String> missed = new ArrayList<>();
    for (MinerTraffic kind : MinerTraffic.values()) {
      IntStream.range(0, SEEDS).mapToObj(kind::talk).filter(talk -> !hasShares(talk)).map(Talk::name).forEach(missed::add);
    }
    assertThat(missed).hasSizeLessThanOrEqualTo(MinerTraffic.values().length * SEEDS / 50);
  }

  @Test
  void otherCiphers_ofAllKinds_areNeverAccused() {
    assertThat(CalmTraffic.values().length * SEEDS).isGreaterThanOrEqualTo(1400);
    List<String> accused = new ArrayList<>();
    for (CalmTraffic kind : CalmTraffic.values()) {
      IntStream.range(0, SEEDS).mapToObj(kind::talk).filter(RhythmRatesTest::hasShares).map(Talk::name).forEach(accused::add);
    }
    assertThat(accused).isEmpty();
  }

  @Test
  void furtherCiphers_ofAllKinds_areHardlyEverAccused() {
    List<String> accused = new ArrayList<>();
    for (FurtherCalmTraffic kind : FurtherCalmTraffic.values()) {
      IntStream.range(0, SEEDS).mapToObj(kind::talk).filter(RhythmRatesTest::hasShares).map(Talk::name).forEach(accused::add);
    }
    for (HeldOutTraffic kind : HeldOutTraffic.values()) {
      IntStream.range(0, SEEDS).mapToObj(kind::talk).filter(RhythmRatesTest::hasShares).map(Talk::name).forEach(accused::add);
    }
    assertThat(accused).hasSizeLessThanOrEqualTo(2);
  }

  /** Answers of four bytes, moves by turns, pushes that are answered, timers with a few things in between. */
  @ParameterizedTest
  @CsvSource({"MQTT_QOS1,0", "CHESS,44", "CHESS_RICH,1", "BOARD_GAME,2", "SMART_HOME_ALIKE,3", "IMAP_IDLE,93", "TURN_BASED_GAME,56",
      "INDUSTRIAL_UPDATES,5", "ELECTRUM,2", "EXCHANGE_FIX,0"})
  void talk_likeMining_isNotAccused(CalmTraffic kind, int seed) {
    assertThat(hasShares(kind.talk(seed))).isFalse();
  }

  /** Reports that wait for each other; state of a chain pushed by a timer; keys sent back as they are; few orders of many lengths. */
  @ParameterizedTest
  @CsvSource({"RENDER_NODE,5000001", "CHAIN_TRADER,5000003", "SHELL_WITH_WATCH,3000027", "BARCODE_SCANNER,3000001"})
  void unseenTalk_likeMining_isNotAccused(UnseenTraffic kind, int seed) {
    assertThat(hasShares(kind.talk(seed))).isFalse();
  }

  /** Reports by chance among pings of the client's; others as many as the shares, beside so many keep-alives that these hid them. */
  @ParameterizedTest
  @CsvSource({"QUEUE_TICKETS,7000002", "QUEUE_TICKETS,9000129", "PARKING_GATE,9000018", "PARKING_GATE,9000070"})
  void freshTalk_likeMining_isNotAccused(FreshTraffic kind, int seed) {
    assertThat(hasShares(kind.talk(seed))).isFalse();
  }

  /** Set difficulties among few jobs; ten jobs a second; shares a second; more keep-alives than shares; reports by two timers. */
  @ParameterizedTest
  @CsvSource({"ETHEREUM_REPORTING,6", "BITCOIN,0", "KASPA_TEN,53", "PROXY,58", "MONERO_THROTTLED,8", "ETHEREUM,6", "STRATUM_V2,0",
      "ZCASH,1"})
  void talk_ofMining_isFound(MinerTraffic kind, int seed) {
    assertThat(hasShares(kind.talk(seed))).isTrue();
  }

  /** A piece from the middle of ten minutes holds four shares or more in nearly all cases. */
  @Test
  void mining_pickedUpMidstreamForTenMinutes_isFound() {
    long found = IntStream.range(0, 50).mapToObj(MinerTraffic.MONERO::talk).filter(talk -> talk.seconds() > 900).filter(talk -> {
      Rhythm.Sign sign = talk.play(OPTIONS, 200, 800).sign();
      return sign != null && sign.hasShares();
    }).count();
    long all = IntStream.range(0, 50).mapToObj(MinerTraffic.MONERO::talk).filter(talk -> talk.seconds() > 900).count();
    assertThat(found).isGreaterThanOrEqualTo(all * 98 / 100);
  }
}
