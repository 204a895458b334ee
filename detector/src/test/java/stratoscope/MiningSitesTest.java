package stratoscope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;

/**
 * Whole mining sites over weeks, as two published cases of Guangdong describe them: about 190 machines, more than 1,000 hours, more than
 * 90,000 kWh; about 540 machines, 1,300 hours, 370,000 kWh (0.47 and 0.53 kW a machine). The machines are made up to be what takes that:
 * rigs of a few graphics cards each. What a scan says of such a site must hold the published figures.
 */
class MiningSitesTest {
  /** 2022-03-01. */
  private static final long START = 1_646_092_800_000_000L;
  private static final int SITE = 0xC000_0205;
  private static final int POOL = 0xC633_6414;
  private static final long JOB_SECONDS = 3000;
  private static final int JOBS_PER_SHARE = 5;
  /** A card: RTX 3060 Ti. */
  private static final double CARD_RATE = 60e6;

  /** A machine of the site, and how far its two streams are. */
  private static final class Machine {
    private final SegmentSource.Connection connection;
    private final String user;
    private final int cards;
    private long up = 1000;
    private long down = 5000;

    Machine(int number, int cards) {
      connection = new SegmentSource.Connection(SITE, 20_000 + number, POOL, 3333);
      user = "0x00112233445566778899aabbccddeeff00112233.rig" + number;
      this.cards = cards;
    }

    SegmentSource.Segment says(long micros, boolean isFromClient, String text) {
      byte[] bytes = (text + "\n").getBytes(US_ASCII);
      long sequence = isFromClient ? up : down;
      up += isFromClient ? bytes.length : 0;
      down += isFromClient ? 0 : bytes.length;
      return new SegmentSource.Segment(micros, connection, isFromClient, sequence, bytes);
    }

    /** Difficulty at which a share takes as long as {@link #JOBS_PER_SHARE} jobs, in units of 2^32 hashes. */
    double difficulty() {
      return cards * CARD_RATE * JOB_SECONDS * JOBS_PER_SHARE / Math.scalb(1.0, 32);
    }

    Stream<SegmentSource.Segment> at(int job) {
      long micros = START + job * JOB_SECONDS * 1_000_000 + connection.clientPort() * 1000L;
      List<SegmentSource.Segment> said = new ArrayList<>();
      if (job == 0) {
        said.add(says(micros, true,
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"ethminer/0.19.0\",\"EthereumStratum/1.0.0\"]}"));
        said.add(says(micros, false,
            "{\"id\":1,\"result\":[[\"mining.notify\",\"ae68\",\"EthereumStratum/1.0.0\"],\"080c\"],\"error\":null}"));
        said.add(says(micros, true, "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"x\"]}"));
        said.add(says(micros, false, "{\"id\":2,\"result\":true,\"error\":null}"));
        said.add(says(micros, false, String.format(Locale.ROOT, "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[%.3f]}",
            difficulty())));
      }
      if (job % JOBS_PER_SHARE == JOBS_PER_SHARE - 1) {
        said.add(says(micros, true, String.format(Locale.ROOT,
            "{\"id\":%d,\"method\":\"mining.submit\",\"params\":[\"%s\",\"%08x\",\"%012x\"]}",
            job + 10, user, job - 1, job)));
        said.add(says(micros, false, "{\"id\":" + (job + 10) + ",\"result\":true,\"error\":null}"));
      }
      said.add(says(micros, false, String.format(Locale.ROOT,
          "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"%08x\",\"%064x\",\"%064x\",true]}", job, 7, job + 99)));
      return said.stream();
    }
  }

  /** Keeps the hosts. */
  private static final class Hosts implements RecordSink {
    private final List<Host> hosts = new ArrayList<>();

    @Override
    public void onMining(Finding finding, ProofPackets proof) {}

    @Override
    public void onHost(Host host) {
      hosts.add(host);
    }

    @Override
    public void onStats(Stats stats) {}

    @Override
    public void close() {}
  }

  private static Host hostOf(int machines, int hours) throws IOException {
    List<Machine> site = IntStream.range(0, machines).mapToObj(i -> new Machine(i, 3 + i % 3)).toList();
    int jobs = (int) (hours * 3600L / JOB_SECONDS) + 1;
    Iterator<SegmentSource.Segment> segments =
        IntStream.range(0, jobs).boxed().flatMap(job -> site.stream().flatMap(machine -> machine.at(job))).iterator();
    Hosts hosts = new Hosts();
    try {
      new Detector(DetectorOptions.defaults(), RuleFiles.load(null), hosts).run(new SegmentSource(segments));
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
    assertThat(hosts.hosts).hasSize(1);
    return hosts.hosts.get(0);
  }

  @ParameterizedTest
  @CsvSource({"190, 1000, 90000", "540, 1300, 370000"})
  void publishedCase_isHeldByTheIntervals(int machines, int hours, double kilowattHours) throws IOException {
    Host host = hostOf(machines, hours);
    assertThat(host.rigs().low()).isLessThanOrEqualTo(machines);
    assertThat(host.rigs().high()).isGreaterThanOrEqualTo(machines);
    assertThat(host.rigs().high()).as("no more than a tenth away").isLessThan(machines * 11 / 10);
    assertThat(host.activeSeconds() / 3600).isBetween(hours * 0.99, hours * 1.01);
    assertThat(host.facts().power()).isNotNull();
    assertThat(kilowattHours).isBetween(host.facts().power().lowKwh(), host.facts().power().highKwh());
    assertThat(host.facts().power().highKwh()).as("an interval that says something").isLessThan(host.facts().power().lowKwh() * 5);
    assertThat(host.facts().power().sessions()).isEqualTo(machines);
    assertThat(host.facts().power().assumes()).isEqualTo("any gpu for ethash of its time: 1.59-4.01 J/MH");
    assertThat(host.facts().power().highWatts() * host.activeSeconds() / 3.6e6).isCloseTo(host.facts().power().highKwh(),
        withPercentage(0.1));
    assertThat(host.deviceClasses()).containsExactly("gpu");
    assertThat(host.facts().kind()).isEqualTo("site");
    assertThat(host.facts().reasons()).contains(machines + " machines").anyMatch(reason -> reason.startsWith("at work 100 %"));
    double rate = host.hashrates().get("ethash").rate().hashesPerSecond();
    assertThat(rate).isBetween(machines * 4 * CARD_RATE * 0.98, machines * 4 * CARD_RATE * 1.02);
    assertThat(Arrays.asList("ETH", "ETC")).containsAll(host.coins());
  }
}
