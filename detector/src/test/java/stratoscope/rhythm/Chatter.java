package stratoscope.rhythm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * One made-up connection: which records each side sends and when. Processes (a timer, chance, an answer) put in their messages in any
 * order; they are sorted when played. Times in seconds since the connection began, lengths in bytes of plain text. The same for the same
 * seed.
 */
final class Chatter {
  /** What surrounds the plain text. */
  enum Cipher {
    TLS13(true, 22), TLS12_GCM(true, 29), TLS12_CHACHA(true, 21),
    /** With four bytes of a frame's head; half of which are the mask, taken as if both sides had it. */
    WEBSOCKET(true, 26),
    /** SSH with an AEAD cipher: padded to 16 bytes. */
    SSH(false, 20),
    /** BOLT 8, obfuscated protocols: a length and one or two tags. */
    NOISE(false, 38),
    OWN(false, 0);

    private final boolean isTls;
    private final int surplus;

    Cipher(boolean isTls, int surplus) {
      this.isTls = isTls;
      this.surplus = surplus;
    }

    int sealed(int plain) {
      return surplus + (this == SSH ? (plain + 19) / 16 * 16 : plain);
    }
  }

  static final List<Cipher> OF_THE_WEB = List.of(Cipher.TLS13, Cipher.TLS12_GCM, Cipher.TLS12_CHACHA, Cipher.WEBSOCKET);
  private static final int MOST_PLAIN_BYTES = 16_000;

  final Random random;
  final Cipher cipher;
  /** Of the connection. */
  final double seconds;
  private final double roundTrip;
  private final List<Talk.Message> messages = new ArrayList<>();

  Chatter(Random random, Cipher cipher, double seconds) {
    this.random = random;
    this.cipher = cipher;
    this.seconds = seconds;
    roundTrip = logNormal(0.04, 0.8);
  }

  /** What goes on beside mining; the same connection for the same seed and kind. */
  static Talk calm(String name, long seed, int kind, Consumer<Chatter> script) {
    return calm(name, seed, kind, OF_THE_WEB, random -> Math.min(12 * 3600, 330 + 5400 * random.nextExponential()), script);
  }

  /** The same of five minutes to a day, half of them longer than half an hour. */
  static Talk calmForUpToADay(String name, long seed, int kind, Consumer<Chatter> script) {
    return calmForUpToADay(name, seed, kind, OF_THE_WEB, script);
  }

  /** The same in one of these ciphers. */
  static Talk calmForUpToADay(String name, long seed, int kind, List<Cipher> ciphers, Consumer<Chatter> script) {
    return calm(name, seed, kind, ciphers,
        random -> Math.max(310, Math.min(24 * 3600, 1800 * Math.exp(1.1 * random.nextGaussian()))), script);
  }

  private static Talk calm(String name, long seed, int kind, List<Cipher> ciphers, ToDoubleFunction<Random> seconds,
      Consumer<Chatter> script) {
    Random random = new Random(seed * 1_000_003 + kind);
    Chatter chatter = new Chatter(random, ciphers.get(random.nextInt(ciphers.size())), seconds.applyAsDouble(random));
    script.accept(chatter);
    chatter.greet();
    return chatter.talk(name + "-" + seed);
  }

  void up(double second, double bytes) {
    add(second, true, bytes);
  }

  void down(double second, double bytes) {
    add(second, false, bytes);
  }

  private void add(double second, boolean isUp, double bytes) {
    if (second >= 0 && second < seconds) {
      messages.add(new Talk.Message(second, isUp, cipher.sealed((int) Math.max(1, Math.min(bytes, MOST_PLAIN_BYTES)))));
    }
  }

  /** Sends a message and gets its answer a round trip later, some of them much later. */
  void ask(double second, double bytes, double answerBytes) {
    up(second, bytes);
    down(second + latency(), answerBytes);
  }

  /** The pool's, the server's way of asking. */
  void tell(double second, double bytes, double answerBytes) {
    down(second, bytes);
    up(second + latency(), answerBytes);
  }

  /**
   * Opens the connection as clients do: says who it is and what it wants, and is answered. What it wants may be told at once as it stands,
   * in the words in which news of it will come. To be called when all else is there.
   */
  void greet() {
    double at = exchange(whole(1, 3));
    messages.stream().filter(message -> !message.isUp()).findFirst()
        .ifPresent(news -> messages.add(new Talk.Message(maybe(0.3) ? at + 0.01 : at + uniform(5, 60), false, news.bytes())));
  }

  /** Opens it as miners do, for which the first message put in must be a job: it comes with, or right behind, the answer to the login. */
  void logIn() {
    int job = messages.get(0).bytes();
    double at = exchange(whole(0, 2));
    up(at, whole(90, 500));
    double answered = at + latency();
    if (maybe(0.5)) {
      messages.add(new Talk.Message(answered, false, job + whole(30, 60)));
    } else {
      down(answered, whole(34, 60));
      messages.add(new Talk.Message(answered + (maybe(0.1) ? 0.8 : 0.01) * random.nextDouble(), false, job));
    }
  }

  private double exchange(int times) {
    double at = 0.02;
    for (int i = 0; i < times; i++) {
      ask(at, logNormal(120, 0.8), logNormal(90, 0.9));
      at += 2 * latency();
    }
    return at;
  }

  double latency() {
    return roundTrip + random.nextExponential() * 0.02 + (random.nextInt(100) == 0 ? random.nextExponential() * 0.5 : 0);
  }

  /** At intervals of one length, give or take a share of it. */
  void every(double period, double jitter, DoubleConsumer action) {
    for (double at = uniform(0, period); at < seconds; at += period * (1 + jitter * random.nextGaussian())) {
      action.accept(at);
      if (period <= 0.001) {
        return;
      }
    }
  }

  /** By chance, so often on average. */
  void atRandom(double meanGap, DoubleConsumer action) {
    for (double at = meanGap * random.nextExponential(); at < seconds; at += Math.max(0.001, meanGap * random.nextExponential())) {
      action.accept(at);
    }
  }

  /** As people do things: now and then some in a row. */
  void inBursts(double meanPause, double meanLength, double meanGap, DoubleConsumer action) {
    atRandom(meanPause, start -> {
      double end = start + meanLength * random.nextExponential();
      for (double at = start; at < Math.min(end, seconds); at += Math.max(0.02, logNormal(meanGap, 0.7))) {
        action.accept(at);
      }
    });
  }

  double uniform(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  int whole(int from, int to) {
    return random.nextInt(from, to + 1);
  }

  boolean maybe(double probability) {
    return random.nextDouble() < probability;
  }

  double logNormal(double median, double sigma) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  double oneOf(double... values) {
    return values[random.nextInt(values.length)];
  }

  Talk talk(String name) {
    messages.sort(Comparator.comparingDouble(Talk.Message::second));
    return new Talk(name, cipher.isTls, List.copyOf(messages));
  }
}
