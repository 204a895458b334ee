package stratoscope.rhythm;

import java.util.List;
import java.util.function.Consumer;
import stratoscope.rhythm.Chatter.Cipher;

/**
 * Long-lived connections inside ciphers that are no mining: protocols that none of the other kinds plays, written down from what is known
 * of them, by somebody who had not read the detector's rules, after these were settled. Each makes one connection of five minutes to a day.
 */
enum NovelTraffic {
  /** IEC 60870-5-104: values with time tags as they change, a receipt for every eighth, interrogations, commands, tests of the line. */
  TELECONTROL_STATION(c -> {
    double gap = c.oneOf(0.5, 4, 20, 90);
    int[] unconfirmed = {0};
    c.atRandom(gap, at -> {
      c.down(at, c.maybe(0.7) ? 27 : 23);
      if (++unconfirmed[0] % 8 == 0 || gap > 10) {
        c.up(at + (gap > 10 ? 10 : c.latency()), 6);
      }
    });
    c.every(c.oneOf(600, 900, 3600), 0.001, at -> {
      c.ask(at, 16, 16);
      for (int i = 0; i < 6; i++) {
        c.down(at + 0.1 + 0.05 * i, c.whole(60, 249));
      }
      c.down(at + 0.5, 16);
    });
    c.atRandom(c.uniform(200, 4000), at -> {
      c.ask(at, 16, 16);
      c.down(at + c.uniform(0.5, 4), 16);
    });
    if (gap > 10) {
      c.atRandom(30, at -> c.tell(at, 6, 6));
    }
  }),
  /** Sparkplug: what changed, by exception, in numbers without text; the host's orders; pings of MQTT. */
  EDGE_NODE(c -> {
    int metric = c.whole(11, 16);
    c.atRandom(c.uniform(1, 40), at -> c.up(at, 62 + metric * (1 + (int) c.random.nextExponential())));
    c.atRandom(c.uniform(60, 900), at -> c.down(at, 70 + metric));
    c.every(c.oneOf(30, 60), 0.01, at -> c.ask(at, 2, 2));
  }),
  /** A laptop left alone in an office's VPN: names looked up, keep-alives of what it has open, the VPN's own in both directions. */
  OFFICE_VPN(c -> {
    c.inBursts(c.uniform(20, 120), 3, 0.4, at -> c.ask(at, 8 + c.whole(58, 84), 8 + c.logNormal(160, 0.4)));
    int sockets = c.whole(1, 6);
    for (int i = 0; i < sockets; i++) {
      c.every(c.oneOf(10, 30, 45, 60), 0.002, at -> c.ask(at, 8 + 41, 8 + 52));
    }
    c.atRandom(c.uniform(40, 400), at -> {
      c.down(at, 8 + 52 + c.logNormal(200, 0.6));
      c.up(at + 0.04, 8 + 52);
    });
    c.every(c.oneOf(20, 30), 0.001, at -> c.ask(at, 8, 8));
  }),
  /** OpenVPN over TCP: a ping of either side when it had nothing else to say, the same of hosts behind it, keys changed each hour. */
  TUNNEL_OVER_TCP(List.of(Cipher.OWN), c -> {
    c.every(10, 0.02, at -> c.up(at, 42));
    c.every(10, 0.02, at -> c.down(at, 42));
    c.inBursts(c.uniform(20, 200), 4, 0.3, at -> c.ask(at, 26 + c.whole(58, 84), 26 + c.logNormal(160, 0.4)));
    c.every(3600, 0.001, at -> {
      c.ask(at, 56, 68);
      c.ask(at + 0.2, 350, 1200);
      c.ask(at + 0.4, 1150, 64);
      c.ask(at + 0.6, 64, 300);
    });
  }),
  /** frp: requests that come from outside, in streams of one connection; each wants another work connection; heartbeats of both layers. */
  REVERSE_TUNNEL(c -> {
    boolean isHook = c.maybe(0.4); // one caller, who always sends the like
    int request = c.whole(250, 700);
    c.inBursts(c.uniform(20, 300), isHook ? 0.1 : 8, 0.6, at -> {
      c.down(at, 12 + (isHook ? request + c.whole(0, 4) : c.logNormal(request, 0.4)));
      c.down(at + 0.001, 12 + 21); // wants a work connection
      c.up(at + c.latency(), 12 + 118);
      c.up(at + c.latency() + c.uniform(0.005, 0.2), 12 + (isHook ? 130 + c.whole(0, 2) : c.logNormal(1200, 1)));
    });
    c.every(30, 0.001, at -> c.ask(at, 12, 12));
    c.every(30, 0.001, at -> c.tell(at, 12, 12));
    c.every(c.oneOf(10, 30), 0.001, at -> c.ask(at, 12 + 75, 12 + 20));
  }),
  /** VNC: what changed on the screen (a clock, a gauge), the next change asked for right away, a pointer moved now and then. */
  SCREEN_WITH_CLOCK(c -> {
    double period = c.oneOf(1, 5, 60);
    int update = c.whole(120, 900);
    c.every(period, 0.001, at -> c.tell(at, c.logNormal(update, 0.08), 10));
    c.atRandom(c.uniform(20, 300), at -> c.tell(at, c.logNormal(3000, 1), 10));
    c.inBursts(c.uniform(100, 1500), 10, 0.1, at -> c.up(at, 6));
  }),
  /** Consul: a request that waits for five minutes and a bit, or for a change, for each of some services; the session's renewal. */
  BLOCKING_QUERIES(c -> {
    int question = c.whole(170, 260);
    int state = c.whole(700, 4000);
    double change = c.uniform(15, 400);
    for (double now = 0.5; now < c.seconds; now += 0.01) {
      double wait = Math.min(300 * c.uniform(1, 1.06), change * c.random.nextExponential());
      c.up(now, question + (c.maybe(0.02) ? 1 : 0));
      now += wait + c.latency();
      c.down(now, state + c.whole(-3, 3));
    }
    if (c.maybe(0.5)) {
      c.every(7.5, 0.01, at -> c.ask(at, 210, 480 + c.whole(0, 2)));
    }
  }),
  /** Redis: what the master did, as it does it; how far the replica is, each second; the master's ping. */
  CACHE_REPLICA(c -> {
    int command = c.whole(60, 200);
    c.atRandom(c.uniform(0.5, 30), at -> c.down(at, command + c.whole(0, 3)));
    c.every(1, 0.002, at -> c.up(at, c.whole(37, 38)));
    c.every(10, 0.001, at -> c.down(at, 14));
  }),
  /** MySQL: transactions pushed, each said to be received. */
  CONFIRMING_REPLICA(c -> {
    int rows = c.whole(180, 600);
    boolean isAlike = c.maybe(0.5);
    c.atRandom(c.uniform(0.5, 30), at -> c.tell(at, isAlike ? rows + c.whole(0, 4) : c.logNormal(rows, 0.5), 30));
    c.every(30, 0.001, at -> c.down(at, 66));
  }),
  /** NATS: a service that publishes what it did, has that stored, and works on what others published; one connection for both. */
  EVENT_SERVICE(c -> {
    int published = c.whole(140, 500);
    int consumed = c.whole(160, 700);
    boolean isAlike = c.maybe(0.5);
    c.atRandom(c.uniform(3, 90), at -> c.ask(at, isAlike ? published + c.whole(0, 2) : c.logNormal(published, 0.2), c.whole(86, 88)));
    c.atRandom(c.uniform(3, 90), at -> {
      c.down(at, isAlike ? consumed + c.whole(0, 2) : c.logNormal(consumed, 0.2));
      double done = at + c.latency() + c.uniform(0.005, 0.5);
      c.up(done, 92 + c.whole(0, 2));
      c.up(done + 0.001, 118);
    });
    c.every(30, 0.02, at -> c.down(at, 96)); // what was asked for has not come
    c.every(120, 0.1, at -> c.tell(at, 6, 6));
  }),
  /** A bot in a company's chat: what happens is pushed, and each piece confirmed by its number. */
  SOCKET_BOT(c -> {
    boolean isOneCommand = c.maybe(0.4);
    int event = c.whole(900, 1500);
    c.inBursts(c.uniform(30, 400), 20, 4, at -> c.tell(at, isOneCommand ? event + c.whole(0, 6) : c.logNormal(event, 0.3), 56));
    c.every(c.oneOf(10, 30), 0.02, at -> c.tell(at, 20, 20));
  }),
  /** ActiveSync: a ping that waits for mail, and a sync of the folder when there is some. */
  MAIL_PING(c -> {
    double mail = c.uniform(60, 1500);
    double beat = c.oneOf(470, 590, 900);
    for (double now = 0.5; now < c.seconds; ) {
      double wait = Math.min(beat, mail * c.random.nextExponential());
      c.up(now, c.whole(420, 424));
      now += wait + c.latency();
      c.down(now, wait < beat ? 420 : 404);
      if (wait < beat) {
        c.ask(now + 0.1, c.whole(520, 530), c.logNormal(4000, 0.9));
        now += 0.6;
      }
      now += 0.05;
    }
  }),
  /** MAPI over HTTP: an answer that is being waited for, kept alive by a word each quarter of a minute; then what is new is fetched. */
  MAIL_NOTIFICATION_WAIT(c -> {
    double mail = c.uniform(30, 900);
    double pending = c.oneOf(15, 30, 60);
    for (double now = 0.5; now < c.seconds; ) {
      double end = now + Math.min(300, mail * c.random.nextExponential());
      c.ask(now, c.whole(930, 940), 560);
      for (double at = now + pending; at < end; at += pending) {
        c.down(at, 14);
      }
      c.down(end, 86);
      for (int i = c.whole(1, 4); i > 0; i--) {
        c.ask(end + 0.1 * i, c.logNormal(1100, 0.1), c.logNormal(1500, 0.6));
      }
      now = end + 0.6;
    }
  }),
  /** A folder of another computer over SSH: attributes asked for by whoever looks, something read or written. */
  REMOTE_FOLDER(List.of(Cipher.SSH), c -> {
    int path = c.whole(30, 90);
    c.inBursts(c.uniform(20, 200), c.uniform(2, 20), 0.5, at -> c.ask(at, 22 + path + c.whole(0, 12), c.maybe(0.8) ? 46 : 60));
    c.inBursts(c.uniform(60, 600), 3, 0.2, at -> c.ask(at, 55, c.logNormal(4000, 1)));
    c.every(c.oneOf(15, 60), 0.001, at -> c.ask(at, 44, 28));
  }),
  /** Keys typed in tmux: each comes back with where the cursor is; what a program prints, and a status line with the time. */
  SHELL_IN_TMUX(List.of(Cipher.SSH), c -> {
    c.inBursts(c.uniform(20, 200), 30, 0.3, at -> c.ask(at, 10, c.maybe(0.8) ? c.whole(10, 30) : c.whole(40, 200)));
    int status = c.whole(90, 230);
    c.every(c.oneOf(5, 15, 60), 0.001, at -> c.down(at, status + (c.maybe(0.1) ? c.whole(-9, 9) : 0)));
    c.inBursts(c.uniform(60, 400), 10, 1, at -> c.down(at, c.logNormal(120, 0.7)));
  }),
  /** ONVIF: an envelope that asks for events and waits a minute; something moves, and is over after a while. */
  CAMERA_PULL_POINT(c -> {
    double still = c.uniform(20, 600);
    double wait = c.oneOf(5, 30, 60);
    double change = still * c.random.nextExponential();
    boolean isMoving = false;
    for (double now = 1; now < c.seconds; ) {
      c.up(now, c.whole(1180, 1184));
      boolean isNew = change < now + wait;
      now = isNew ? Math.max(now, change) + c.latency() : now + wait + c.latency();
      c.down(now, isNew ? 1590 + (isMoving ? 1 : 0) : 790);
      if (isNew) {
        isMoving = !isMoving;
        change = now + (isMoving ? c.uniform(4, 20) : still * c.random.nextExponential());
      }
      now += c.uniform(0.01, 0.1);
    }
  }),
  /** A peer that has all of a file, and one that gets it from others: pieces that either has, blocks asked for, who else is there. */
  TORRENT_PEER(List.of(Cipher.OWN), c -> {
    c.atRandom(c.uniform(2, 60), at -> c.down(at, 9));
    if (c.maybe(0.5)) {
      c.atRandom(c.uniform(2, 60), at -> c.up(at, 9));
    }
    c.inBursts(c.uniform(60, 900), 10, 0.4, at -> {
      c.up(at, 17);
      c.down(at + c.latency(), 16_000);
    });
    c.every(60, 0.02, at -> c.down(at, 60 + 6 * c.whole(0, 20)));
    c.every(60, 0.02, at -> c.up(at, 60 + 6 * c.whole(0, 20)));
    c.every(120, 0.01, at -> c.up(at, 4));
    c.every(120, 0.01, at -> c.down(at, 4));
  }),
  /** libp2p: blocks at their slots from whichever peer has them first, what one has told, votes, a ping of 32 bytes. */
  GOSSIP_PEER(List.of(Cipher.NOISE), c -> {
    double slot = c.oneOf(6, 12);
    c.every(slot, 0.02, at -> {
      if (c.maybe(0.3)) {
        c.down(at, c.logNormal(9000, 0.6));
      }
      c.down(at + c.uniform(0.1, 2), 12 + 26 + 24 * c.whole(1, 4));
      if (c.maybe(0.5)) {
        c.up(at + c.uniform(0.1, 2), 12 + 26 + 24 * c.whole(1, 4));
      }
    });
    c.atRandom(c.uniform(1, 20), at -> c.down(at, 12 + c.whole(300, 304)));
    c.atRandom(c.uniform(5, 60), at -> c.up(at, 12 + c.whole(300, 304)));
    c.every(15, 0.02, at -> c.ask(at, 44, 44));
    c.every(15, 0.02, at -> c.tell(at, 44, 44));
  }),
  /** WalletConnect: messages between a wallet and a page, which the relay passes on; each is confirmed on either side. */
  WALLET_RELAY(c -> {
    int sent = c.whole(560, 800);
    int got = c.whole(600, 900);
    c.inBursts(c.uniform(40, 400), 30, 5, at -> c.ask(at, sent + 4 * c.whole(0, 30), 52));
    c.inBursts(c.uniform(40, 400), 30, 5, at -> c.tell(at, got + 4 * c.whole(0, 30), 52));
    c.every(30, 0.01, at -> c.tell(at, 1, 1));
  }),
  /** SMPP: codes to log in with, of one wording, each said to be taken; some seconds later each is said to have arrived. */
  SHORT_MESSAGE_CODES(c -> {
    int message = c.whole(120, 210);
    int names = c.whole(1, 3);
    c.atRandom(c.oneOf(2, 10, 40, 120), at -> {
      c.ask(at, message + c.whole(0, names), c.oneOf(25, 33, 53));
      if (c.maybe(0.93)) {
        c.tell(at + c.logNormal(5, 0.7), 196 + c.whole(0, names), 17);
      }
    });
    c.every(c.oneOf(10, 30, 60), 0.01, at -> c.ask(at, 16, 16));
  }),
  /** RADIUS over TLS of a hotel: who came in some steps, what each has used every ten minutes, whether the other side is there. */
  ROAMING_ACCOUNTING(c -> {
    int report = c.whole(240, 330);
    int guests = c.whole(5, 60);
    c.atRandom(600.0 / guests, at -> c.ask(at, report + c.whole(0, 9), 20));
    c.atRandom(c.uniform(60, 900), at -> {
      for (int i = 0; i < 6; i++) {
        c.ask(at + 0.15 * i, c.whole(210, 420), i == 3 ? 1080 : c.whole(90, 170));
      }
    });
    c.atRandom(c.uniform(1200, 9000), at -> c.tell(at, c.whole(70, 90), 20));
    c.every(c.oneOf(30, 60), 0.05, at -> c.ask(at, 38, 20));
  }),
  /** RELP: lines of a firewall that look alike, each answered with its number; a line now and then that does not. */
  LINES_RECEIPTED(c -> {
    int line = c.whole(190, 320);
    double spread = c.oneOf(0.01, 0.05, 0.2);
    c.atRandom(c.uniform(0.5, 40), at -> c.ask(at, c.maybe(0.93) ? c.logNormal(line, spread) : c.logNormal(150, 0.5), c.whole(17, 19)));
  }),
  /** ISO 8583 between a bank's till and the scheme: payments asked about and allowed, some taken back, an echo each minute. */
  CARD_SWITCH(c -> {
    int question = c.whole(200, 280);
    c.atRandom(c.oneOf(3, 15, 60), at -> {
      double answered = at + c.uniform(0.2, 1.5);
      c.up(at, question + c.whole(0, 30));
      c.down(answered, c.maybe(0.9) ? 128 : 112);
      if (c.maybe(0.05)) {
        c.ask(answered + c.uniform(5, 40), question - 20 + c.whole(0, 8), 96);
      }
    });
    c.every(60, 0.01, at -> c.tell(at, 62, 68));
    c.atRandom(c.uniform(100, 3000), at -> c.tell(at, c.whole(180, 220), 90)); // advice of the scheme
  }),
  /** OpenFlow: packets no rule is for, to the controller, which makes a rule and sends the packet on; counters, echoes. */
  FLOW_SWITCH(c -> {
    c.atRandom(c.uniform(1, 60), at -> {
      c.up(at, 42 + c.oneOf(60, 60, 74, 98, 342));
      double told = at + c.latency();
      if (c.maybe(0.7)) {
        c.down(told, c.oneOf(96, 104));
      }
      c.down(told + 0.001, 40 + c.oneOf(0, 60, 74));
    });
    c.every(c.oneOf(5, 10, 30), 0.01, at -> c.tell(at, c.oneOf(24, 56), c.logNormal(900, 0.02)));
    c.every(c.oneOf(5, 15), 0.02, at -> c.tell(at, 8, 8));
  }),
  /** A word to be guessed by several at once: guesses, each marked; how far the others are; the next round. */
  WORD_RACE(c -> {
    int guess = c.whole(48, 90);
    int marked = c.whole(60, 140);
    int others = c.whole(70, 120);
    double pace = c.uniform(6, 25);
    for (double round = 3; round < c.seconds; ) {
      c.down(round, c.logNormal(300, 0.2));
      double end = round + c.uniform(40, 240);
      for (double at = round + c.logNormal(pace, 0.6); at < end; at += c.logNormal(pace, 0.6)) {
        c.ask(at, guess, marked);
      }
      double othersPace = pace / c.whole(1, 7);
      for (double at = round + othersPace; at < end; at += 0.2 + othersPace * c.random.nextExponential()) {
        c.down(at, others + c.whole(0, 3));
      }
      c.down(end, c.logNormal(500, 0.3));
      round = end + c.uniform(8, 60);
    }
    c.every(c.oneOf(20, 25), 0.01, at -> c.tell(at, 1, 1));
  }),
  /** Numbers drawn at a steady pace, marked by those who have them on their card; then somebody has won. */
  BINGO_HALL(c -> {
    double pace = c.uniform(3, 9);
    int drawn = c.whole(50, 120);
    int marked = c.whole(60, 110);
    for (double now = 5; now < c.seconds; now += c.uniform(20, 90)) {
      c.ask(now, c.whole(90, 110), c.logNormal(800, 0.1));
      for (int numbers = c.whole(40, 62); numbers > 0; numbers--) {
        now += pace;
        c.down(now, drawn + c.whole(0, 1));
        if (c.maybe(0.27)) {
          c.ask(now + c.logNormal(1.5, 0.5), marked + c.whole(0, 1), c.whole(40, 42));
        }
      }
      c.down(now + 1, c.logNormal(420, 0.2));
    }
    c.every(25, 0.01, at -> c.ask(at, 2, 2));
  }),
  /** Bets while the wheel turns, each taken; how much lies on the table; the number, and what was won. */
  ROULETTE_TABLE(c -> {
    int bet = c.whole(80, 160);
    int table = c.whole(120, 300);
    for (double now = 4; now < c.seconds; now += c.uniform(26, 45)) {
      double start = now;
      c.down(start, c.whole(90, 92));
      for (int bets = c.maybe(0.7) ? c.whole(1, 5) : 0; bets > 0; bets--) {
        c.ask(start + c.uniform(1, 16), bet + c.whole(0, 2), c.whole(70, 74));
      }
      for (int i = 0; i < 4; i++) {
        c.down(start + 4 * i + c.uniform(0, 1), table + c.whole(0, 6));
      }
      c.down(start + 18, c.whole(60, 61));
      c.down(start + 24, c.logNormal(260, 0.2));
    }
    c.every(c.oneOf(10, 30), 0.01, at -> c.ask(at, 2, 2));
  }),
  /** Cards held to a bus's reader at each stop, each sent and confirmed; what is late or no longer valid, pushed. */
  TICKET_VALIDATOR(c -> {
    int tap = c.whole(160, 320);
    int news = c.whole(110, 400);
    c.inBursts(c.uniform(40, 200), c.uniform(3, 20), 2, at -> c.ask(at, tap + c.whole(0, 2), c.whole(24, 60)));
    c.atRandom(c.uniform(20, 200), at -> c.down(at, news + c.whole(0, 3)));
    c.every(c.oneOf(10, 30), 0.01, at -> c.ask(at, c.whole(88, 92), c.whole(24, 26))); // where the bus is
  }),
  /** Syncthing: what changed in folders that two share, told by either; blocks asked for; a ping when all is still. */
  FOLDER_SYNC(c -> {
    double busy = c.uniform(20, 900);
    c.atRandom(busy, at -> {
      c.down(at, c.logNormal(260, 0.25));
      for (int i = c.whole(0, 3); i > 0; i--) {
        c.ask(at + 0.2 * i, c.whole(96, 112), c.logNormal(6000, 1));
      }
      c.up(at + c.uniform(1, 8), c.logNormal(260, 0.25));
    });
    c.atRandom(busy, at -> {
      c.up(at, c.logNormal(260, 0.25));
      c.tell(at + 0.3, c.whole(96, 112), c.logNormal(6000, 1));
    });
    c.every(90, 0.001, at -> c.up(at, 8));
    c.every(90, 0.001, at -> c.down(at, 8));
  }),
  /** A page rendered at the server: clicks, what they change, what others change; each change drawn is confirmed. */
  PAGE_RENDERED_AT_SERVER(c -> {
    int click = c.whole(260, 420);
    int batch = c.whole(180, 700);
    boolean isAlike = c.maybe(0.5);
    c.inBursts(c.uniform(20, 300), c.uniform(5, 60), 4, at -> {
      c.ask(at, click + c.whole(0, 3), isAlike ? batch + c.whole(0, 4) : c.logNormal(batch, 0.6));
      c.up(at + 2 * c.latency(), 34 + c.whole(0, 1));
    });
    c.atRandom(c.uniform(5, 120), at -> c.tell(at, isAlike ? batch + c.whole(0, 4) : c.logNormal(batch, 0.6), 34 + c.whole(0, 1)));
    c.every(15, 0.01, at -> c.up(at, 3));
    c.every(15, 0.01, at -> c.down(at, 3));
  });

  private final List<Cipher> ciphers;
  private final Consumer<Chatter> script;

  NovelTraffic(Consumer<Chatter> script) {
    this(Chatter.OF_THE_WEB, script);
  }

  NovelTraffic(List<Cipher> ciphers, Consumer<Chatter> script) {
    this.ciphers = ciphers;
    this.script = script;
  }

  /** The same connection for the same seed. */
  Talk talk(long seed) {
    return Chatter.calmForUpToADay(name(), seed, 19_000 + ordinal(), ciphers, script);
  }
}
