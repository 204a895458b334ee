package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.stratum.Bytes.frame;
import static stratoscope.stratum.Bytes.random;
import static stratoscope.stratum.Bytes.sized;
import static stratoscope.stratum.Bytes.u32;
import static stratoscope.stratum.Dialogue.DOWN;
import static stratoscope.stratum.Dialogue.UP;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.TestFlows;

/** Stratum V2 in clear, message by message. */
class StratumV2SessionTest {
  private static final String MINING = "00 0200 0200 01000000" + sized("pool.example") + "ce85";
  private static final byte[] SETUP = frame(0x00, MINING + sized("Bitaxe") + sized("BM1366") + sized("2.9") + sized("id"));
  private static final byte[] SUCCESS = frame(0x01, "0200 00000000");
  private static final String MAX = "ff".repeat(32);
  /** Of 2^32 hashes: 2^256 / 2^224. */
  private static final String TARGET = "00".repeat(28) + "01000000";
  private static final double HASHES = Math.scalb(1.0, 32);
  private static final byte[] OPEN = frame(0x10, u32(1) + sized("alice.rig") + "a5d4e852" + MAX);
  private static final byte[] OPENED = frame(0x11, u32(1) + u32(7) + TARGET + "02abcd" + u32(3));
  private static final byte[] JOB = frame(0x800015, u32(7) + u32(26) + "00" + u32(0x20000000) + MAX);
  private static final byte[] PREV_HASH = frame(0x800020, u32(7) + u32(26) + MAX + u32(0x6553f100) + u32(0x17043d8e));

  private static byte[] share(int channel, int sequence, int job) {
    return frame(0x80001a, u32(channel) + u32(sequence) + u32(job) + u32(99) + u32(0x6553f101) + u32(0x20000000));
  }

  private static byte[] accept(int channel, int last, int count) {
    return frame(0x80001c, u32(channel) + u32(last) + u32(count) + u32(count) + u32(0));
  }

  private static Dialogue opened() {
    return new Dialogue().bytes(UP, SETUP).bytes(DOWN, SUCCESS).bytes(UP, OPEN).bytes(DOWN, OPENED);
  }

  @Test
  void setupAndChannel_tellWhoAndForWhom() {
    Dialogue dialogue = opened();
    assertThat(dialogue.events(StratumEvent.Agent.class)).containsExactly(new StratumEvent.Agent("Bitaxe BM1366/2.9"));
    assertThat(dialogue.events(StratumEvent.Endpoint.class)).containsExactly(new StratumEvent.Endpoint("pool.example", 34254));
    assertThat(dialogue.events(StratumEvent.Login.class)).containsExactly(new StratumEvent.Login("alice.rig", null, null));
    assertThat(dialogue.events(StratumEvent.HashrateClaim.class)).containsExactly(new StratumEvent.HashrateClaim(5e11f));
    assertThat(dialogue.events(StratumEvent.Subscribed.class)).containsExactly(new StratumEvent.Subscribed("7", "abcd"));
    assertThat(dialogue.events(StratumEvent.Difficulty.class)).containsExactly(new StratumEvent.Difficulty(HASHES, true));
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.conversation.minerDirection()).isEqualTo(UP);
  }

  @Test
  void jobForTheFuture_isToldWhenItBegins() {
    Dialogue dialogue = opened().bytes(DOWN, JOB);
    assertThat(dialogue.events(StratumEvent.Job.class)).isEmpty();
    dialogue.bytes(DOWN, PREV_HASH);
    assertThat(dialogue.events(StratumEvent.Job.class)).singleElement().satisfies(job -> {
      assertThat(job.jobId()).isEqualTo("26");
      assertThat(job.networkDifficulty()).isBetween(6.6e13, 6.7e13);
    });
    dialogue.bytes(DOWN, frame(0x800015, u32(7) + u32(27) + "01" + u32(9) + u32(0x20000000) + MAX));
    assertThat(dialogue.events(StratumEvent.Job.class)).extracting(StratumEvent.Job::jobId).containsExactly("26", "27");
  }

  @Test
  void shares_areJudgedTogetherAndHaveTheDifficultyOfTheirJob() {
    Dialogue dialogue = opened().bytes(DOWN, JOB).bytes(DOWN, PREV_HASH).bytes(UP, share(7, 1, 26)).bytes(UP, share(7, 2, 26));
    dialogue.bytes(DOWN, frame(0x800021, u32(7) + MAX)).bytes(UP, share(7, 3, 26)).bytes(DOWN, accept(7, 3, 3));
    assertThat(dialogue.events(StratumEvent.Share.class)).hasSize(3).allMatch(share -> share.difficulty() == HASHES);
    assertThat(dialogue.events(StratumEvent.ShareAnswer.class)).hasSize(3).allMatch(StratumEvent.ShareAnswer::isAccepted);
    assertThat(dialogue.signs()).contains("stratum-v2-job-known", "stratum-v2-share-accepted", "stratum-v2-target");
    dialogue.bytes(UP, share(7, 4, 26)).bytes(DOWN, frame(0x80001d, u32(7) + u32(4) + sized("stale-share")));
    assertThat(dialogue.signs()).contains("stratum-v2-share-rejected");
    assertThat(dialogue.events(StratumEvent.ServerMessage.class)).containsExactly(new StratumEvent.ServerMessage("stale-share"));
  }

  @Test
  void jobOfAGroup_isKnownToItsChannels() {
    Dialogue dialogue = opened().bytes(DOWN, frame(0x80001f, u32(3) + u32(5) + "00" + u32(2) + "01 00 0100aa 0200bbcc"));
    dialogue.bytes(DOWN, frame(0x800020, u32(3) + u32(5) + MAX + u32(1) + u32(0x17043d8e))).bytes(UP, share(7, 1, 5));
    assertThat(dialogue.signs()).contains("stratum-v2-job-known");
    assertThat(dialogue.events(StratumEvent.Coinbase.class)).containsExactly(new StratumEvent.Coinbase("aa", "bbcc"));
    assertThat(dialogue.events(StratumEvent.Share.class)).singleElement().matches(share -> share.difficulty() == HASHES);
    dialogue.bytes(DOWN, frame(0x25, u32(9) + "0100" + u32(7))).bytes(DOWN, frame(0x800021, u32(9) + MAX));
    assertThat(dialogue.events(StratumEvent.Difficulty.class)).last().matches(difficulty -> difficulty.difficulty() < 1.1);
  }

  @Test
  void countOfAcceptedShares_isBoundedByWhatIsRemembered() {
    Dialogue dialogue = opened().bytes(DOWN, accept(7, -1, -1));
    assertThat(dialogue.events(StratumEvent.ShareAnswer.class)).hasSize(StratumOptions.DEFAULTS.maxRemembered());
    assertThat(dialogue.signs()).contains("stratum-v2-share-verdict").doesNotContain("stratum-v2-share-accepted");
  }

  @Test
  void sharesWithoutEnd_areForgottenOldestFirst() {
    Dialogue dialogue = opened();
    for (int i = 0; i < 2000; i++) {
      dialogue.bytes(UP, share(i, i, i)).bytes(DOWN, frame(0x800021, u32(i) + TARGET));
    }
    assertThat(dialogue.bytes(DOWN, accept(3, 3, 1)).signs()).doesNotContain("stratum-v2-share-accepted");
    assertThat(dialogue.bytes(DOWN, accept(1999, 1999, 1)).signs()).contains("stratum-v2-share-accepted");
  }

  @Test
  void workerBehindAShare_isCredited() {
    String body = u32(7) + u32(1) + u32(26) + u32(9) + u32(9) + u32(9) + "04 00000001";
    Dialogue dialogue = opened().bytes(UP, frame(0x80001b, body + "0002 01 0004" + "72696731")).bytes(UP, frame(0x80001b, body));
    dialogue.bytes(UP, frame(0x80001b, body + "0003 01 0001 61"));
    assertThat(dialogue.events(StratumEvent.Share.class)).extracting(StratumEvent.Share::user)
        .containsExactly("rig1", "alice.rig", "alice.rig");
    assertThat(dialogue.bytes(UP, frame(0x80001b, body + "0002 01 0009 61")).events(StratumEvent.Share.class)).hasSize(3);
  }

  @Test
  void channelRefused_isTold() {
    Dialogue dialogue = new Dialogue().bytes(UP, SETUP).bytes(UP, OPEN).bytes(DOWN, SUCCESS)
        .bytes(DOWN, frame(0x12, u32(1) + sized("unknown-user")));
    assertThat(dialogue.events(StratumEvent.LoginAnswer.class)).containsExactly(new StratumEvent.LoginAnswer(false));
    assertThat(dialogue.signs()).contains("stratum-v2-refused");
    assertThat(dialogue.bytes(DOWN, OPENED).signs()).doesNotContain("stratum-v2-channel-answered");
  }

  @Test
  void channels_openAtOnce_areCounted() {
    Dialogue dialogue = opened().bytes(UP, frame(0x10, u32(2) + sized("bob.rig") + "a5d4e852" + MAX))
        .bytes(DOWN, frame(0x11, u32(2) + u32(8) + TARGET + "02abce" + u32(3))).bytes(UP, share(9, 1, 26))
        .bytes(UP, frame(0x800018, u32(7) + sized("bye"))).bytes(UP, share(10, 1, 26));
    assertThat(dialogue.events(StratumEvent.Channels.class)).extracting(StratumEvent.Channels::count).containsExactly(1, 2, 3, 3);
  }

  @Test
  void olderLayouts_areRead() {
    Dialogue dialogue = opened().bytes(DOWN, frame(0x14, u32(2) + u32(8) + TARGET + "0800 01aa"))
        .bytes(DOWN, frame(0x800015, u32(7) + u32(30) + "01" + u32(0x20000000) + MAX)).bytes(UP, share(7, 1, 30));
    assertThat(dialogue.events(StratumEvent.Subscribed.class)).contains(new StratumEvent.Subscribed("8", "aa"));
    assertThat(dialogue.signs()).contains("stratum-v2-job-known");
    assertThat(dialogue.events(StratumEvent.Job.class)).isEmpty();
  }

  @Test
  void unknownExtensionAndTooLongMessages_arePassedOver() {
    byte[] extension = frame(0x400012, "aabbcc");
    byte[] block = Bytes.concat(Bytes.hex("000074 a08601"), random(100_000, 1));
    Dialogue dialogue = opened().bytes(UP, extension).bytes(DOWN, block).bytes(DOWN, JOB).bytes(UP, share(7, 1, 26));
    assertThat(dialogue.signs()).contains("stratum-v2-job-known");
  }

  @ParameterizedTest
  @CsvSource({"1,PROBABLE,stratum-v2-setup-declaration", "2,SUSPECTED,stratum-v2-setup-template"})
  void setupOfOtherProtocols_isGradedLower(int protocol, Verdict verdict, String sign) {
    String body = "0" + protocol + " 0200 0200 00000000 00 0000" + sized("Sv2") + "000000";
    Dialogue dialogue = new Dialogue().bytes(UP, frame(0x00, body)).bytes(DOWN, SUCCESS)
        .bytes(UP, frame(protocol == 1 ? 0x50 : 0x70, protocol == 1 ? sized("alice") + u32(1) : u32(100) + "9001"));
    assertThat(dialogue.verdict()).isEqualTo(verdict);
    assertThat(dialogue.signs()).contains(sign).doesNotContain("stratum-v2-setup-success", "stratum-v2-setup-answered");
    assertThat(dialogue.events(StratumEvent.Agent.class)).containsExactly(new StratumEvent.Agent("Sv2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"03 0200 0200 00000000 00 0000 00 00 00 00", "00 0300 0300 00000000 00 0000 00 00 00 00",
      "00 0200 0200 00000000 00 0000 01 07 00 00 00", "00 0200 0200 00000000 00 0000 00 00 00 00 00",
      "00 0200 0200 00000000 00 0000 02 c328 00 00 00", "00 0200 0200 00000000 00 0000 00 00 00 05"})
  void setupThatIsNone_isNothing(String payload) {
    Dialogue dialogue = new Dialogue().bytes(UP, frame(0x00, payload)).bytes(DOWN, SUCCESS);
    assertThat(dialogue.signs()).doesNotContain("stratum-v2-setup", "stratum-v2-setup-answered");
  }

  @Test
  void midstream_oneMessageNeedsAnotherBehindIt() {
    Dialogue dialogue = new Dialogue(TestFlows.midstream()).bytes(UP, share(7, 1, 26));
    assertThat(dialogue.signs()).isEmpty();
    assertThat(dialogue.bytes(UP, share(7, 2, 26)).signs()).containsExactly("stratum-v2-submit");
    assertThat(dialogue.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void midstream_nothingForLong_isGivenUp() {
    Dialogue dialogue = new Dialogue(TestFlows.midstream());
    for (int i = 0; i < 12; i++) {
      dialogue.bytes(UP, random(1000, i));
    }
    dialogue.bytes(UP, share(7, 1, 26)).bytes(UP, share(7, 2, 26)).bytes(UP, share(7, 3, 26));
    assertThat(dialogue.signs()).isEmpty();
  }

  @Test
  void bothRolesFromOneSide_isNoMining() {
    assertThat(new Dialogue().bytes(DOWN, SETUP).bytes(DOWN, SUCCESS).bytes(DOWN, OPEN).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void frontLostBeforeTheFlowWasNoticed_isSearched() {
    Dialogue dialogue = new Dialogue().gap(UP).bytes(UP, share(7, 1, 26)).bytes(UP, share(7, 2, 26));
    assertThat(dialogue.signs()).containsExactly("stratum-v2-submit");
  }

  @Test
  void incompleteMessages_areHeldWithinTheSharedBound() {
    StratumConversation.Factory factory =
        new StratumConversation.Factory(StratumOptions.DEFAULTS, Dialogue.KNOWLEDGE.rules(), Dialogue.KNOWLEDGE.dialects(),
            new FlowCounts());
    byte[] front = Bytes.concat(SETUP, Bytes.hex("000057 f0ff00"), new byte[60_000]);
    for (int i = 0; i < 1500; i++) {
      new Dialogue(factory, TestFlows.fromStart()).bytes(UP, front).bytes(UP, new byte[100]);
    }
    Dialogue last = new Dialogue(factory, TestFlows.fromStart()).bytes(UP, SETUP).bytes(DOWN, SUCCESS);
    assertThat(last.verdict()).as("what holds nothing goes on").isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void fields_endWhereTheyMust() {
    for (Sv2Message message : Sv2Message.values()) {
      for (int length = 0; length < 300; length++) {
        for (byte[] payload : List.of(new byte[length], random(length, length))) {
          message.read(Unpooled.wrappedBuffer(payload)); // throws nothing
        }
      }
    }
  }
}
