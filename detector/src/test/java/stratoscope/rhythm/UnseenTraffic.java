package stratoscope.rhythm;

import java.util.function.Consumer;

/**
 * Long-lived connections inside ciphers that are no mining, and of other trades than those of {@link CalmTraffic}, {@link
 * FurtherCalmTraffic} and {@link HeldOutTraffic}: farms of workers, tills and gates, traders, nodes and wallets, brokers with receipts.
 * Lengths and pauses are what the protocols' documents say. Made after the detector was tuned on the others, and measured before it was
 * tuned on these. Each makes one connection of five minutes to a day.
 */
enum UnseenTraffic {
  /** The book as it changes; orders whose digits differ; fills when others trade. */
  EXCHANGE_BOOK(c -> {
    c.atRandom(c.uniform(0.3, 5), at -> c.down(at, c.logNormal(260, 0.5)));
    c.atRandom(c.uniform(8, 90), at -> c.ask(at, c.whole(228, 234), c.whole(180, 190)));
    c.atRandom(c.uniform(30, 300), at -> c.down(at, c.whole(300, 320)));
    c.every(20, 0.01, at -> c.tell(at, 2, 2));
  }),
  /** A market maker on one pair: an order is always as long, its receipt too; the best prices are pushed. */
  EXCHANGE_QUOTER(c -> {
    int order = c.whole(150, 260);
    int best = c.whole(130, 220);
    c.atRandom(c.uniform(2, 40), at -> c.ask(at, order + c.whole(0, 1), c.whole(80, 140)));
    c.atRandom(c.uniform(0.5, 20), at -> c.down(at, best + c.whole(-2, 2)));
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, 14, 14));
  }),
  COAP_OBSERVED(c -> {
    int value = c.whole(24, 90);
    c.atRandom(c.uniform(10, 120), at -> c.up(at, value + c.whole(0, 2)));
    c.atRandom(c.uniform(60, 900), at -> c.tell(at, c.whole(20, 60), c.whole(5, 40)));
    c.every(c.oneOf(25, 60), 0.01, at -> c.ask(at, 2, 2));
  }),
  LWM2M_DEVICE(c -> {
    int notify = c.whole(60, 240);
    c.every(c.oneOf(60, 300), 0.01, at -> c.ask(at, c.whole(30, 60), 8));
    c.atRandom(c.uniform(15, 240), at -> c.ask(at, notify + c.whole(0, 1), c.oneOf(4, 8)));
    c.atRandom(c.uniform(120, 1200), at -> c.tell(at, c.whole(40, 120), c.whole(20, 200)));
  }),
  MODBUS_GATEWAY(c -> {
    int registers = c.whole(2, 60);
    c.every(c.oneOf(0.5, 1, 5, 30), c.oneOf(0.01, 0.1), at -> c.tell(at, 12, 9 + 2 * registers));
    c.atRandom(c.uniform(100, 900), at -> c.tell(at, 12, 12));
  }),
  /** A cursor that blinks, mouse now and then. */
  DESKTOP_LEFT_ALONE(c -> {
    c.every(0.53, 0.05, at -> c.down(at, c.whole(80, 96)));
    c.inBursts(400, 15, 0.1, at -> c.up(at, c.whole(14, 22)));
    c.every(30, 0.01, at -> c.ask(at, 20, 20));
  }),
  /** Keystrokes as operations, each confirmed with the new revision; those of others, and their cursors. */
  EDITOR_OPERATIONS(c -> {
    int operation = c.whole(90, 180);
    c.inBursts(c.uniform(20, 120), c.uniform(10, 60), 0.8, at -> c.ask(at, operation + c.whole(0, 2), c.whole(28, 60)));
    int others = c.whole(1, 4);
    c.inBursts(150.0 / others, 30, 1.2, at -> c.down(at, operation + 40 + c.whole(0, 3)));
    c.inBursts(150.0 / others, 30, 2, at -> c.down(at, c.whole(92, 96)));
    c.every(25, 0.01, at -> c.tell(at, 1, 1));
  }),
  CHESS_WITH_CLOCK(c -> {
    double pause = c.uniform(1, 12);
    int move = c.whole(36, 90);
    for (double now = 2; now < c.seconds; ) {
      c.ask(now, move + c.whole(0, 1), c.whole(20, 50));
      c.down(now + 0.08, c.whole(120, 180));
      now += 0.4 + c.logNormal(pause, 0.9);
      c.down(now, c.whole(120, 180));
      now += 0.4 + c.logNormal(pause, 0.9);
    }
    c.every(2.5, 0.02, at -> c.ask(at, c.oneOf(4, 7), 1));
  }),
  /** A game in a browser: a click is an order, all orders have one length; the state comes when anybody plays. */
  BROWSER_STRATEGY(c -> {
    int order = c.whole(60, 160);
    int state = c.whole(200, 900);
    c.inBursts(40, 60, 5, at -> c.ask(at, order + c.whole(0, 2), c.whole(24, 60)));
    c.atRandom(c.uniform(2, 30), at -> c.down(at, state + c.whole(-6, 6)));
    c.every(c.oneOf(20, 25), 0.01, at -> c.ask(at, 1, 1));
  }),
  PUSH_TO_TALK(c -> {
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, c.whole(20, 60), c.whole(20, 60)));
    c.inBursts(200, 8, 0.06, at -> c.down(at, c.whole(50, 90)));
    c.inBursts(300, 6, 0.06, at -> c.up(at, c.whole(50, 90)));
  }),
  /** Waits 50 s for a job; while one runs its lines of log go up, and the lease is renewed. */
  PIPELINE_RUNNER(c -> {
    for (double now = 1; now < c.seconds; ) {
      double wait = Math.min(50, 400 * c.random.nextExponential());
      c.up(now, c.whole(520, 522));
      c.down(now + wait, wait < 50 ? c.logNormal(2500, 0.5) : 140);
      double end = now + wait + (wait < 50 ? c.logNormal(120, 0.8) : 0.1);
      for (double at = now + wait + 1; at < end; at += c.logNormal(3, 0.6)) {
        c.ask(at, c.logNormal(900, 0.8), c.whole(150, 160));
      }
      now = end;
    }
    c.every(60, 0.01, at -> c.ask(at, c.whole(410, 412), c.whole(170, 172)));
  }),
  CLUSTER_NODE(c -> {
    c.every(10, 0.02, at -> c.ask(at, c.whole(470, 480), c.whole(480, 490)));
    c.every(300, 0.02, at -> c.ask(at, c.logNormal(5000, 0.2), c.logNormal(7000, 0.2)));
    c.atRandom(c.uniform(10, 120), at -> c.down(at, c.logNormal(3500, 0.5)));
    c.every(30, 0.01, at -> c.ask(at, 17, 17));
  }),
  /** A service mesh: what changes is pushed, and each version confirmed; loads are reported. */
  MESH_PROXY(c -> {
    c.atRandom(c.uniform(15, 240), at -> c.tell(at, c.logNormal(2500, 0.7), c.whole(150, 156)));
    c.every(c.oneOf(5, 10), 0.05, at -> c.up(at, c.whole(300, 330)));
    c.every(60, 0.01, at -> c.ask(at, 17, 17));
  }),
  KAFKA_CONSUMER(c -> {
    double gap = c.uniform(0.5, 20);
    int event = c.whole(150, 700);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(c.oneOf(0.5, 0.5, 5), gap * c.random.nextExponential());
      c.up(now, 98);
      c.down(now + wait, wait < 0.5 ? event + c.whole(0, 3) : 60);
      now += wait + c.latency();
    }
    c.every(3, 0.01, at -> c.ask(at, 84, 16));
    c.every(5, 0.01, at -> c.ask(at, c.whole(110, 112), 40));
  }),
  KAFKA_PRODUCER(c -> {
    int event = c.whole(160, 600);
    c.atRandom(c.uniform(1, 40), at -> c.ask(at, event + c.whole(0, 3), c.whole(56, 64)));
    c.every(300, 0.01, at -> c.ask(at, 50, c.logNormal(700, 0.4)));
  }),
  STREAM_WORKER(c -> {
    double gap = c.uniform(3, 60);
    int task = c.whole(120, 400);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(5, gap * c.random.nextExponential());
      c.up(now, 92);
      c.down(now + wait, wait < 5 ? task + c.whole(0, 2) : 5);
      now += wait + c.latency();
      if (wait < 5) {
        now += 2 * c.random.nextExponential();
        c.ask(now, 66, 4);
        now += 2 * c.latency();
      }
    }
  }),
  /** Told that a row changed, asks for it by its number, and gets it. */
  LISTENER_WITH_QUERY(c -> {
    int notice = c.whole(50, 120);
    int query = c.whole(80, 200);
    int row = c.whole(60, 400);
    c.atRandom(c.uniform(8, 120), at -> {
      c.down(at, notice);
      c.ask(at + 0.003 + 0.4 * c.random.nextExponential(), query + c.whole(0, 1), row + c.whole(0, 6));
    });
    c.every(c.oneOf(30, 60), 0.01, at -> c.ask(at, 14, 60));
  }),
  LOGICAL_REPLICATION(c -> {
    int row = c.whole(90, 300);
    c.atRandom(c.uniform(0.5, 20), at -> c.down(at, row + c.whole(-4, 4)));
    c.every(10, 0.01, at -> c.up(at, 39));
    c.every(30, 0.01, at -> c.tell(at, 23, 39));
  }),
  SIP_TRUNK(c -> {
    c.every(c.oneOf(30, 60), 0.02, at -> c.ask(at, c.whole(410, 413), c.whole(380, 383)));
    c.every(c.oneOf(30, 60), 0.02, at -> c.tell(at, c.whole(420, 423), c.whole(360, 363)));
    c.atRandom(c.uniform(60, 600), at -> {
      c.ask(at, c.whole(1180, 1220), c.whole(330, 340));
      c.down(at + c.uniform(2, 12), c.whole(900, 960));
    });
  }),
  /** Each stanza of either side is followed by a request to say how many came. */
  XMPP_MANAGED(c -> {
    c.inBursts(c.uniform(60, 300), 90, 9, at -> c.ask(at, c.whole(240, 420), c.whole(36, 38)));
    c.inBursts(c.uniform(60, 300), 90, 9, at -> c.tell(at, c.whole(260, 460), c.whole(36, 38)));
    c.inBursts(c.uniform(60, 300), 60, 6, at -> c.ask(at, c.whole(196, 200), c.whole(36, 38)));
    c.atRandom(c.uniform(20, 200), at -> c.down(at, c.whole(220, 330)));
  }),
  IRC_BOUNCER(c -> {
    c.atRandom(c.uniform(1, 15), at -> c.down(at, c.logNormal(120, 0.45)));
    c.inBursts(600, 120, 12, at -> c.ask(at, c.logNormal(75, 0.45), c.logNormal(110, 0.3)));
    c.every(60, 0.01, at -> c.tell(at, 24, 26));
  }),
  /** Takes a task, publishes its result, has that confirmed and confirms the task; several at a time. */
  TASKS_AND_RESULTS(c -> {
    int task = c.whole(250, 900);
    int result = c.whole(150, 500);
    double work = c.uniform(0.2, 60);
    boolean isConfirmed = c.maybe(0.7);
    c.atRandom(c.uniform(3, 60), at -> {
      c.down(at, task + c.whole(0, 3));
      double done = at + work * c.random.nextExponential();
      c.up(done, result + c.whole(0, 1));
      if (isConfirmed) {
        c.down(done + c.latency(), 21);
      }
      c.up(done + 0.001, 21);
    });
    c.every(c.oneOf(15, 30, 60), 0.01, at -> c.up(at, 8));
    c.every(c.oneOf(15, 30, 60), 0.01, at -> c.down(at, 8));
  }),
  /** The same in JSON over a socket: the queue says yes to each result in some words. */
  TASKS_IN_JSON(c -> {
    int task = c.whole(200, 900);
    int result = c.whole(90, 400);
    int workers = c.whole(1, 16);
    double work = c.uniform(1, 90);
    double[] free = new double[workers];
    c.atRandom(c.uniform(3, 60), at -> {
      c.down(at, task + c.whole(0, 2));
      int worker = c.whole(0, workers - 1);
      free[worker] = Math.max(at, free[worker]) + work * c.random.nextExponential();
      c.ask(free[worker], result + c.whole(0, 1), c.whole(30, 60));
    });
    c.every(c.oneOf(20, 30), 0.01, at -> c.tell(at, 2, 2));
  }),
  /** A work unit now and then, results in two steps, the next one asked for. */
  VOLUNTEER_COMPUTING(c -> {
    for (double now = 1; now < c.seconds; ) {
      c.ask(now, c.whole(700, 760), c.logNormal(12_000, 0.4));
      now += c.logNormal(300, 0.7);
      c.ask(now, c.logNormal(9000, 0.3), c.whole(200, 220));
    }
    c.every(c.oneOf(30, 60), 0.01, at -> c.ask(at, 60, 60));
  }),
  /** Frames handed out by the scheduler, progress reported as it is made, each report confirmed. */
  RENDER_NODE(c -> {
    int frame = c.whole(300, 800);
    int progress = c.whole(90, 240);
    int reply = c.whole(24, 60);
    double length = c.uniform(30, 600);
    for (double now = 1; now < c.seconds; ) {
      c.down(now, frame + c.whole(0, 1));
      double end = now + c.logNormal(length, 0.5);
      for (double at = now + 2; at < end; at += 1 + c.logNormal(c.uniform(4, 12), 0.7)) {
        c.ask(at, progress + c.whole(0, 1), reply);
      }
      c.ask(end, progress + c.whole(40, 60), reply);
      now = end + 0.3;
    }
  }),
  COMPUTE_WORKER(c -> {
    c.every(c.oneOf(0.5, 1, 5), 0.05, at -> c.ask(at, c.whole(560, 575), c.whole(60, 62)));
    c.inBursts(60, 30, 1.5, at -> {
      c.down(at, c.logNormal(900, 0.6));
      c.up(at + 0.8 * c.random.nextExponential(), c.whole(210, 230));
    });
  }),
  /** Readings pushed by the meter, each confirmed; a tariff is set once a day. */
  METER_PUSHING(c -> {
    c.every(c.oneOf(10, 60, 300, 900), 0.02, at -> c.ask(at, c.whole(180, 182), c.whole(24, 60)));
    c.atRandom(5000, at -> c.tell(at, c.whole(100, 300), 30));
  }),
  /** Positions by distance and by turn, alarms; the server says yes in words and sends fences and routes. */
  FLEET_VEHICLE(c -> {
    int position = c.whole(110, 260);
    int reply = c.whole(22, 60);
    c.inBursts(c.uniform(60, 600), c.uniform(300, 1800), c.uniform(5, 25), at -> c.ask(at, position + c.whole(0, 2), reply));
    c.atRandom(c.uniform(120, 1800), at -> c.tell(at, c.logNormal(300, 0.5), c.whole(40, 90)));
    c.every(60, 0.01, at -> c.ask(at, c.whole(30, 50), reply));
  }),
  /** Bids of one length on what is offered, wins told. */
  AD_BIDDER(c -> {
    int bid = c.whole(240, 420);
    c.atRandom(c.uniform(0.5, 8), at -> {
      c.down(at, c.logNormal(1100, 0.25));
      if (c.maybe(0.3)) {
        c.up(at + 0.04, bid + c.whole(0, 2));
      }
    });
    c.atRandom(c.uniform(20, 200), at -> c.down(at, c.whole(140, 150)));
  }),
  /** Headers at the pace of blocks, fees and balances asked for as a person looks, pings. */
  WALLET_OF_BLOCKS(c -> {
    int header = c.whole(240, 290);
    c.atRandom(c.oneOf(60, 120, 150, 600), at -> c.down(at, header + c.whole(0, 1)));
    c.inBursts(c.uniform(200, 1200), 30, 3, at -> c.ask(at, c.whole(140, 142), c.whole(70, 90)));
    c.every(c.oneOf(60, 90), 0.2, at -> c.ask(at, c.whole(56, 60), c.whole(36, 40)));
    c.every(c.oneOf(60, 120, 600), 0.1, at -> c.ask(at, c.whole(76, 78), c.whole(44, 50)));
  }),
  /** New heads pushed, for each of them some state asked for. */
  CHAIN_WATCHER(c -> {
    int calls = c.whole(1, 3);
    double pace = c.oneOf(2, 12, 12, 15);
    int head = c.whole(1500, 1750);
    c.every(pace, 0.05, at -> {
      c.down(at, head + c.whole(-12, 12));
      for (int i = 0; i < calls; i++) {
        c.ask(at + 0.01 + 0.05 * i, c.whole(170, 174), c.whole(100, 104));
      }
    });
  }),
  /** Sends a transaction when it sees a chance, and is given its hash; heads are pushed. */
  CHAIN_TRADER(c -> {
    int transaction = c.whole(280, 700);
    double pace = c.oneOf(1, 2, 12, 12);
    c.every(pace, c.oneOf(0.02, 0.3), at -> c.down(at, c.whole(620, 640)));
    c.atRandom(c.uniform(5, 90), at -> c.ask(at, transaction + c.whole(0, 1), c.whole(102, 105)));
    c.every(30, 0.01, at -> c.ask(at, 2, 2));
  }),
  LIGHTNING_ROUTER(c -> {
    c.atRandom(c.uniform(3, 60), at -> {
      c.ask(at, 1450, c.oneOf(98, 100));
      c.ask(at + 0.2, 98, c.oneOf(98, 100));
      c.down(at + 1 + c.random.nextExponential() * 4, 74);
    });
    c.atRandom(c.uniform(2, 30), at -> c.down(at, c.oneOf(136, 258, 430)));
    c.every(60, 0.05, at -> c.ask(at, 10, 10));
  }),
  /** Notes of all lengths pushed; an own one now and then, and a like, which is always as long, each said yes to. */
  NOTES_RELAY(c -> {
    c.atRandom(c.uniform(1, 30), at -> c.down(at, c.logNormal(520, 0.5)));
    c.inBursts(200, 60, 8, at -> c.ask(at, c.whole(480, 500), c.whole(84, 86)));
    c.atRandom(600, at -> c.ask(at, c.logNormal(600, 0.3), c.whole(84, 86)));
    c.every(c.oneOf(30, 60), 0.01, at -> c.tell(at, 0, 0));
  }),
  VPN_OF_ONE_USER(c -> {
    c.every(c.oneOf(10, 20, 25), 0.005, at -> c.ask(at, c.oneOf(4, 16), c.oneOf(4, 16)));
    c.inBursts(c.uniform(60, 600), 30, 0.3, at -> {
      c.ask(at, c.logNormal(300, 0.8), c.logNormal(1400, 0.6));
      c.up(at + 0.1, 54);
    });
    c.every(60, 0.02, at -> c.ask(at, c.whole(90, 100), c.whole(100, 300)));
  }),
  SHELL_WITH_WATCH(c -> {
    c.every(c.oneOf(2, 5, 60), 0.003, at -> c.down(at, c.logNormal(900, 0.2)));
    c.inBursts(120, 15, 0.2, at -> c.ask(at, 36, c.maybe(0.8) ? 36 : c.logNormal(240, 0.8)));
  }),
  /** A code read by hand, of thirteen digits; the article comes back; orders to pick are pushed. */
  BARCODE_SCANNER(c -> {
    int scan = c.whole(70, 220);
    int article = c.whole(40, 140);
    int order = c.whole(160, 600);
    boolean isTold = c.maybe(0.5);
    c.inBursts(c.uniform(30, 300), c.uniform(60, 600), c.uniform(3, 15), at -> c.ask(at, scan, isTold ? article * c.uniform(0.7, 1.3)
        : article));
    c.atRandom(c.uniform(60, 600), at -> c.down(at, order + c.whole(-20, 20)));
    c.every(c.oneOf(20, 30), 0.01, at -> c.ask(at, 2, 2));
  }),
  /** Vehicles that pass are counted, each confirmed; the lights' plan is sent every cycle or so. */
  TRAFFIC_COUNTER(c -> {
    int passage = c.whole(90, 220);
    int plan = c.whole(120, 600);
    c.atRandom(c.uniform(3, 40), at -> c.ask(at, passage + c.whole(0, 1), c.whole(24, 40)));
    c.every(c.oneOf(60, 90, 120, 900), 0.1, at -> {
      c.down(at, plan + c.whole(0, 1));
      if (c.maybe(0.8)) {
        c.up(at + c.latency(), c.whole(30, 50));
      }
    });
  }),
  /** A gateway of radio sensors: what they send is passed on at once; some are answered, times are asked for. */
  RADIO_GATEWAY(c -> {
    c.atRandom(c.uniform(2, 40), at -> c.up(at, c.whole(330, 420)));
    c.atRandom(c.uniform(30, 600), at -> c.tell(at, c.whole(240, 300), c.whole(90, 110)));
    c.every(60, 0.05, at -> c.ask(at, c.whole(46, 50), c.whole(66, 70)));
  }),
  /** Odds pushed as they change, a bet now and then. */
  BETTING(c -> {
    c.atRandom(c.uniform(0.5, 10), at -> c.down(at, c.whole(180, 210)));
    c.inBursts(300, 60, 15, at -> c.ask(at, c.whole(140, 150), c.whole(160, 180)));
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, 6, 6));
  }),
  /** Where one's friends are, and oneself, when anybody has moved. */
  SHARED_LOCATION(c -> {
    int own = c.whole(120, 220);
    c.inBursts(c.uniform(60, 600), 300, c.uniform(5, 20), at -> c.ask(at, own + c.whole(-1, 1), c.whole(20, 60)));
    c.atRandom(c.uniform(5, 90), at -> c.down(at, own + c.whole(28, 36)));
    c.every(c.oneOf(25, 45), 0.01, at -> c.ask(at, 2, 2));
  }),
  /** A receipt for each message that comes, and messages of one's own. */
  RECEIPTS_CHAT(c -> {
    int receipt = c.whole(90, 130);
    c.inBursts(c.uniform(60, 400), 120, 10, at -> {
      c.tell(at, c.logNormal(260, 0.4), receipt);
      if (c.maybe(0.7)) {
        c.ask(at + c.uniform(1, 20), receipt + 4, c.whole(40, 44));
      }
    });
    c.inBursts(c.uniform(60, 400), 120, 12, at -> c.ask(at, c.logNormal(220, 0.4), c.whole(52, 56)));
    c.every(30, 0.02, at -> c.ask(at, 24, 24));
  }),
  /** Questions for all, answers of one letter, standings. */
  LIVE_QUIZ(c -> {
    double pause = c.uniform(15, 45);
    for (double now = 3; now < c.seconds; now += pause + c.uniform(0, 5)) {
      c.down(now, c.logNormal(420, 0.2));
      c.ask(now + c.uniform(1, 12), c.whole(70, 74), c.whole(30, 40));
      c.down(now + 13, c.logNormal(600, 0.1));
    }
  }),
  /** A printer of receipts in a cloud kitchen: orders come, each is confirmed when printed; states are told. */
  ORDER_PRINTER(c -> {
    c.atRandom(c.uniform(60, 900), at -> {
      c.tell(at, c.logNormal(1400, 0.4), c.whole(60, 64));
      c.ask(at + c.uniform(2, 8), c.whole(110, 112), c.whole(30, 34));
    });
    c.every(c.oneOf(10, 30, 60), 0.02, at -> c.ask(at, c.whole(70, 74), c.whole(30, 34)));
  });

  private final Consumer<Chatter> script;

  UnseenTraffic(Consumer<Chatter> script) {
    this.script = script;
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    return Chatter.calmForUpToADay(name(), seed, 13_000 + ordinal(), script);
  }
}
