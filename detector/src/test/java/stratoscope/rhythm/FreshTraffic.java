package stratoscope.rhythm;

import java.util.function.Consumer;

/**
 * Long-lived connections inside ciphers that are no mining, made after the detector was tuned on all the others, and never tuned on:
 * by them one sees how it does with what nobody thought of. Each makes one connection of five minutes to a day.
 */
enum FreshTraffic {
  /** Doors, floors, faults, each said yes to; parameters asked for by the centre. */
  LIFT_MONITOR(c -> {
    int event = c.whole(90, 240);
    c.inBursts(c.uniform(30, 200), 40, 5, at -> c.ask(at, event + c.whole(0, 2), c.whole(26, 50)));
    c.atRandom(c.uniform(200, 1500), at -> c.tell(at, c.whole(60, 160), c.logNormal(300, 0.4)));
    c.every(c.oneOf(20, 60), 0.01, at -> c.ask(at, 24, 24));
  }),
  /** A picture to label, the label, and the next picture right away. */
  LABELLING(c -> {
    double pause = c.uniform(3, 25);
    int label = c.whole(120, 400);
    for (double now = 2; now < c.seconds; now += 1 + c.logNormal(pause, 0.6)) {
      c.ask(now, label + c.whole(-4, 4), c.whole(28, 60));
      c.down(now + c.uniform(0.1, 0.6), c.whole(500, 540));
    }
    c.every(25, 0.01, at -> c.tell(at, 2, 2));
  }),
  /** Calls given to an agent, who says how each went. */
  DIALLER(c -> {
    double length = c.uniform(40, 200);
    for (double now = 3; now < c.seconds; ) {
      c.tell(now, c.whole(600, 900), c.whole(90, 94));
      now += c.logNormal(length, 0.8);
      c.ask(now, c.whole(150, 170), c.whole(40, 44));
      now += 2 + c.random.nextExponential() * 15;
    }
    c.atRandom(c.uniform(5, 30), at -> c.down(at, c.whole(200, 216))); // how long the queue is
    c.every(20, 0.01, at -> c.ask(at, 30, 30));
  }),
  /** Prompts pushed, words sent back as they are made, each in a frame of its own. */
  INFERENCE_WORKER(c -> {
    c.atRandom(c.uniform(10, 120), at -> {
      c.down(at, c.logNormal(1500, 0.8));
      int words = c.whole(10, 300);
      for (int i = 0; i < words; i++) {
        c.up(at + 0.5 + 0.04 * i, c.whole(96, 106));
      }
      c.ask(at + 0.6 + 0.04 * words, c.whole(200, 220), c.whole(30, 40));
    });
    c.every(10, 0.01, at -> c.ask(at, 60, 40));
  }),
  WEATHER_STATION(c -> {
    int observation = c.whole(140, 500);
    c.every(c.oneOf(3, 10, 60), c.uniform(0.01, 0.3), at -> c.ask(at, observation + c.whole(0, 4), c.whole(24, 60)));
    c.atRandom(c.uniform(300, 3000), at -> c.down(at, c.logNormal(500, 0.4)));
  }),
  /** People draw numbers at a machine; the numbers that are called are shown on its screen. */
  QUEUE_TICKETS(c -> {
    int drawn = c.whole(70, 200);
    int called = c.whole(80, 220);
    c.atRandom(c.uniform(15, 120), at -> c.ask(at, drawn, c.whole(60, 62)));
    c.atRandom(c.uniform(15, 120), at -> c.down(at, called));
    c.every(c.oneOf(15, 30), 0.01, at -> c.ask(at, c.oneOf(2, 40), c.oneOf(2, 30)));
  }),
  /** Plates that are read, each answered with what the gate must do; how many places are free is pushed when anybody comes or goes. */
  PARKING_GATE(c -> {
    int plate = c.whole(120, 300);
    c.atRandom(c.uniform(10, 180), at -> {
      c.ask(at, plate + c.whole(-2, 1), c.whole(70, 72));
      c.ask(at + c.uniform(4, 12), c.whole(100, 104), c.whole(36, 40)); // passed
      c.down(at + c.uniform(4.5, 13), c.whole(90, 92));
    });
    c.atRandom(c.uniform(10, 120), at -> c.down(at, c.whole(90, 92)));
    c.every(30, 0.01, at -> c.ask(at, 30, 30));
  }),
  /** Asked for what is new, answered at once or when a second is over. */
  CHANGE_STREAM(c -> {
    double gap = c.uniform(1, 30);
    int change = c.whole(400, 900);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(1, gap * c.random.nextExponential());
      c.up(now, 236);
      c.down(now + wait, wait < 1 ? change + c.whole(-10, 10) : 210);
      now += wait + c.latency();
    }
  }),
  PATIENT_MONITOR(c -> {
    c.every(1, 0.01, at -> c.up(at, c.whole(700, 710)));
    c.every(15, 0.01, at -> c.ask(at, c.whole(260, 264), 30));
    c.inBursts(300, 30, 5, at -> c.tell(at, c.whole(90, 120), 30));
  }),
  /** Strokes while somebody draws, of one's own and of others. */
  WHITEBOARD(c -> {
    c.inBursts(60, 6, 0.06, at -> c.up(at, c.whole(110, 122)));
    c.inBursts(40, 6, 0.06, at -> c.down(at, c.whole(130, 142)));
    c.inBursts(90, 10, 2, at -> c.ask(at, c.logNormal(600, 0.6), c.whole(60, 64)));
    c.every(25, 0.01, at -> c.ask(at, 1, 1));
  }),
  /** Who speaks, who raised a hand; one's own camera and microphone. */
  CONFERENCE_CONTROL(c -> {
    c.inBursts(30, 60, 4, at -> c.down(at, c.whole(118, 126)));
    c.atRandom(c.uniform(30, 300), at -> c.ask(at, c.whole(140, 150), c.whole(50, 54)));
    c.atRandom(c.uniform(60, 300), at -> c.down(at, c.logNormal(900, 0.5)));
    c.every(c.oneOf(5, 10), 0.01, at -> c.ask(at, c.whole(60, 64), c.whole(40, 44)));
  }),
  /** What a managed device notices, each notice confirmed by the controller, which sets and gets. */
  MANAGED_DEVICE(c -> {
    int notice = c.whole(120, 300);
    c.atRandom(c.uniform(20, 240), at -> c.ask(at, notice + c.whole(0, 6), c.whole(60, 90)));
    c.atRandom(c.uniform(100, 900), at -> c.tell(at, c.logNormal(160, 0.3), c.logNormal(260, 0.5)));
    c.every(c.oneOf(30, 60), 0.01, at -> c.ask(at, 2, 2));
  });

  private final Consumer<Chatter> script;

  FreshTraffic(Consumer<Chatter> script) {
    this.script = script;
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    return Chatter.calmForUpToADay(name(), seed, 17_000 + ordinal(), script);
  }
}
