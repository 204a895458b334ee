package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.packet.IpAddress;
import stratoscope.state.Records;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;

/** What was found comes back from a state as it was. */
class SavedFindingTest {
  private static HourlyWork hourly() {
    HourlyWork hourly = new HourlyWork();
    LongStream.range(0, 100).forEach(share -> hourly.add(share * 3_500_000_000L, 16));
    return hourly;
  }

  private static Finding finding() throws RuleFileException {
    Distinct workers = new Distinct(RigCount.MAX_DISTINCT);
    List.of("one", "two", "three").forEach(workers::add);
    Finding.Machine machine = new Finding.Machine(40, new Power(1, 2, 3, "as said"), List.of("not as said"),
        new Rigs(2, 3, 4, workers), new Finding.Pace(List.of(new Pause(10, 20, true), new Pause(30, 50, false)), hourly()));
    return new Finding(Verdict.CONFIRMED, 90,
        new Finding.Connection(new IpAddress(0, 1), 41_000, new IpAddress(0, 2), 3333, false, 2, 77, true, "both", 5, 65, 100L, null,
            "wire0", 4),
        new Finding.Speech("stratum", List.of("tcp", "tls"), "stratum-v1-subscribe", List.of("stratum-v1"), 1.5),
        new Finding.Dialogue("stratum-v1", "proxy", new Identity("wallet.rig", "wallet", "rig", "a@b.example", List.of("+5"), "BTC"),
            List.of("wallet.rig"), List.of("d=5"), "cgminer/4.12.1", "asic", "S9", "ae68", "f800", List.of("pool.example:1"),
            List.of("hello"), new Finding.Pool("Some Pool", "pool.example", 3333)),
        new Finding.Work("BTC", "sha256d", "sha256", List.of("BTC", "BCH"), 5L, 4L, 3L, 1L, 16, new Hashrate(5, 4, 6, "shares"),
            new Hashrate(7, 7, 7, "claim"), machine),
        List.of(new Evidence(ShippedRules.take().rules().rule("stratum-v1-subscribe"), 40, Side.MINER, 8, 9, "{…}")), "ours",
        new Holder(new Owner("A", "residential", "Zhejiang", "hall", "line-1", "general", "a@b.example"),
            new Subscriber("line-1", "miner-pc", "nat", new IpAddress(0, 3), 1, 90), new Place(64_500L, "Net", "CN", "Hangzhou")));
  }

  @Test
  void finding_comesBackAsItWas() throws RuleFileException, StateException {
    Finding finding = finding();
    StateReader record = Records.of(List.of(out -> {
      SavedFinding.save(finding, out.begin(StateKind.CONTACT));
      out.end();
    })).get(0);
    assertThat(SavedFinding.restore(record)).usingRecursiveComparison().isEqualTo(finding);
  }
}
