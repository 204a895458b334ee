package stratoscope.record;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostCase;
import stratoscope.host.HostRigs;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;

/** A finding to write down, of which a test changes what it is about. Of its numbers none is known at first. */
public final class SampleFinding {
  /** 2023-11-14T22:13:20Z. */
  public static final long SOME_MICROS = 1_700_000_000_000_000L;

  public Verdict verdict = Verdict.CONFIRMED;
  public int score = 100;
  public IpAddress miner = address("192.0.2.10");
  public IpAddress pool = address("198.51.100.20");
  public String sidesSeen = "both";
  public long firstSeenMicros = SOME_MICROS;
  public long flowId = 77;
  public Long bytesUp;
  public Long bytesDown;
  public String dialect = "stratum-v1";
  public Identity identity;
  public List<String> users = List.of();
  public List<String> passwordOptions = List.of();
  public String agent;
  public List<String> redirects = List.of();
  public List<String> serverMessages = List.of();
  public String coin;
  public List<String> coinCandidates = List.of();
  public String jobAlgorithm;
  public Long submitted;
  public Long accepted;
  public Long rejected;
  public double difficulty = Double.NaN;
  public Hashrate hashrate;
  public Finding.Machine machine = Finding.Machine.UNKNOWN;
  public final List<Evidence> evidence = new ArrayList<>();

  public SampleFinding sign(String rule, int weight, String excerpt) {
    String owner = rule.startsWith("conversation-") ? "conversation" : "stratum-v1";
    Rule sign = new Rule(rule, owner, owner, weight, false, false, "means something");
    evidence.add(new Evidence(sign, Side.MINER, evidence.size() + 4L, SOME_MICROS, excerpt));
    return this;
  }

  public Finding finding() {
    return new Finding(verdict, score,
        new Finding.Connection(miner, 41000, pool, 3333, false, 1, flowId, false, sidesSeen, firstSeenMicros, firstSeenMicros + 60_000_000,
            bytesUp, bytesDown, "sample.pcap", 4),
        new Finding.Speech("stratum", List.of("tcp"), dialect == null ? null : dialect + "-sign",
            dialect == null ? List.of() : List.of(dialect), Double.NaN),
        new Finding.Dialogue(dialect, "miner", identity, users, passwordOptions, agent, null, null, null, null, redirects,
            serverMessages, new Finding.Pool(null, null, null)),
        new Finding.Work(coin, null, jobAlgorithm, coinCandidates, null, submitted, accepted, rejected, difficulty, hashrate, null,
            machine),
        List.copyOf(evidence));
  }

  /** An address that mines, without anything known of it but that. */
  public static Host host(String ip, Verdict verdict) {
    return new Host(Host.State.ENDED, address(ip), verdict, 50, SOME_MICROS, SOME_MICROS, 0, 1, List.of(), List.of(), List.of(),
        List.of(), List.of(), HostRigs.between(1, 1), Map.of(), HostCase.UNKNOWN);
  }

  /** The sums of a run that read 1000 packets, of which it looked at some. */
  public static Stats stats(double elapsedSeconds) {
    return new Stats(1000, 64_000, 900, Map.of("udp", 80L), Map.of("malformed", 20L), Map.of(), Map.of("segments", 900L), 3, 2, 10, 1, 0,
        List.of(), SOME_MICROS, 60, elapsedSeconds);
  }

  /** An address written as text. */
  public static IpAddress address(String text) {
    try {
      byte[] bytes = InetAddress.getByName(text).getAddress();
      ByteBuffer wide = ByteBuffer.allocate(16);
      if (bytes.length == 4) {
        wide.putShort(10, (short) -1).position(12);
      }
      wide.put(bytes);
      return new IpAddress(wide.getLong(0), wide.getLong(8));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
