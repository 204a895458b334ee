package stratoscope.rhythm;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Mining inside ciphers, of all kinds: lengths as in transcripts of real sessions and the dialects' documents, rates as pools set them.
 * Each makes one connection of five minutes to hours.
 */
enum MinerTraffic {
  /** Most pools aim at 5 to 30 shares a minute; a coinbase with many outputs and 8 to 14 branches. */
  BITCOIN(300, c -> {
    int branches = c.whole(8, 13);
    int coinbase = c.whole(350, 900);
    c.every(c.oneOf(20, 30, 30, 60), 0.02, at -> c.down(at, 330 + coinbase + 67 * (branches + (c.maybe(0.2) ? 1 : 0))));
    c.atRandom(600, at -> c.down(at, 330 + coinbase + 67 * c.whole(6, 12)));
    vardiff(c, 60 / c.uniform(5, 30), c.whole(95, 190), c.oneOf(36, 37, 38));
  }),
  /** A small rig that a pool's lowest difficulty leaves with few shares. */
  BITCOIN_HOME(1200, c -> {
    int job = c.whole(900, 1900);
    c.every(c.oneOf(30, 60), 0.02, at -> c.down(at, job + 67 * c.whole(0, 1)));
    shares(c, c.uniform(60, 200), c.whole(100, 170), 37);
  }),
  MONERO(300, c -> {
    int job = c.whole(330, 440);
    c.atRandom(c.uniform(25, 90), at -> c.down(at, job + c.whole(-1, 1)));
    shares(c, c.uniform(8, 45), c.whole(185, 260), c.oneOf(63, 64, 67, 69));
  }),
  MONERO_KEEPALIVE(300, c -> {
    int job = c.whole(330, 440);
    c.atRandom(c.uniform(25, 60), at -> c.down(at, job + c.whole(-1, 1)));
    shares(c, c.uniform(15, 60), c.whole(185, 260), 67);
    c.every(60, 0.01, at -> c.ask(at, 97, 76));
  }),
  MONERO_THROTTLED(1800, c -> {
    int job = c.whole(330, 440);
    int share = c.whole(185, 260);
    c.atRandom(c.uniform(25, 60), at -> c.down(at, job + c.whole(-1, 1)));
    c.every(60, 0.01, at -> c.ask(at, 97, 76));
    shares(c, c.uniform(120, 300), share, 67);
  }),
  NICEHASH(300, c -> {
    int job = c.whole(700, 1300);
    c.atRandom(c.uniform(10, 30), at -> c.down(at, job + 67 * c.whole(0, 2)));
    vardiff(c, c.uniform(3, 15), c.whole(95, 140), 37);
  }),
  ETHEREUM(300, c -> {
    c.atRandom(c.uniform(4, 13), at -> c.down(at, c.oneOf(240, 241)));
    shares(c, c.uniform(8, 60), c.whole(238, 262), c.oneOf(37, 38, 40));
    if (c.maybe(0.7)) {
      c.every(c.oneOf(10, 60, 60), 0.01, at -> c.ask(at, c.whole(178, 180), 38));
    }
  }),
  ETHEREUM_NICEHASH(300, c -> {
    c.atRandom(c.uniform(4, 13), at -> c.down(at, 205));
    shares(c, c.uniform(5, 40), c.whole(88, 130), 37);
  }),
  /** A block each second; ten a second since the Crescendo fork. */
  KASPA(300, c -> {
    c.atRandom(1, at -> c.down(at, c.whole(146, 153)));
    vardiff(c, c.uniform(3, 12), c.whole(100, 150), c.oneOf(25, 26, 36));
  }),
  KASPA_TEN(300, c -> {
    c.atRandom(0.1, at -> c.down(at, c.whole(146, 153)));
    vardiff(c, c.uniform(3, 12), c.whole(100, 150), c.oneOf(25, 26, 36));
  }),
  KAWPOW(300, c -> {
    c.atRandom(c.uniform(15, 60), at -> c.down(at, c.whole(296, 299)));
    c.atRandom(300, at -> c.down(at, 110));
    shares(c, c.uniform(6, 40), c.whole(225, 280), 37);
  }),
  ZCASH(300, c -> {
    c.atRandom(c.uniform(20, 75), at -> c.down(at, c.whole(415, 417)));
    shares(c, c.uniform(8, 60), c.whole(2830, 2900), c.oneOf(37, 39));
  }),
  ALEPHIUM(300, c -> {
    int job = c.whole(3000, 9000);
    c.atRandom(c.uniform(4, 10), at -> c.down(at, job * c.uniform(0.95, 1.05)));
    shares(c, c.uniform(6, 30), c.whole(700, 820), c.oneOf(37, 45));
  }),
  /** A proxy in front of many rigs, each with its own part of the nonces. */
  PROXY(300, c -> {
    int job = c.whole(330, 440);
    c.atRandom(c.uniform(20, 60), at -> c.down(at, job + c.whole(-1, 1)));
    shares(c, c.uniform(0.7, 3), c.whole(185, 260), 67);
  }),
  /** Noise frames: 22 bytes of header, 16 of tag; messages as in the specification. */
  STRATUM_V2(300, c -> {
    c.every(c.oneOf(30, 60), 0.02, at -> c.down(at, 49));
    c.atRandom(600, at -> {
      c.down(at, 17);
      c.down(at + 0.001, 48);
    });
    shares(c, c.uniform(3, 15), 24, 20);
  }),
  STRATUM_V2_EXTENDED(300, c -> {
    int job = c.whole(400, 1100);
    c.every(c.oneOf(30, 60), 0.02, at -> c.down(at, job + 32 * c.whole(0, 1)));
    c.atRandom(600, at -> c.down(at, 48));
    shares(c, c.uniform(3, 15), 33, 20);
  }),
  BROWSER(300, c -> {
    int job = c.whole(190, 260);
    c.atRandom(c.uniform(25, 90), at -> c.down(at, job + c.whole(-1, 1)));
    shares(c, c.uniform(5, 30), c.whole(135, 180), c.oneOf(45, 58));
  }),
  /** A cipher of somebody's own around a plain session. */
  OWN_CIPHER(300, c -> {
    int job = c.whole(330, 440);
    c.atRandom(c.uniform(25, 90), at -> c.down(at, job + c.whole(-1, 1)));
    shares(c, c.uniform(8, 45), c.whole(185, 260), 67);
  }),
  /** Says by two timers how fast it is and that it is there. */
  ETHEREUM_REPORTING(600, c -> {
    c.atRandom(c.uniform(4, 13), at -> c.down(at, c.oneOf(240, 241)));
    shares(c, c.uniform(10, 80), c.whole(238, 262), c.oneOf(37, 38, 40));
    c.every(c.oneOf(20, 60), 0.01, at -> c.ask(at, c.whole(178, 180), 38));
    c.every(60, 0.01, at -> c.ask(at, 85, 60));
  });

  private final double leastSeconds;
  private final Consumer<Chatter> script;

  MinerTraffic(double leastSeconds, Consumer<Chatter> script) {
    this.leastSeconds = leastSeconds;
    this.script = script;
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    Random random = new Random(seed * 1_000_003 + ordinal());
    Chatter.Cipher cipher = switch (this) {
      case STRATUM_V2, STRATUM_V2_EXTENDED -> Chatter.Cipher.NOISE;
      case BROWSER -> Chatter.Cipher.WEBSOCKET;
      case OWN_CIPHER -> Chatter.Cipher.OWN;
      default -> Chatter.Cipher.values()[random.nextInt(4)];
    };
    double seconds = Math.min(12 * 3600, leastSeconds + 30 + 3000 * random.nextExponential());
    Chatter chatter = new Chatter(random, cipher, seconds);
    script.accept(chatter);
    chatter.logIn();
    return chatter.talk(name() + "-" + seed);
  }

  /** Work is found by chance; numbers inside a share make it a byte longer or shorter. */
  private static void shares(Chatter c, double meanGap, int length, double answer) {
    c.atRandom(meanGap, at -> c.ask(at, length + c.whole(0, 1), c.maybe(0.01) ? answer + 25 : answer));
  }

  /** The difficulty starts too low and is raised until the rate is right. */
  private static void vardiff(Chatter c, double meanGap, int length, double answer) {
    double pace = meanGap / c.uniform(1, 6);
    double next = 90;
    for (double at = pace * c.random.nextExponential(); at < c.seconds; at += pace * c.random.nextExponential()) {
      c.ask(at, length + c.whole(0, 1), answer + c.whole(0, 1));
      if (at > next) {
        double wanted = meanGap * c.uniform(0.8, 1.25);
        if (pace != meanGap) {
          c.down(at + 0.1, c.whole(52, 58));
        }
        pace = Math.max(pace, Math.min(wanted, pace * 4));
        next = at + c.uniform(90, 900);
      }
    }
  }
}
