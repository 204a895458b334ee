package stratoscope.rhythm;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * Long-lived connections inside ciphers that are no mining, made last, to judge by; some of what they showed has been tuned on since. Each
 * makes one connection of five minutes to hours.
 */
enum HeldOutTraffic {
  HEARTBEATS_LOOSE(c -> {
    loose(c, 20, 40, at -> c.ask(at, c.whole(30, 60), c.whole(30, 60)));
    c.atRandom(600, at -> c.tell(at, c.whole(100, 500), c.whole(30, 60)));
  }),
  CHAT_EVEN_LENGTHS(c -> {
    c.atRandom(c.uniform(10, 60), at -> c.ask(at, c.whole(60, 400), c.whole(40, 50)));
    c.atRandom(c.uniform(10, 60), at -> c.down(at, c.whole(60, 500)));
    c.every(30, 0.02, at -> c.ask(at, 10, 10));
  }),
  REPORTS_AT_UNEVEN_TIMES(c -> {
    int report = c.whole(150, 500);
    loose(c, 5, 25, at -> c.ask(at, report + c.whole(0, 1), c.whole(48, 49)));
    c.atRandom(300, at -> c.down(at, c.whole(300, 800)));
  }),
  REPORTS_BY_CHANCE(c -> {
    int report = c.whole(150, 500);
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, report * c.uniform(0.9, 1.1), 50));
    c.atRandom(c.uniform(300, 1800), at -> c.tell(at, c.whole(300, 800), c.whole(40, 60)));
  }),
  /** Readings of one length when something changes, settings sent back that the device confirms. */
  DEVICE_WITH_SETTINGS(c -> {
    int reading = c.whole(100, 400);
    int settings = c.whole(200, 600);
    c.atRandom(c.uniform(10, 90), at -> c.ask(at, reading + c.whole(0, 2), c.whole(30, 31)));
    c.atRandom(c.uniform(200, 1200), at -> c.tell(at, settings + c.whole(0, 3), c.whole(45, 46)));
  }),
  MAIL_IDLE_RENEWED(c -> {
    c.every(c.oneOf(540, 1740), 0.005, at -> {
      c.ask(at, 6, c.whole(24, 30));
      c.ask(at + 0.1, 12, 10);
    });
    c.inBursts(600, 5, 0.2, at -> c.down(at, c.whole(14, 26)));
  }),
  SHELL_TYPED(c -> {
    c.inBursts(90, 40, 0.25, at -> c.ask(at, 36, c.maybe(0.85) ? 36 : c.logNormal(300, 1)));
    c.every(c.oneOf(30, 60), 0, at -> c.ask(at, 52, 36));
  }),
  SHELL_LOG_LINES(c -> {
    int line = c.whole(80, 160);
    c.atRandom(c.uniform(2, 30), at -> c.down(at, line + c.whole(-3, 3)));
    c.every(60, 0, at -> c.ask(at, 52, 36));
  }),
  PRESENCE_BOTH_WAYS(c -> {
    c.atRandom(c.uniform(15, 90), at -> c.ask(at, c.whole(110, 118), c.whole(20, 60)));
    c.atRandom(c.uniform(5, 60), at -> c.down(at, c.whole(130, 160)));
    c.every(25, 0.01, at -> c.tell(at, 1, 1));
  }),
  SLOW_GAME(c -> {
    c.every(2, 0.05, at -> c.up(at, c.whole(40, 46)));
    c.every(2, 0.05, at -> c.down(at, c.whole(90, 240)));
  }),
  STRATEGY_GAME(c -> {
    c.inBursts(60, 30, 3, at -> c.ask(at, c.whole(70, 130), c.whole(28, 34)));
    c.atRandom(c.uniform(5, 30), at -> c.down(at, c.logNormal(260, 0.35)));
    c.every(c.oneOf(10, 30), 0.01, at -> c.ask(at, 6, 6));
  }),
  POKER_TABLE(c -> {
    int players = c.whole(2, 8);
    int event = c.whole(120, 200);
    for (double now = 1; now < c.seconds; ) {
      for (int other = 0; other < players; other++) {
        c.down(now, event + c.whole(-8, 8));
        now += 1 + c.logNormal(4, 0.6);
      }
      c.ask(now, c.whole(80, 84), event + c.whole(-8, 8));
      now += 1 + c.logNormal(2, 0.6);
    }
  }),
  AUCTION(c -> {
    c.atRandom(c.uniform(3, 40), at -> c.down(at, c.whole(150, 170)));
    c.atRandom(c.uniform(30, 200), at -> c.ask(at, c.whole(70, 76), c.whole(150, 170)));
    c.every(20, 0.01, at -> c.tell(at, 2, 2));
  }),
  BROKER_PLAIN(c -> {
    int out = c.whole(60, 300);
    int in = c.whole(60, 300);
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, out + c.whole(0, 2), 5));
    c.atRandom(c.uniform(5, 120), at -> c.down(at, in + c.whole(0, 2)));
    c.every(120, 0.01, at -> c.ask(at, 6, 6));
    c.every(120, 0.01, at -> c.tell(at, 6, 6));
  }),
  /** A broker that gives a receipt for each message, and hands out those of others. */
  BROKER_RECEIPTS(c -> {
    int out = c.whole(120, 300);
    int in = c.whole(120, 300);
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, out + c.whole(-6, 6), c.whole(30, 33)));
    c.atRandom(c.uniform(5, 60), at -> c.down(at, in + c.whole(-25, 25)));
    c.every(10, 0.01, at -> c.up(at, 1));
    c.every(10, 0.01, at -> c.down(at, 1));
  }),
  STREAM_READER(c -> {
    double gap = c.uniform(2, 40);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(5, gap * c.random.nextExponential());
      c.up(now, 74);
      c.down(now + wait, wait < 5 ? c.whole(180, 190) : 5);
      now += wait + c.latency();
    }
  }),
  PUBLISH_REQUESTS(c -> c.every(c.oneOf(1, 5, 10), 0.01, at -> {
    c.down(at, c.maybe(0.4) ? c.whole(130, 134) : 76);
    c.up(at + 0.02, c.whole(84, 88));
  })),
  NOTEBOOK(c -> {
    c.inBursts(120, 30, 0.4, at -> c.down(at, c.logNormal(420, 0.4)));
    c.inBursts(120, 5, 4, at -> c.ask(at, c.logNormal(600, 0.4), c.whole(330, 340)));
    c.every(30, 0.01, at -> c.tell(at, 2, 2));
  }),
  MULTIPLEXED_TUNNEL(c -> {
    c.every(30, 0.005, at -> c.ask(at, 12, 12));
    c.inBursts(60, 5, 0.4, at -> c.ask(at, c.logNormal(400, 0.8), c.logNormal(1200, 0.9)));
  }),
  /** Cells of one length, whatever is in them. */
  ONION_CELLS(c -> {
    loose(c, 1.5, 9.5, at -> c.up(at, 514));
    c.inBursts(120, 10, 0.5, at -> c.ask(at, 514, 514));
    c.atRandom(c.uniform(5, 60), at -> c.down(at, 514));
  }),
  CHAIN_EVENTS(c -> {
    c.every(12, 0.02, at -> c.down(at + c.uniform(0, 2), c.whole(388, 390)));
    c.atRandom(c.uniform(5, 60), at -> c.down(at, c.logNormal(620, 0.1)));
    c.every(c.oneOf(15, 30), 0.01, at -> c.down(at, 2));
  }),
  POSITION_FEEDER(c -> c.atRandom(c.uniform(0.5, 10), at -> c.up(at, c.oneOf(23, 30, 44)))),
  WALLET_BACKEND(c -> {
    c.every(c.oneOf(10, 20), 0.02, at -> c.ask(at, c.whole(140, 146), c.whole(210, 216)));
    c.atRandom(c.uniform(60, 600), at -> c.down(at, c.whole(270, 276)));
  }),
  DELIVERY_COURIER(c -> {
    int position = c.whole(90, 200);
    loose(c, 4, 12, at -> c.ask(at, position + c.whole(-2, 2), c.whole(20, 24)));
    c.inBursts(900, 60, 10, at -> c.tell(at, c.logNormal(900, 0.4), 40));
  }),
  CALL_CENTRE(c -> {
    c.inBursts(240, 60, 8, at -> c.down(at, c.whole(300, 460)));
    c.inBursts(240, 30, 8, at -> c.ask(at, c.whole(120, 150), c.whole(90, 120)));
    c.every(15, 0.01, at -> c.ask(at, 20, 20));
  }),
  ACCESS_CONTROL(c -> {
    int badge = c.whole(90, 160);
    c.inBursts(300, 120, 12, at -> c.ask(at, badge, c.whole(50, 51)));
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, 40, 50));
    c.atRandom(3600, at -> c.tell(at, c.whole(300, 2000), 50));
  }),
  VENDING_MACHINE(c -> {
    int sale = c.whole(180, 320);
    c.inBursts(200, 90, 30, at -> c.ask(at, sale + c.whole(-3, 3), c.whole(60, 64)));
    c.every(60, 0.02, at -> c.ask(at, 60, 60));
    c.atRandom(1800, at -> c.tell(at, c.whole(200, 600), 60));
  });

  private final Consumer<Chatter> script;

  HeldOutTraffic(Consumer<Chatter> script) {
    this.script = script;
  }

  private static void loose(Chatter c, double least, double most, DoubleConsumer action) {
    for (double at = c.uniform(0, most); at < c.seconds; at += c.uniform(least, most)) {
      action.accept(at);
    }
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    return Chatter.calm(name(), seed, 9000 + ordinal(), script);
  }
}
