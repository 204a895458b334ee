package stratoscope.rhythm;

import java.util.Random;
import java.util.function.Consumer;
import stratoscope.rhythm.Chatter.Cipher;

/**
 * Long-lived connections inside ciphers that are no mining, of all kinds that stay open at a slow pace. Lengths, pauses and answers are
 * drawn from what the protocols' documents and implementations say, and from habits of people; none was chosen by what the
 * detector makes of it.
 * Each makes one connection of five minutes to hours.
 */
enum CalmTraffic {
  APPLE_PUSH(c -> {
    c.every(c.uniform(300, 1700), 0.05, at -> c.ask(at, 10, 10));
    c.inBursts(900, 60, 15, at -> c.tell(at, c.logNormal(600, 0.5), 30));
  }),
  FIREBASE_PUSH(c -> {
    c.every(c.uniform(240, 1700), 0.05, at -> c.ask(at, 8, 6));
    c.atRandom(c.uniform(120, 1200), at -> c.down(at, c.logNormal(500, 0.4)));
  }),
  /** An app that gets the same kind of notice again and again. */
  FIREBASE_ONE_APP(c -> {
    int notice = c.whole(250, 900);
    c.atRandom(c.uniform(30, 300), at -> c.tell(at, notice + c.whole(0, 6), 22));
    c.every(c.uniform(240, 900), 0.05, at -> c.ask(at, 8, 6));
  }),
  IMAP_IDLE(c -> {
    c.atRandom(c.uniform(120, 900), at -> {
      c.down(at, c.whole(14, 18));
      double fetch = at + c.latency();
      c.ask(fetch, 6, 32);
      c.ask(fetch + 0.2, c.whole(60, 90), c.logNormal(3000, 0.8));
      c.up(fetch + 0.6, 12);
    });
    c.every(120, 0.01, at -> c.down(at, 14));
  }),
  SSH_INTERACTIVE(true, c -> {
    c.inBursts(60, 20, 0.18, at -> c.ask(at, 1, c.maybe(0.1) ? c.logNormal(400, 1) : 1));
    c.every(60, 0, at -> c.tell(at, 30, 20));
  }),
  SSH_KEEPALIVE(true, c -> c.every(c.oneOf(15, 30, 60), 0, at -> c.tell(at, 44, 28))),
  SSH_TUNNEL(true, c -> c.atRandom(c.uniform(2, 20), at -> {
    c.ask(at, c.logNormal(300, 0.6), c.logNormal(1500, 1));
    c.up(at + 1, 20);
  })),
  /** A program at the far end prints a line of a log now and then. */
  SSH_TAIL(true, c -> c.atRandom(c.uniform(1, 20), at -> c.down(at, c.logNormal(110, 0.15)))),
  SSH_TOP(true, c -> c.every(3, 0.003, at -> c.down(at, c.logNormal(1500, 0.15)))),
  XMPP(c -> {
    c.inBursts(200, 90, 8, at -> c.ask(at, c.logNormal(260, 0.3), 25));
    c.inBursts(200, 90, 8, at -> c.down(at, c.logNormal(300, 0.3)));
    c.inBursts(200, 90, 5, at -> c.down(at, c.whole(180, 190))); // composing
    c.every(60, 0.02, at -> c.ask(at, 60, 70));
  }),
  XMPP_PRESENCE(c -> {
    c.atRandom(c.uniform(10, 60), at -> c.down(at, c.logNormal(320, 0.25)));
    c.every(60, 0.02, at -> c.ask(at, 60, 70));
  }),
  MESSENGER(c -> {
    c.inBursts(150, 60, 6, at -> c.ask(at, c.logNormal(190, 0.35), c.whole(60, 66)));
    c.inBursts(150, 60, 6, at -> c.tell(at, c.logNormal(210, 0.35), c.whole(48, 52)));
    c.inBursts(120, 40, 4, at -> c.up(at, c.whole(70, 74))); // typing
    c.inBursts(120, 40, 4, at -> c.down(at, c.whole(80, 84)));
    c.every(c.uniform(25, 60), 0.05, at -> c.ask(at, 30, 30));
  }),
  /** Lengths in steps of 16 and time stamps sent back. */
  MTPROTO(c -> {
    c.inBursts(100, 60, 7, at -> c.ask(at, 16 * c.whole(6, 14), 16 * c.whole(5, 7)));
    c.inBursts(100, 60, 7, at -> c.tell(at, 16 * c.whole(8, 20), 88));
    c.every(60, 0.05, at -> c.ask(at, 88, 104));
  }),
  IRC(c -> {
    c.inBursts(60, 120, 7, at -> c.down(at, c.logNormal(110, 0.4)));
    c.inBursts(400, 60, 15, at -> c.up(at, c.logNormal(70, 0.5)));
    c.every(c.uniform(90, 120), 0, at -> c.tell(at, 30, 30));
  }),
  TEAM_CHAT(c -> {
    c.atRandom(c.uniform(5, 60), at -> c.down(at, c.logNormal(450, 0.7)));
    c.inBursts(120, 40, 4, at -> c.down(at, c.whole(118, 121))); // typing
    c.inBursts(240, 40, 4, at -> c.up(at, c.whole(60, 64)));
    c.every(c.uniform(10, 45), 0.02, at -> c.ask(at, 45, 55));
  }),
  TURN_BASED_GAME(c -> {
    int move = c.whole(70, 140);
    c.atRandom(c.uniform(8, 40), at -> {
      c.ask(at, move + c.whole(-2, 2), move + c.whole(30, 40));
      c.down(at + c.uniform(2, 40), move + c.whole(35, 60));
    });
    c.every(c.uniform(2.5, 30), 0.01, at -> c.ask(at, 10, 10));
  }),
  /** The server says yes to each move, and then tells the other's. */
  CHESS(c -> inTurns(c, c.whole(40, 46), c.whole(12, 16), c.whole(120, 170))),
  CHESS_RICH(c -> {
    inTurns(c, c.whole(60, 120), c.whole(24, 50), c.whole(90, 300));
    c.every(c.uniform(2.5, 30), 0.01, at -> c.ask(at, 3, 3));
  }),
  BOARD_GAME(c -> {
    inTurns(c, c.whole(100, 240), c.whole(30, 80), c.whole(120, 400));
    c.every(c.oneOf(25, 30), 0.01, at -> c.ask(at, 1, 1));
  }),
  MMO(c -> {
    c.every(c.uniform(0.5, 5), 0.1, at -> c.up(at, c.whole(20, 60)));
    c.every(c.uniform(0.5, 3), 0.2, at -> c.down(at, c.logNormal(120, 0.6)));
  }),
  TELEMETRY_TIMER(c -> {
    int report = c.whole(120, 1500);
    c.every(c.oneOf(5, 10, 30, 60), c.oneOf(0, 0.001, 0.05), at -> c.ask(at, report, c.whole(60, 61)));
    c.atRandom(1200, at -> c.tell(at, c.whole(100, 400), 60));
  }),
  TELEMETRY_LOOSE(c -> {
    int report = c.whole(120, 1500);
    c.every(c.uniform(5, 60), c.uniform(0.1, 0.3), at -> c.ask(at, report + c.whole(0, 2), 60));
    c.atRandom(1200, at -> c.tell(at, c.whole(100, 400), 60));
  }),
  /** Events by chance, answered; settings pushed now and then. */
  TELEMETRY_EVENTS(c -> {
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, c.logNormal(400, 0.3), 60));
    c.atRandom(1200, at -> c.tell(at, c.whole(100, 400), 60));
  }),
  MQTT_QOS0(c -> {
    int report = c.whole(40, 200);
    c.atRandom(c.uniform(5, 60), at -> c.up(at, report + c.whole(0, 2)));
    c.atRandom(600, at -> c.down(at, c.whole(40, 120)));
    c.every(c.oneOf(30, 60), 0, at -> c.ask(at, 2, 2));
  }),
  /** Sensors that see something by chance, the same length each time; commands alike. */
  MQTT_QOS1(c -> {
    int report = c.whole(40, 250);
    int command = c.whole(60, 250);
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, report + c.whole(0, 2), 4));
    c.atRandom(c.uniform(30, 300), at -> c.tell(at, command + c.whole(0, 2), 4));
    c.every(c.oneOf(30, 60), 0, at -> c.ask(at, 2, 2));
  }),
  MQTT_QOS2(c -> {
    int report = c.whole(40, 250);
    c.atRandom(c.uniform(5, 60), at -> {
      c.ask(at, report + c.whole(0, 2), 4);
      c.ask(at + 0.2, 4, 4);
    });
    c.atRandom(c.uniform(30, 300), at -> c.tell(at, c.whole(60, 250), 4));
    c.every(c.oneOf(30, 60), 0, at -> c.ask(at, 2, 2));
  }),
  MQTT_SUBSCRIBER(c -> {
    int news = c.whole(50, 300);
    c.atRandom(c.uniform(3, 60), at -> c.down(at, news + c.whole(0, 3)));
    c.every(c.oneOf(15, 30, 60), 0, at -> c.ask(at, 2, 2));
  }),
  VPN_IDLE(c -> {
    c.every(10, 0.01, at -> c.up(at, 40));
    c.every(10, 0.01, at -> c.down(at, 40));
  }),
  VPN_IN_USE(c -> {
    c.every(10, 0.01, at -> c.up(at, 40));
    c.inBursts(60, 10, 0.5, at -> c.ask(at, c.logNormal(140, 0.8), c.logNormal(700, 0.9)));
  }),
  DNS_OVER_TLS(c -> c.inBursts(30, 5, 0.3, at -> c.ask(at, 130, 470))),
  DNS_UNPADDED(c -> c.inBursts(30, 5, 0.3, at -> c.ask(at, c.whole(32, 60), c.whole(60, 250)))),
  PRICES_FIXED(c -> {
    int tick = c.whole(110, 250);
    c.atRandom(c.uniform(0.3, 10), at -> c.down(at, tick + c.whole(-1, 1)));
    c.every(c.oneOf(20, 30, 180), 0, at -> c.tell(at, c.oneOf(0, 13), c.oneOf(0, 13)));
  }),
  PRICES_VARYING(c -> {
    c.atRandom(c.uniform(0.3, 10), at -> c.down(at, c.logNormal(220, 0.25)));
    c.every(c.oneOf(20, 30, 180), 0, at -> c.tell(at, 13, 13));
  }),
  PRICES_QUIET(c -> {
    int tick = c.whole(110, 250);
    c.atRandom(c.uniform(10, 60), at -> c.down(at, tick + c.whole(-1, 1)));
    c.every(180, 0, at -> c.tell(at, 13, 13));
  }),
  /** A candle a second or a minute, its digits varying. */
  CANDLES(c -> c.every(c.oneOf(1, 2, 60), 0.01, at -> c.down(at, c.whole(330, 342)))),
  LONG_POLLING(c -> {
    double now = 1;
    int ask = c.whole(350, 900);
    while (now < c.seconds) {
      double wait = Math.min(c.uniform(20, 60), c.random.nextExponential() * 30);
      c.up(now, ask + c.whole(0, 1));
      c.down(now + wait, c.maybe(0.5) ? c.whole(190, 195) : c.logNormal(600, 0.5));
      now += wait + 0.1;
    }
  }),
  HTTP2_PINGS(c -> {
    c.every(c.oneOf(10, 30, 45), 0.01, at -> c.ask(at, 17, 17));
    c.inBursts(200, 10, 1, at -> c.ask(at, c.logNormal(120, 0.5), c.logNormal(1500, 1)));
  }),
  HTTP2_EVENTS(c -> {
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, 17, 17));
    c.atRandom(c.uniform(10, 120), at -> {
      c.down(at, c.logNormal(240, 0.4));
      c.up(at + 0.1, 13);
    });
  }),
  /** Reports of one length by chance over gRPC, which the server confirms; orders pushed as well. */
  GRPC_STREAM(c -> {
    int report = c.whole(60, 300);
    c.atRandom(c.uniform(3, 60), at -> c.ask(at, report + c.whole(0, 3), c.whole(16, 40)));
    c.atRandom(c.uniform(60, 900), at -> c.down(at, c.logNormal(160, 0.5)));
    c.every(c.oneOf(10, 30), 0.01, at -> c.ask(at, 17, 17));
  }),
  DATABASE(c -> c.atRandom(c.uniform(1, 30), at -> c.ask(at, c.logNormal(180, 0.6), c.logNormal(300, 1)))),
  DATABASE_INSERTS(c -> {
    int row = c.whole(90, 400);
    c.atRandom(c.uniform(1, 30), at -> c.ask(at, row + c.whole(0, 4), c.whole(20, 24)));
  }),
  DATABASE_LISTEN(c -> {
    int notice = c.whole(40, 200);
    c.atRandom(c.uniform(5, 120), at -> {
      c.down(at, notice + c.whole(0, 3));
      c.ask(at + 0.1, c.logNormal(160, 0.2), c.logNormal(500, 0.6));
    });
  }),
  INDUSTRIAL_POLLING(c -> c.every(c.oneOf(1, 2, 5, 10), 0.01, at -> c.ask(at, 12, c.whole(20, 22)))),
  INDUSTRIAL_UPDATES(c -> {
    c.every(c.oneOf(5, 10), 0.005, at -> c.ask(at, c.whole(100, 104), 28));
    c.atRandom(c.uniform(2, 60), at -> c.tell(at, c.whole(150, 180), 100));
  }),
  LOG_SHIPPER(c -> c.atRandom(c.uniform(1, 20), at -> c.ask(at, c.logNormal(700, 0.9), 6))),
  LOG_SHIPPER_LIKE(c -> {
    int line = c.whole(150, 500);
    c.atRandom(c.uniform(2, 60), at -> c.ask(at, line + c.whole(0, 3), 28));
  }),
  COLLABORATIVE_EDITOR(c -> {
    c.inBursts(60, 30, 1.5, at -> c.ask(at, c.logNormal(220, 0.25), c.whole(70, 110)));
    c.inBursts(90, 30, 1.5, at -> c.down(at, c.logNormal(260, 0.3)));
    c.every(c.oneOf(20, 30), 0.01, at -> c.ask(at, 30, 30));
  }),
  REMOTE_DESKTOP_IDLE(c -> {
    c.every(c.oneOf(5, 60), 0.05, at -> c.down(at, c.logNormal(200, 0.8)));
    c.every(60, 0.01, at -> c.down(at, c.whole(900, 940))); // the clock in the corner
    c.inBursts(300, 10, 0.3, at -> c.up(at, c.whole(20, 34)));
  }),
  REMOTE_DESKTOP_HEARTBEAT(c -> {
    c.every(10, 0.01, at -> c.up(at, 20));
    c.atRandom(30, at -> c.tell(at, c.logNormal(600, 0.8), 16));
  }),
  SIP_OVER_TLS(c -> {
    c.every(c.uniform(20, 30), 0.05, at -> c.ask(at, 4, 2));
    c.every(c.oneOf(60, 300, 600), 0.05, at -> c.ask(at, c.whole(640, 644), c.whole(500, 503)));
    c.atRandom(600, at -> c.tell(at, c.whole(560, 570), c.whole(420, 426)));
  }),
  SMART_HOME_HUB(c -> {
    int state = c.whole(90, 260);
    c.atRandom(c.uniform(10, 120), at -> c.ask(at, state + c.whole(0, 12), c.whole(40, 60)));
    c.atRandom(c.uniform(120, 900), at -> c.tell(at, c.whole(120, 300), c.whole(60, 90)));
    c.every(c.oneOf(10, 30, 60), 0.01, at -> c.ask(at, 32, 32));
  }),
  /** Switches of one kind: each press reported, each confirmed, scenes sent back. */
  SMART_HOME_ALIKE(c -> {
    int state = c.whole(90, 260);
    int scene = c.whole(120, 300);
    c.atRandom(c.uniform(30, 240), at -> c.ask(at, state + c.whole(0, 1), c.whole(40, 41)));
    c.atRandom(c.uniform(60, 600), at -> c.tell(at, scene + c.whole(0, 1), 60));
    c.every(c.oneOf(10, 30, 60), 0.01, at -> c.ask(at, 32, 32));
  }),
  /** BIP 324: inventories of one, two, three entries; blocks; pings. */
  BITCOIN_NODE(c -> {
    c.atRandom(2, at -> c.up(at, 1 + 36 * c.whole(1, 6)));
    c.atRandom(2, at -> c.down(at, 1 + 36 * c.whole(1, 6)));
    c.atRandom(5, at -> c.ask(at, 37, c.logNormal(300, 0.5)));
    c.atRandom(5, at -> c.tell(at, 37, c.logNormal(300, 0.5)));
    c.every(120, 0, at -> c.ask(at, 8, 8));
    c.every(120, 0, at -> c.tell(at, 8, 8));
  }),
  /** One that relays blocks only. */
  BITCOIN_BLOCKS_ONLY(c -> {
    c.atRandom(600, at -> c.tell(at, c.whole(90, 110), 37));
    c.atRandom(600, at -> c.down(at + 0.3, 9000));
    c.every(120, 0, at -> c.ask(at, 8, 8));
    c.every(120, 0, at -> c.tell(at, 8, 8));
  }),
  ETHEREUM_NODE(c -> {
    c.atRandom(1.5, at -> c.down(at, 32 + 36 * c.whole(1, 8)));
    c.atRandom(3, at -> c.ask(at, 48 + 32 * c.whole(1, 4), c.logNormal(900, 0.8)));
    c.every(15, 0.01, at -> c.ask(at, 32, 32));
  }),
  MONERO_NODE(c -> {
    c.atRandom(3, at -> c.down(at, c.logNormal(1600, 0.3)));
    c.atRandom(3, at -> c.up(at, c.logNormal(1600, 0.3)));
    c.every(60, 0.02, at -> c.ask(at, c.whole(200, 204), c.whole(220, 900)));
  }),
  LIGHTNING_NODE(c -> {
    c.atRandom(c.uniform(1, 20), at -> c.down(at, c.oneOf(136, 138, 258, 430)));
    c.every(60, 0.05, at -> c.ask(at, 10, 10));
    c.atRandom(600, at -> c.ask(at, 1450, c.oneOf(98, 100)));
  }),
  /** Headers at the pace of blocks; a ping in between, or news of a wallet's address. */
  ELECTRUM(c -> {
    c.atRandom(c.oneOf(60, 150, 600, 600), at -> c.down(at, c.whole(249, 252)));
    c.every(c.oneOf(60, 300), 0.1, at -> c.ask(at, c.whole(58, 61), c.whole(38, 41)));
    c.atRandom(1800, at -> {
      c.down(at, 200);
      c.ask(at + 0.05, 152, c.logNormal(600, 0.7));
    });
  }),
  BLOCK_EXPLORER(c -> {
    c.atRandom(c.oneOf(12, 60, 600), at -> c.down(at, c.logNormal(700, 0.15)));
    c.atRandom(c.uniform(1, 10), at -> c.down(at, c.logNormal(450, 0.35)));
    c.every(c.oneOf(20, 30), 0.01, at -> c.ask(at, 15, 15));
  }),
  /** eth_subscribe to new heads: one length but for the digits, every 12 seconds save missed slots. */
  NEW_HEADS(c -> {
    c.every(12, 0.02, at -> {
      if (c.maybe(0.97)) {
        c.down(at, c.whole(1690, 1720));
      }
    });
    c.every(c.oneOf(20, 30), 0.01, at -> c.ask(at, 0, 0));
  }),
  WALLET_RPC(c -> c.every(c.oneOf(4, 12, 15), 0.02, at -> c.ask(at, c.whole(66, 67), c.whole(48, 50)))),
  /** Orders and cancels, each acknowledged; fills come when others trade. */
  EXCHANGE_ORDERS(c -> {
    c.atRandom(c.uniform(3, 60), at -> c.ask(at, c.logNormal(210, 0.12), c.logNormal(320, 0.1)));
    c.atRandom(c.uniform(5, 60), at -> c.ask(at, c.whole(110, 116), c.whole(90, 180)));
    c.atRandom(c.uniform(10, 120), at -> c.down(at, c.logNormal(520, 0.1)));
    c.every(20, 0.01, at -> c.ask(at, 13, 13));
  }),
  EXCHANGE_FIX(c -> {
    c.atRandom(c.uniform(3, 60), at -> {
      c.ask(at, c.whole(185, 200), c.whole(240, 262));
      c.down(at + c.random.nextExponential() * 20, c.whole(262, 285));
    });
    c.every(30, 0, at -> c.up(at, 70));
    c.every(30, 0, at -> c.down(at, 70));
  }),
  EXCHANGE_ACCOUNT(c -> {
    c.atRandom(c.uniform(10, 200), at -> c.down(at, c.logNormal(480, 0.15)));
    c.every(180, 0, at -> c.tell(at, 13, 13));
  }),
  /** A page that reports views and clicks, with a socket kept open for notices. */
  WEB_ANALYTICS(c -> {
    c.inBursts(120, 60, 6, at -> c.ask(at, c.logNormal(700, 0.4), c.whole(60, 90)));
    c.atRandom(600, at -> c.down(at, c.logNormal(300, 0.4)));
    c.every(25, 0.005, at -> c.tell(at, 1, 1));
  }),
  TAXI_POSITIONS(c -> {
    int position = c.whole(120, 240);
    c.every(c.uniform(3, 15), c.uniform(0.02, 0.4), at -> c.ask(at, position + c.whole(-3, 3), c.whole(30, 34)));
    c.atRandom(c.uniform(60, 600), at -> c.tell(at, c.logNormal(700, 0.4), 40));
  }),
  PAYMENT_TERMINAL(c -> {
    int sale = c.whole(250, 500);
    c.atRandom(c.uniform(40, 400), at -> c.ask(at, sale + c.whole(-4, 4), c.whole(150, 220)));
    c.every(60, 0.01, at -> c.ask(at, 24, 24));
  }),
  JOB_QUEUE_WORKER(c -> c.atRandom(c.uniform(5, 60), at -> {
    c.down(at, c.logNormal(400, 0.5));
    c.up(at + c.random.nextExponential() * 3, 21);
  })),
  /** A worker whose tasks and results all look alike; the broker says yes to each result. */
  JOB_QUEUE_ALIKE(c -> {
    int task = c.whole(150, 500);
    int result = c.whole(80, 300);
    c.atRandom(c.uniform(5, 60), at -> {
      c.down(at, task + c.whole(0, 3));
      c.ask(at + 0.5 + c.random.nextExponential() * 5, result + c.whole(0, 2), c.whole(8, 40));
    });
  }),
  SPEAKER_REMOTE(c -> {
    c.every(5, 0.01, at -> c.ask(at, 85, 85));
    c.atRandom(240, at -> c.down(at, c.logNormal(900, 0.3)));
  });

  private final boolean isSsh;
  private final Consumer<Chatter> script;

  CalmTraffic(Consumer<Chatter> script) {
    this(false, script);
  }

  CalmTraffic(boolean isSsh, Consumer<Chatter> script) {
    this.isSsh = isSsh;
    this.script = script;
  }

  private static void inTurns(Chatter c, int move, int answer, int told) {
    double pause = c.uniform(2, 20);
    double now = pause;
    while (now < c.seconds) {
      c.ask(now, move + c.whole(0, 2), answer);
      now += 0.5 + c.logNormal(pause, 0.8);
      c.down(now, told + c.whole(0, 8));
      now += 0.5 + c.logNormal(pause, 0.8);
    }
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    Random random = new Random(seed * 1_000_003 + 500 + ordinal());
    Cipher cipher = isSsh ? Cipher.SSH : switch (this) {
      case BITCOIN_NODE, BITCOIN_BLOCKS_ONLY, LIGHTNING_NODE -> Cipher.NOISE;
      case MTPROTO, MONERO_NODE, ETHEREUM_NODE -> Cipher.OWN;
      default -> Cipher.values()[random.nextInt(4)];
    };
    Chatter chatter = new Chatter(random, cipher, Math.min(12 * 3600, 330 + 5400 * random.nextExponential()));
    script.accept(chatter);
    chatter.greet();
    return chatter.talk(name() + "-" + seed);
  }
}
