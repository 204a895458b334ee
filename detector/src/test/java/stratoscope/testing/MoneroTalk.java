package stratoscope.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import stratoscope.testing.RecordedTls.Said;

/**
 * What a Monero miner and its pool say to each other, at times that chance decides; the same for the same seed. Wallet and all are
 * invented.
 */
public final class MoneroTalk {
  private static final double JOB_SECONDS = 40;
  private static final double SHARE_SECONDS = 14;
  private static final double ANSWER_SECONDS = 0.06;
  private static final int BLOB_BYTES = 76;

  private final Random random;
  private final List<Said> said = new ArrayList<>();
  private int jobs;
  private int shares;

  private MoneroTalk(long seed) {
    random = new Random(seed);
  }

  /** A session of so many seconds, from login on. */
  public static List<Said> ofSeconds(double seconds, long seed) {
    return talk(seconds, seconds, seed);
  }

  /** The same of one who is too slow to find any. */
  public static List<Said> withoutShares(double seconds, long seed) {
    return talk(seconds, 0, seed);
  }

  private static List<Said> talk(double seconds, double sharesSeconds, long seed) {
    MoneroTalk talk = new MoneroTalk(seed);
    talk.login();
    talk.jobs(seconds);
    talk.shares(sharesSeconds);
    talk.said.sort(Comparator.comparingDouble(Said::seconds));
    return List.copyOf(talk.said);
  }

  private void login() {
    said.add(Said.byClient(0.2, "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"4" + hex(47)
        + "\",\"pass\":\"x\",\"agent\":\"XMRig/6.21.0 (Linux x86_64) libuv/1.44.2 gcc/12.2.0\",\"algo\":[\"rx/0\",\"cn/r\"]}}\n"));
    said.add(Said.byServer(0.3, "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":null,\"result\":{\"id\":\"" + hex(4) + "\",\"job\":" + job()
        + ",\"status\":\"OK\"}}\n"));
  }

  private void jobs(double seconds) {
    for (double at = 15 + gap(JOB_SECONDS); at < seconds; at += gap(JOB_SECONDS)) {
      said.add(Said.byServer(at, "{\"jsonrpc\":\"2.0\",\"method\":\"job\",\"params\":" + job() + "}\n"));
    }
  }

  private void shares(double seconds) {
    for (double at = 12 + gap(SHARE_SECONDS); at < seconds; at += gap(SHARE_SECONDS)) {
      int id = 100 + shares++;
      said.add(Said.byClient(at, "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"method\":\"submit\",\"params\":{\"id\":\"5ca1ab1e\","
          + "\"job_id\":\"" + hex(8) + "\",\"nonce\":\"" + hex(4) + "\",\"result\":\"" + hex(32) + "\",\"algo\":\"rx/0\"}}\n"));
      said.add(Said.byServer(at + ANSWER_SECONDS,
          "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"error\":null,\"result\":{\"status\":\"OK\"}}\n"));
    }
  }

  private double gap(double mean) {
    return Math.max(0.5, mean * random.nextExponential());
  }

  private String job() {
    return "{\"blob\":\"" + hex(BLOB_BYTES) + "\",\"job_id\":\"" + hex(8) + "\",\"target\":\"b88d0600\",\"algo\":\"rx/0\",\"height\":"
        + (3_100_000 + jobs++) + ",\"seed_hash\":\"" + hex(32) + "\"}";
  }

  private String hex(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
