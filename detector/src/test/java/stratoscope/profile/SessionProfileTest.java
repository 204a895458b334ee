package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.stratum.StratumEvent;
import stratoscope.stratum.StratumEvent.Agent;
import stratoscope.stratum.StratumEvent.Coinbase;
import stratoscope.stratum.StratumEvent.Difficulty;
import stratoscope.stratum.StratumEvent.Endpoint;
import stratoscope.stratum.StratumEvent.Form;
import stratoscope.stratum.StratumEvent.HashrateClaim;
import stratoscope.stratum.StratumEvent.Job;
import stratoscope.stratum.StratumEvent.Login;
import stratoscope.stratum.StratumEvent.Redirect;
import stratoscope.stratum.StratumEvent.ServerMessage;
import stratoscope.stratum.StratumEvent.Share;
import stratoscope.stratum.StratumEvent.ShareAnswer;
import stratoscope.stratum.StratumEvent.Subscribed;

/** What the events of a session add up to. */
class SessionProfileTest {
  private static final Knowledge KNOWLEDGE = knowledge();
  private static final String LONG = "x".repeat(100_000);
  private static final long START = 1_700_000_000_000_000L;

  private static Knowledge knowledge() {
    try {
      return RuleFiles.load(null);
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SessionProfile of(StratumEvent... events) {
    return Findings.profile(KNOWLEDGE.agents(), KNOWLEDGE.coins(), events);
  }

  private static Finding.Work work(SessionProfile profile, String dialect, double seconds, boolean isMinerSeen, boolean isPoolSeen) {
    Finding.Connection connection = Findings.connection(Findings.address(1), START, START + (long) (seconds * 1e6));
    return profile.work(profile.dialogue(dialect), connection, isMinerSeen, isPoolSeen);
  }

  @Test
  void nothingSaid_nothingKnown() {
    Finding.Dialogue dialogue = of().dialogue("stratum-v1");
    assertThat(dialogue.identity()).isNull();
    assertThat(dialogue.agent()).isNull();
    assertThat(dialogue.deviceClass()).isNull();
    assertThat(dialogue.sessionId()).isNull();
    assertThat(dialogue.users()).isEmpty();
    Finding.Work work = work(of(), "stratum-v1", 60, true, true);
    assertThat(work.coin()).isNull();
    assertThat(work.algorithm()).isNull();
    assertThat(work.difficulty()).isNaN();
    assertThat(work.hashrate()).isNull();
    assertThat(work.claimedHashrate()).isNull();
    assertThat(work.submitted()).isZero();
  }

  @Test
  void oneSideSeen_countsOfTheOtherAreUnknown() {
    SessionProfile profile = of(new Job("a", null, null, 8e13), new Share("u", Double.NaN), new ShareAnswer(true, 5));
    assertThat(work(profile, "stratum-v1", 60, true, false)).satisfies(work -> {
      assertThat(work.submitted()).isEqualTo(1);
      assertThat(work.accepted()).isNull();
      assertThat(work.rejected()).isNull();
    });
    assertThat(work(profile, "stratum-v1", 60, false, true)).satisfies(work -> {
      assertThat(work.submitted()).isNull();
      assertThat(work.accepted()).isNull();
      assertThat(work.rejected()).isNull();
    });
  }

  @Test
  void hashrate_isAcceptedDifficultyOverTime() {
    SessionProfile profile = of(new Job("a", null, null, 8e13));
    for (int i = 0; i < 100; i++) {
      profile.onEvent(new Share("u", 1000));
      profile.onEvent(new ShareAnswer(i % 2 == 0, 1000));
    }
    Finding.Work work = work(profile, "stratum-v1", 500, true, true);
    assertThat(work.accepted()).isEqualTo(50);
    assertThat(work.rejected()).isEqualTo(50);
    assertThat(work.hashrate().hashesPerSecond()).isEqualTo(50 * 1000 * 4_294_967_296.0 / 500);
    assertThat(work.hashrate().low()).isLessThan(work.hashrate().hashesPerSecond());
    assertThat(work.hashrate().high()).isGreaterThan(work.hashrate().hashesPerSecond());
  }

  @Test
  void hashrate_unknownDifficultyAlgorithmOrTime_isUnknown() {
    assertThat(work(of(new ShareAnswer(true, Double.NaN)), "cryptonote", 60, true, true).hashrate()).isNull();
    assertThat(work(of(new ShareAnswer(true, 1000)), "stratum-v1", 60, true, true).hashrate()).isNull();
    assertThat(work(of(new ShareAnswer(true, 1000)), "cryptonote", 0.5, true, true).hashrate()).isNull();
    assertThat(work(of(new ShareAnswer(true, 1000)), "cryptonote", -5, true, true).hashrate()).isNull();
    assertThat(work(of(new ShareAnswer(true, 1000)), "cryptonote", 10, true, true).hashrate().hashesPerSecond()).isEqualTo(100);
  }

  @Test
  void hashrate_isNeverInfinite() {
    SessionProfile profile = of(new Job("a", null, null, 8e13), new ShareAnswer(true, 1e308), new ShareAnswer(true, 1e308));
    assertThat(work(profile, "stratum-v1", 60, true, true).hashrate()).isNull();
  }

  @Test
  void hashrate_afterTheUnitChanged_restsOnTheSharesSince() {
    SessionProfile profile = of(new Difficulty(2e8, true), new Share(null, 2e8), new ShareAnswer(true, 2e8),
        new Difficulty(0.25, false), new Share(null, 0.25), new ShareAnswer(true, 0.25));
    assertThat(work(profile, "ethereum-stratum-1", 100, true, true).hashrate().hashesPerSecond()).isEqualTo(2 * 0.25 * 0x1p32 / 100);
  }

  @Test
  void claim_isKeptApart() {
    Finding.Work work = work(of(new HashrateClaim(3e7)), "eth-proxy", 60, true, true);
    assertThat(work.claimedHashrate()).isEqualTo(new Hashrate(3e7, 3e7, 3e7, "claim"));
    assertThat(work.hashrate()).isNull();
  }

  @Test
  void identity_isTheFirstUser_rigStandsIn() {
    Finding.Dialogue dialogue = of(new Login("account", "x", "r7"), new Login("other.w", "x", null)).dialogue("cryptonote");
    assertThat(dialogue.identity()).isEqualTo(new Identity("account", null, "r7", null));
    assertThat(dialogue.users()).containsExactly("account", "other.w");
  }

  @Test
  void password_onlyOptionsAreKept() {
    assertThat(of(new Login("u", "d=65536, c=LTC;mc=DOGE", null)).dialogue("x").passwordOptions()).containsExactly("d=65536", "c=LTC",
        "mc=DOGE");
    assertThat(of(new Login("u", "secret", null)).dialogue("x").passwordOptions()).isEmpty();
    assertThat(of(new Login("u", "=secret", null)).dialogue("x").passwordOptions()).isEmpty();
  }

  @Test
  void password_fillsInWhatTheUserDoesNotSay() {
    SessionProfile profile = of(new Login("account", "rig07:a@b.example", null), new Login("account", "other:c@d.example", null));
    assertThat(profile.dialogue("cryptonote").identity()).isEqualTo(new Identity("account", null, "rig07", "a@b.example"));
  }

  @Test
  void declaredCoin_namesTheCoinAndItsUnit() {
    SessionProfile profile = of(new Login("account.rig07", "c=LTC,d=1000", null), new ShareAnswer(true, 1000));
    assertThat(profile.dialogue("stratum-v1").identity().declaredCoin()).isEqualTo("LTC");
    Finding.Work work = work(profile, "stratum-v1", 10, true, true);
    assertThat(work.coin()).isEqualTo("LTC");
    assertThat(work.hashrate().hashesPerSecond()).isEqualTo(1000 * 65_536 / 10.0);
  }

  @Test
  void coinbase_namesThePool() {
    SessionProfile profile = new SessionProfile(KNOWLEDGE.agents(), KNOWLEDGE.coins(), KNOWLEDGE.coinbaseTags(), DialectFacts.BUILT_IN,
        Hardware.NONE);
    assertThat(profile.dialogue("stratum-v1").pool()).isEqualTo(new Finding.Pool(null, null, null));
    profile.onEvent(new Coinbase("zz", "unsigned"));
    profile.onEvent(new Coinbase("", hex("/slush/")));
    profile.onEvent(new Coinbase("", hex("/ViaBTC/")));
    assertThat(profile.dialogue("stratum-v1").pool().name()).isEqualTo("Braiins Pool");
  }

  @Test
  void coinbase_onlyTheFirstJobsAreRead() {
    SessionProfile profile = KNOWLEDGE.newProfile();
    for (int i = 0; i < 10; i++) {
      profile.onEvent(new Coinbase("", ""));
    }
    profile.onEvent(new Coinbase("", hex("/slush/")));
    assertThat(profile.dialogue("stratum-v1").pool().name()).isNull();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void endpoint_isThePoolsHost() {
    assertThat(of(new Endpoint("pool.example", 3333)).dialogue("equihash").pool())
        .isEqualTo(new Finding.Pool(null, "pool.example", 3333));
    assertThat(of(new Endpoint(LONG, null)).dialogue("equihash").pool().host()).hasSize(256);
  }

  @Test
  void form_saysWhatIsMined() {
    assertThat(work(of(new Form("144_5", "BgoldPoW", List.of())), "equihash", 60, true, true)).satisfies(work -> {
      assertThat(work.coin()).isEqualTo("BTG");
      assertThat(work.algorithm()).isEqualTo("equihash-144-5");
      assertThat(work.jobAlgorithm()).isEqualTo("144_5");
    });
    assertThat(work(of(new Form(null, null, List.of("KDA"))), "stratum-v1", 60, true, true).coin()).isEqualTo("KDA");
    assertThat(work(of(new Form("144_5", "BgoldPoW", List.of()), new Form(null, null, List.of())), "equihash", 60, true, true).coin())
        .isEqualTo("BTG");
  }

  @Test
  void deviceModel_isInTheAgent() {
    assertThat(of(new Agent("bitaxe/BM1366/v2.1.8")).dialogue("x").deviceModel()).isEqualTo("bitaxe BM1366");
    assertThat(of(new Agent("cgminer/4.12")).dialogue("x").deviceModel()).isNull();
    assertThat(of(new Agent("curl/8")).dialogue("x").deviceModel()).isNull();
  }

  @Test
  void ownDialect_bringsItsUnit() {
    DialectFacts own = new DialectFacts(Map.of("made-up", 10.0), Map.of("made-up", "made-up-hash"));
    SessionProfile profile = new SessionProfile(KNOWLEDGE.agents(), KNOWLEDGE.coins(), KNOWLEDGE.coinbaseTags(), own, Hardware.NONE);
    profile.onEvent(new ShareAnswer(true, 1000));
    Finding.Work work = work(profile, "made-up", 10, true, true);
    assertThat(work.algorithm()).isEqualTo("made-up-hash");
    assertThat(work.hashrate().hashesPerSecond()).isEqualTo(1000);
  }

  @Test
  void proxyAgent_isAProxy() {
    assertThat(of(new Agent("xmrig-proxy/6.20.0")).dialogue("x").role()).isEqualTo("proxy");
    assertThat(of(new Agent("XMRig/6.21.0")).dialogue("x").role()).isEqualTo("miner");
    assertThat(of(new Agent("XMRig/6.21.0")).hasKnownAgent()).isTrue();
    assertThat(of(new Agent("curl/8")).hasKnownAgent()).isFalse();
  }

  @Test
  void manyAndLongTexts_stayWithinTheirBounds() {
    SessionProfile profile = of();
    for (int i = 0; i < 10_000; i++) {
      profile.onEvent(new Login(i + LONG, "a" + i + "=" + LONG + "," + "b,".repeat(1000), LONG));
      profile.onEvent(new Share(i + "s" + LONG, 1));
      profile.onEvent(new ServerMessage(i + LONG));
      profile.onEvent(new Redirect(i + LONG, 3333));
      profile.onEvent(new Form(LONG, LONG, List.of(i + LONG)));
    }
    profile.onEvent(new Agent(LONG));
    profile.onEvent(new Subscribed(LONG, LONG));
    profile.onEvent(new Job(LONG, LONG, null, Double.NaN));
    Finding.Dialogue dialogue = profile.dialogue("x");
    assertThat(dialogue.users()).hasSize(64).allMatch(text -> text.length() <= 256);
    for (List<String> texts : List.of(dialogue.passwordOptions(), dialogue.redirects(), dialogue.serverMessages())) {
      assertThat(texts).hasSizeLessThanOrEqualTo(8).allMatch(text -> text.length() <= 256);
    }
    assertThat(List.of(dialogue.agent(), dialogue.sessionId(), dialogue.extranonce(), dialogue.identity().worker()))
        .allMatch(text -> text.length() <= 256);
    assertThat(work(profile, "x", 1, true, true).jobAlgorithm()).hasSize(256);
  }

  @Test
  void subscribedAgain_keepsWhatIsNotSaidAgain() {
    Finding.Dialogue dialogue = of(new Subscribed("s", "e"), new Subscribed(null, "f"), new Difficulty(5, false)).dialogue("x");
    assertThat(dialogue.sessionId()).isEqualTo("s");
    assertThat(dialogue.extranonce()).isEqualTo("f");
  }
}
