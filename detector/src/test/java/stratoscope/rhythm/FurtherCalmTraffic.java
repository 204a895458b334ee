package stratoscope.rhythm;

import java.util.function.Consumer;

/**
 * Further long-lived connections inside ciphers that are no mining, beside {@link CalmTraffic}. Each makes one
 * connection of five minutes to hours.
 */
enum FurtherCalmTraffic {
  WEB_PUSH_ACKNOWLEDGED(c -> {
    int notice = c.whole(200, 900);
    c.atRandom(c.uniform(20, 400), at -> c.tell(at, notice + c.whole(0, 40), 60));
    c.every(c.uniform(240, 1700), 0.05, at -> c.ask(at, 4, 4));
  }),
  /** Events as they come, a heartbeat that the server confirms. */
  GATEWAY_CHAT(c -> {
    c.inBursts(40, 60, 3, at -> c.down(at, c.logNormal(520, 0.6)));
    c.atRandom(c.uniform(20, 200), at -> c.down(at, c.whole(150, 160))); // presence
    c.every(41.25, 0.001, at -> c.ask(at, c.whole(16, 18), 30));
  }),
  /** A request that waits for half a minute or for news, whichever comes first. */
  SYNC_POLLING(c -> {
    double gap = c.uniform(10, 120);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(30, gap * c.random.nextExponential());
      c.up(now, 380 + c.whole(0, 1));
      c.down(now + wait, wait < 30 ? c.logNormal(900, 0.5) : 160);
      now += wait + c.latency();
    }
  }),
  SECURE_MESSENGER(c -> {
    c.inBursts(180, 60, 8, at -> c.tell(at, 16 * c.whole(20, 60), c.whole(70, 74)));
    c.inBursts(180, 60, 8, at -> c.ask(at, 16 * c.whole(30, 60), c.whole(60, 64)));
    c.every(30, 0.02, at -> c.ask(at, 45, 30));
  }),
  MQTT_TOPICS(c -> {
    int topics = c.whole(1, 6);
    for (int topic = 0; topic < topics; topic++) {
      int length = c.whole(30, 300);
      boolean isTimed = c.maybe(0.5);
      double gap = c.uniform(5, 120);
      if (isTimed) {
        c.every(gap, 0.02, at -> c.down(at, length + c.whole(0, 1)));
      } else {
        c.atRandom(gap, at -> c.down(at, length + c.whole(0, 1)));
      }
    }
    c.every(c.oneOf(30, 60), 0, at -> c.ask(at, 2, 2));
  }),
  MQTT_BOTH_WAYS(c -> {
    int state = c.whole(40, 250);
    int command = c.whole(40, 250);
    int qos = c.whole(0, 2);
    c.atRandom(c.uniform(5, 90), at -> confirm(c, at, qos, state, true));
    c.atRandom(c.uniform(10, 300), at -> confirm(c, at, qos, command, false));
    c.every(c.oneOf(20, 60), 0, at -> c.ask(at, 2, 2));
  }),
  AMQP_CONSUMER(c -> {
    int task = c.whole(100, 600);
    double work = c.uniform(0.01, 5);
    c.atRandom(c.uniform(2, 60), at -> {
      c.down(at, task + c.whole(0, 2));
      c.up(at + work * c.random.nextExponential(), 21);
    });
    c.every(c.oneOf(15, 30), 0.01, at -> c.up(at, 8));
    c.every(c.oneOf(15, 30), 0.01, at -> c.down(at, 8));
  }),
  AMQP_PUBLISHER(c -> {
    int event = c.whole(120, 500);
    c.atRandom(c.uniform(2, 60), at -> c.ask(at, event + c.whole(0, 2), 21));
    c.every(30, 0.01, at -> c.up(at, 8));
    c.every(30, 0.01, at -> c.down(at, 8));
  }),
  CACHE_SUBSCRIBER(c -> {
    int key = c.whole(60, 140);
    c.atRandom(c.uniform(1.5, 60), at -> c.down(at, key + c.whole(0, 2)));
    c.every(c.oneOf(15, 60), 0.01, at -> c.ask(at, 14, 20));
  }),
  DATABASE_REPLICA(c -> {
    c.atRandom(c.uniform(2, 30), at -> c.down(at, c.logNormal(350, 0.5)));
    c.every(c.oneOf(10, 30), 0.01, at -> c.down(at, 38));
    c.every(10, 0.01, at -> c.up(at, 34));
  }),
  DATABASE_POOL(c -> {
    c.every(c.oneOf(30, 60), 0.02, at -> c.ask(at, 14, 60));
    c.inBursts(120, 20, 0.5, at -> c.ask(at, c.whole(90, 94), c.logNormal(200, 0.6)));
  }),
  WATCH_OF_CLUSTER(c -> {
    int object = c.whole(900, 4000);
    c.atRandom(c.uniform(3, 60), at -> c.down(at, object + c.whole(0, 6)));
    c.every(60, 0.02, at -> c.down(at, c.whole(240, 242)));
    c.every(30, 0.01, at -> c.ask(at, 17, 17));
  }),
  SERVER_SENT_EVENTS(c -> {
    int event = c.whole(70, 400);
    c.atRandom(c.uniform(2, 60), at -> c.down(at, event + c.whole(0, 3)));
    c.every(c.oneOf(15, 20, 30), 0.005, at -> c.down(at, 6));
  }),
  /** Nothing else is said by anybody. */
  SERVER_SENT_EVENTS_BARE(c -> {
    int event = c.whole(70, 400);
    c.atRandom(c.uniform(2, 60), at -> c.down(at, event + c.whole(0, 2)));
  }),
  GRPC_REPORTS(c -> {
    int report = c.whole(80, 500);
    c.every(c.oneOf(5, 10, 60), c.oneOf(0, 0.05, 0.2), at -> c.ask(at, report + c.whole(0, 4), c.whole(5, 40)));
    c.every(c.oneOf(10, 30), 0.01, at -> c.tell(at, 17, 17));
  }),
  SYSLOG_OVER_TLS(c -> c.atRandom(c.uniform(0.5, 20), at -> c.up(at, c.logNormal(180, 0.4)))),
  LOG_FORWARDER(c -> c.every(c.oneOf(1, 5, 10), 0.05, at -> c.ask(at, c.logNormal(2000, 0.7), c.whole(34, 36)))),
  MONITORING_AGENT(c -> {
    int values = c.whole(200, 1500);
    c.every(c.oneOf(30, 60), 0.002, at -> c.ask(at, values + c.whole(-6, 6), c.whole(90, 96)));
    c.every(120, 0.002, at -> c.ask(at, 80, c.whole(300, 900)));
  }),
  SECURITY_AGENT(c -> {
    c.every(c.oneOf(10, 60), 0.01, at -> c.ask(at, c.whole(160, 170), 40));
    c.inBursts(300, 10, 1, at -> c.up(at, c.logNormal(500, 0.5)));
    c.atRandom(900, at -> c.down(at, c.logNormal(700, 0.5)));
  }),
  /** Charging points: meter values, heartbeats, each confirmed; commands now and then. */
  CHARGING_POINT(c -> {
    c.every(c.oneOf(60, 300), 0.005, at -> c.ask(at, 60, 88));
    c.every(c.oneOf(30, 60), 0.01, at -> c.ask(at, c.whole(380, 388), 45));
    c.atRandom(600, at -> c.tell(at, c.whole(120, 260), 62));
  }),
  /** Positions when a vehicle turns or has gone far enough, each confirmed in a few words. */
  VEHICLE_TRACKER(c -> {
    int position = c.whole(60, 220);
    int reply = c.whole(4, 45);
    c.atRandom(c.uniform(10, 60), at -> c.ask(at, position + c.whole(0, 2), reply));
    c.atRandom(c.uniform(600, 3000), at -> c.tell(at, c.whole(40, 120), c.whole(40, 90)));
    c.every(60, 0.01, at -> c.ask(at, 20, reply));
  }),
  ALARM_PANEL(c -> {
    int event = c.whole(60, 160);
    c.atRandom(c.uniform(60, 600), at -> c.ask(at, event, c.whole(24, 26)));
    c.every(c.oneOf(30, 60, 90), 0.002, at -> c.ask(at, 32, 24));
  }),
  CAMERA_CLOUD(c -> {
    c.every(c.oneOf(20, 30), 0.01, at -> c.ask(at, 48, 48));
    c.inBursts(300, 20, 0.5, at -> c.ask(at, c.logNormal(1200, 0.4), 60));
    c.atRandom(900, at -> c.tell(at, c.whole(180, 240), 80));
  }),
  SMART_METER(c -> c.every(c.oneOf(15, 60, 300), 0.002, at -> c.tell(at, 30, c.whole(120, 124)))),
  INDUSTRIAL_SUBSCRIPTION(c -> {
    int change = c.whole(110, 200);
    c.atRandom(c.uniform(1.5, 30), at -> c.down(at, change + c.whole(0, 1)));
    c.every(c.oneOf(5, 10), 0.005, at -> c.ask(at, 96, 28));
  }),
  ROUTER_SESSION(c -> {
    c.every(c.oneOf(20, 30, 60), 0.1, at -> c.up(at, 19));
    c.every(c.oneOf(20, 30, 60), 0.1, at -> c.down(at, 19));
    c.atRandom(c.uniform(5, 120), at -> c.down(at, c.logNormal(90, 0.3)));
  }),
  VPN_OVER_TLS(c -> {
    c.every(c.oneOf(10, 25), 0.005, at -> c.ask(at, c.oneOf(8, 32), c.oneOf(8, 32)));
    c.inBursts(200, 20, 0.7, at -> c.ask(at, c.logNormal(160, 0.8), c.logNormal(500, 0.9)));
  }),
  /** Ticks of a fixed layout, as binary feeds have them, and a heartbeat of each side. */
  BINARY_TICKS(c -> {
    int tick = c.whole(60, 200);
    c.atRandom(c.uniform(0.3, 15), at -> c.down(at, tick));
    c.every(c.oneOf(5, 30), 0.01, at -> c.up(at, 12));
    c.every(c.oneOf(5, 30), 0.01, at -> c.down(at, 12));
  }),
  TEXT_TICKS(c -> {
    int tick = c.whole(120, 260);
    c.atRandom(c.uniform(0.3, 15), at -> c.down(at, tick + c.whole(-4, 4)));
    c.every(c.oneOf(20, 30), 0.005, at -> c.ask(at, c.oneOf(13, 22), c.oneOf(13, 22)));
  }),
  SPORTS_SCORES(c -> {
    c.atRandom(c.uniform(10, 90), at -> c.down(at, c.logNormal(300, 0.3)));
    c.every(25, 0.005, at -> c.tell(at, 1, 1));
  }),
  CARD_GAME(c -> {
    double pause = c.uniform(3, 15);
    int players = c.whole(2, 5);
    for (double now = 1; now < c.seconds; ) {
      for (int other = 1; other < players; other++) {
        c.down(now, c.whole(90, 150));
        now += 0.5 + c.logNormal(pause, 0.6);
      }
      c.ask(now, c.whole(60, 66), c.whole(40, 44));
      now += 0.5 + c.logNormal(pause, 0.6);
    }
    c.every(c.oneOf(10, 25), 0.01, at -> c.ask(at, 2, 2));
  }),
  GAME_LOBBY(c -> {
    c.atRandom(c.uniform(3, 60), at -> c.down(at, c.whole(80, 340)));
    c.every(c.oneOf(5, 15, 30), 0.01, at -> c.ask(at, 10, 12));
  }),
  REMOTE_CONTROL_READY(c -> {
    c.every(c.oneOf(15, 30, 60), 0.01, at -> c.ask(at, c.whole(20, 60), c.whole(20, 60)));
    c.atRandom(900, at -> c.down(at, c.logNormal(300, 0.5)));
  }),
  SIGNALLING_OF_CALLS(c -> {
    c.every(c.oneOf(30, 45), 0.02, at -> c.ask(at, c.whole(300, 420), c.whole(280, 400)));
    c.atRandom(c.uniform(120, 900), at -> c.tell(at, c.logNormal(800, 0.3), c.whole(320, 360)));
  }),
  BUILD_RUNNER(c -> {
    c.every(c.oneOf(3, 5, 10), 0.05, at -> c.ask(at, 420, 130));
    c.inBursts(600, 120, 2, at -> c.ask(at, c.logNormal(1500, 0.8), 140));
  }),
  VIDEO_CONTROL(c -> {
    c.every(c.uniform(1.5, 5), 0.02, at -> c.up(at, c.whole(56, 60)));
    c.every(c.uniform(1.5, 5), 0.02, at -> c.down(at, c.whole(56, 90)));
  });

  private final Consumer<Chatter> script;

  FurtherCalmTraffic(Consumer<Chatter> script) {
    this.script = script;
  }

  /** A message of MQTT with what its quality of service adds. */
  private static void confirm(Chatter c, double at, int qos, int length, boolean isUp) {
    if (isUp) {
      c.up(at, length);
    } else {
      c.down(at, length);
    }
    double later = at;
    for (int i = 0; i < 2 * qos - 1; i++) {
      later += c.latency();
      if (isUp == (i % 2 == 1)) {
        c.up(later, 4);
      } else {
        c.down(later, 4);
      }
    }
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    return Chatter.calm(name(), seed, 5000 + ordinal(), script);
  }
}
