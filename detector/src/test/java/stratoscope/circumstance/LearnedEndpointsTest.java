package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.DAY;
import static stratoscope.circumstance.Samples.MINER;
import static stratoscope.circumstance.Samples.OTHER;
import static stratoscope.circumstance.Samples.POOL;
import static stratoscope.circumstance.Samples.SECOND;
import static stratoscope.circumstance.Samples.START;

import org.junit.jupiter.api.Test;
import stratoscope.circumstance.LearnedEndpoints.Answer;
import stratoscope.names.PoolEntry;
import stratoscope.packet.IpAddress;

/** What answers of DNS teach, for how long, for whom, and of how many. */
class LearnedEndpointsTest {
  private static final PoolEntry ENTRY = Samples.row("pool.example", "");
  private static final long GRACE = Samples.SHIPPED.circumstance().graceSeconds() * SECOND;
  private static final int MOST = 65_536;
  private static final int MOST_CLIENTS = 64;
  private static final int MOST_CLIENTS_OF_ALL = 262_144;

  private final AddressSieve told = new AddressSieve();
  private final LearnedEndpoints learned = new LearnedEndpoints(Samples.SHIPPED.circumstance(), told);

  private static Answer answer(int packet) {
    return new Answer("eu.pool.example", "a.pcap", packet, START);
  }

  private static IpAddress numbered(int number) {
    return IpAddress.ofIpv4(0x0B00_0000 + number);
  }

  @Test
  void nothing_isKnownOfOthers() {
    assertThat(learned.isEmpty()).isTrue();
    assertThat(learned.at(POOL, START)).isNull();
    learned.learn(POOL, ENTRY, MINER, answer(7), 60);
    assertThat(learned.isEmpty()).isFalse();
    assertThat(learned.at(OTHER, START)).isNull();
    assertThat(told.mayHold(POOL.high(), POOL.low())).isTrue();
  }

  @Test
  void answer_holdsForItsTtlAndTheGrace() {
    learned.learn(POOL, ENTRY, MINER, answer(7), 60);
    assertThat(learned.at(POOL, START + 60 * SECOND + GRACE)).isNotNull();
    assertThat(learned.at(POOL, START + 60 * SECOND + GRACE + 1)).isNull();
  }

  @Test
  void laterAnswer_makesItLonger_andNeverShorter() {
    learned.learn(POOL, ENTRY, MINER, answer(7), 3600);
    learned.learn(POOL, ENTRY, MINER, answer(8), 60);
    assertThat(learned.at(POOL, START + 3600 * SECOND + GRACE)).isNotNull();
    learned.learn(POOL, ENTRY, MINER, new Answer("eu.pool.example", "a.pcap", 9, START + DAY), 3600);
    assertThat(learned.at(POOL, START + DAY + 3600 * SECOND + GRACE)).isNotNull();
  }

  @Test
  void absurdTtl_isCut() {
    learned.learn(POOL, ENTRY, MINER, answer(7), Long.MAX_VALUE);
    assertThat(learned.at(POOL, START + 7 * DAY)).isNotNull();
    assertThat(learned.at(POOL, START + 9 * DAY)).as("no longer than resolvers remember").isNull();
  }

  @Test
  void clients_eachHaveTheirFirstAnswer_andOthersNone() {
    learned.learn(POOL, ENTRY, MINER, answer(7), 60);
    learned.learn(POOL, ENTRY, MINER, answer(8), 60);
    learned.learn(POOL, ENTRY, OTHER, answer(9), 60);
    LearnedEndpoints.Learned known = learned.at(POOL, START);
    assertThat(known.entry()).isSameAs(ENTRY);
    assertThat(known.answerTo(MINER)).isEqualTo(answer(7));
    assertThat(known.answerTo(OTHER)).isEqualTo(answer(9));
    assertThat(known.answerTo(POOL)).isNull();
    assertThat(known.answerFor(POOL)).isEqualTo(answer(7));
  }

  @Test
  void clients_areKeptUpToABound_theOldestGoFirst() {
    for (int i = 0; i <= MOST_CLIENTS; i++) {
      learned.learn(POOL, ENTRY, numbered(i), answer(i), 60);
    }
    LearnedEndpoints.Learned known = learned.at(POOL, START);
    assertThat(known.answerTo(numbered(0))).isNull();
    assertThat(known.answerTo(numbered(1))).isNotNull();
    assertThat(known.answerTo(numbered(MOST_CLIENTS))).isNotNull();
  }

  @Test
  void addresses_areKeptUpToABound_theOldestGoFirst() {
    for (int i = 0; i <= MOST; i++) {
      learned.learn(numbered(i), ENTRY, MINER, answer(i), 60);
    }
    assertThat(learned.at(numbered(0), START)).isNull();
    assertThat(learned.at(numbered(1), START)).isNotNull();
    assertThat(learned.at(numbered(MOST), START)).isNotNull();
  }

  @Test
  void clientsOfAllAddresses_areKeptUpToABound_theOldestGoFirst() {
    for (int i = 0; i <= MOST_CLIENTS_OF_ALL; i++) {
      learned.learn(numbered(i / MOST_CLIENTS), ENTRY, numbered(i), answer(i), 60);
    }
    assertThat(learned.at(numbered(0), START)).isNull();
    assertThat(learned.at(numbered(1), START)).isNotNull();
    assertThat(learned.at(numbered(MOST_CLIENTS_OF_ALL / MOST_CLIENTS), START)).isNotNull();
    learned.use(Samples.SHIPPED.circumstance(), name -> null);
    for (int i = 0; i < MOST_CLIENTS_OF_ALL; i++) {
      learned.learn(numbered(i / MOST_CLIENTS), ENTRY, numbered(i), answer(i), 60);
    }
    assertThat(learned.at(numbered(0), START)).as("those forgotten before are not counted").isNotNull();
  }

  @Test
  void otherNames_soManyOfThem_makeItShared() {
    learned.learn(POOL, ENTRY, MINER, answer(7), 60);
    int most = Samples.SHIPPED.circumstance().sharingNames();
    for (int i = 0; i < most - 1; i++) {
      learned.onOtherName(POOL, "site" + i + ".example", null, START);
      learned.onOtherName(POOL, "site0.example", null, START);
    }
    assertThat(learned.isShared(POOL, START)).isFalse();
    assertThat(learned.at(POOL, START)).isNotNull();
    learned.onOtherName(POOL, "another.example", null, START);
    assertThat(learned.isShared(POOL, START)).isTrue();
    assertThat(learned.at(POOL, START)).isNull();
    assertThat(learned.isShared(OTHER, START)).isFalse();
  }

  /** Whoever mines at an address could call it what he likes. */
  @Test
  void otherNames_thatOneClientCalls_areOne() {
    for (int i = 0; i < 10; i++) {
      learned.onOtherName(POOL, "site" + i + ".example", MINER, START);
    }
    assertThat(learned.isShared(POOL, START)).isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(learned.isShared(POOL, START)).isFalse();
      learned.onOtherName(POOL, "site0.example", numbered(i), START);
      learned.onOtherName(POOL, "other" + i + ".example", numbered(i), START);
    }
    assertThat(learned.isShared(POOL, START)).isTrue();
    assertThat(learned.onOtherName(POOL, "site7.example", MINER, START + DAY)).as("in place of what the client called before").isTrue();
    assertThat(learned.isShared(POOL, START + 7 * DAY + 1)).isFalse();
  }

  @Test
  void otherNames_countForAWeek() {
    learned.learn(POOL, ENTRY, MINER, answer(7), 7 * 86_400);
    for (int i = 0; i < 4; i++) {
      learned.onOtherName(POOL, "site" + i + ".example", null, START + i * DAY);
    }
    assertThat(learned.isShared(POOL, START + 7 * DAY)).isTrue();
    assertThat(learned.isShared(POOL, START + 7 * DAY + 1)).isFalse();
    assertThat(learned.at(POOL, START + 7 * DAY + 1)).isNotNull();
    learned.onOtherName(POOL, "new.example", null, START + 8 * DAY);
    assertThat(learned.isShared(POOL, START + 8 * DAY)).as("in place of the eldest").isTrue();
    assertThat(learned.onOtherName(POOL, "site1.example", null, START + 8 * DAY)).isTrue();
    assertThat(learned.onOtherName(POOL, "site1.example", null, START + 8 * DAY + SECOND)).as("of the same hour").isFalse();
    assertThat(learned.isShared(POOL, START + 9 * DAY)).as("seen again").isTrue();
    assertThat(learned.isShared(POOL, START + 9 * DAY + 1)).isFalse();
  }
}
