package stratoscope.alert;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.profile.Finding;
import stratoscope.profile.SavedFinding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.state.Stateful;

/**
 * What was told of each host, place and dialect, and so what is to be told next. One thread, but any may read the counts; its time is the
 * packets': while none come, nothing is gone, since a sensor that sees nothing can't know. Nor is it for what happened between two runs.
 *
 * <p>A key is told as {@code first-seen}; as {@code still-there} once its verdict is stronger than told, and each repeat interval while
 * findings come; as {@code gone} when none came for a time. One that comes back is new again, but not before the window is over since it
 * was new the last time. What a host's limit holds back is told with the next finding that the limit lets through; {@code gone} follows
 * only what was told and is not limited. Bounded: of too many keys the one longest without a finding is forgotten and counted.
 */
final class AlertBook {
  private static final long SWEEP_MICROS = 5_000_000;
  private static final long NEVER = Long.MIN_VALUE;
  /** More than interfaces and workers are apart: the clock was set, or no packets came for a while. */
  private static final long JUMP_MICROS = 60_000_000;

  /** Why something was not told. */
  enum Withheld {
    /** It came back before the window was over. */
    WINDOW,
    /** The host's limit was reached. */
    RATE,
    /** There were too many keys, and its end will not be told. */
    FORGOTTEN;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One key. */
  private static final class State {
    /** Null while it is gone. */
    private @Nullable Finding finding;
    /** Strongest verdict told since it is there; NONE if nothing was. */
    private Verdict told = Verdict.NONE;
    private boolean isWithheld;
    private long firstSeenMicros;
    private long lastSeenMicros = NEVER;
    private long lastToldMicros;
    private long newMicros = NEVER;

    private void see(Finding newest) {
      Finding.Connection c = newest.connection();
      if (finding == null) {
        firstSeenMicros = c.firstSeenMicros();
      }
      if (finding == null || newest.verdict().compareTo(finding.verdict()) >= 0) {
        finding = newest;
      }
      lastSeenMicros = Math.max(lastSeenMicros, c.lastSeenMicros());
    }

    private boolean isTold() {
      return told != Verdict.NONE;
    }

    /** The clock was set: what is past by so much stays so. */
    private void shift(long micros, long nowMicros) {
      firstSeenMicros = Math.min(firstSeenMicros, nowMicros);
      lastSeenMicros = shifted(lastSeenMicros, micros);
      lastToldMicros = shifted(lastToldMicros, micros);
      newMicros = shifted(newMicros, micros);
    }

    private static long shifted(long time, long micros) {
      return time == NEVER ? NEVER : time + micros;
    }

    private void leave() {
      finding = null;
      told = Verdict.NONE;
      isWithheld = false;
    }
  }

  private final AlertTerms terms;
  private final Consumer<Alert> out;
  private final HostLimits limits;
  private final Map<AlertKey, State> states = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<AlertEvent, AtomicLong> told = new EnumMap<>(AlertEvent.class);
  private final Map<Withheld, AtomicLong> withheld = new EnumMap<>(Withheld.class);
  private long nowMicros = NEVER;
  private long sweptMicros = NEVER;
  /** A time that is far from what was known, and is believed once the next one is near it. */
  private long doubtedMicros = NEVER;
  /** While nothing was seen since a restart: until then nobody can be gone. */
  private boolean isBack;
  /** When packets came again after a restart, or after a while. */
  private long awakeMicros = NEVER;

  /** @param out takes what is to be told, at once */
  AlertBook(AlertTerms terms, Consumer<Alert> out) {
    this.terms = terms;
    this.out = out;
    limits = new HostLimits(terms.perHostPerHour(), terms.maxKeys());
    for (AlertEvent event : AlertEvent.values()) {
      told.put(event, new AtomicLong());
    }
    for (Withheld reason : Withheld.values()) {
      withheld.put(reason, new AtomicLong());
    }
  }

  /** Adds what is known of each key and host, as pieces; each is to be saved on the book's thread. */
  void saveTo(List<Stateful> pieces) {
    states.forEach((key, state) -> pieces.add(out -> save(key, state, out)));
    limits.saveTo(pieces);
  }

  private static void save(AlertKey key, State state, StateWriter out) {
    out.begin(StateKind.ALERT).address(key.host()).text(key.place()).text(key.dialect()).text(key.subscriber()).word(state.told)
        .truth(state.isWithheld).number(state.firstSeenMicros).number(state.lastSeenMicros).number(state.lastToldMicros)
        .number(state.newMicros).truth(state.finding != null);
    if (state.finding != null) {
      SavedFinding.save(state.finding, out);
    }
    out.end();
  }

  /** Takes what was known of a key or host before a restart; false if it is something else. */
  boolean restore(StateReader in) throws StateException {
    if (in.kind() == StateKind.ALERT_LIMIT) {
      limits.restore(in);
    } else if (in.kind() == StateKind.ALERT) {
      AlertKey key = new AlertKey(in.address(), in.someText(), in.someText(), in.someText());
      State state = new State();
      state.told = in.word(Verdict.values());
      state.isWithheld = in.truth();
      state.firstSeenMicros = in.number();
      state.lastSeenMicros = in.number();
      state.lastToldMicros = in.number();
      state.newMicros = in.number();
      state.finding = in.truth() ? SavedFinding.restore(in) : null;
      if (states.size() < terms.maxKeys()) {
        states.put(key, state);
      }
      isBack = true;
    } else {
      return false;
    }
    return true;
  }

  /** Takes a finding, told while its session is open or at the end. */
  void onFinding(Finding finding) {
    long micros = Math.max(nowMicros, finding.connection().lastSeenMicros()); // not the clock, which packets set
    AlertKey key = AlertKey.of(finding);
    State state = states.computeIfAbsent(key, any -> new State());
    state.see(finding);
    if (states.size() > terms.maxKeys()) {
      forgetEldest();
    }
    boolean isRaised = state.isTold() && finding.verdict().compareTo(state.told) > 0;
    if (state.isTold() && !isRaised && micros - state.lastToldMicros < terms.repeatMicros()) {
      return;
    }
    if (!state.isTold() && state.newMicros != NEVER && micros - state.newMicros < terms.windowMicros()) {
      withhold(state, Withheld.WINDOW);
    } else if (!limits.take(key.host(), micros)) {
      if (withhold(state, Withheld.RATE)) {
        limits.onWithheld(key.host());
      }
    } else {
      tell(key, state, finding, micros, isRaised);
    }
  }

  /** Counts each alert once, however often it is tried. */
  private boolean withhold(State state, Withheld reason) {
    boolean isFirst = !state.isWithheld;
    state.isWithheld = true;
    if (isFirst) {
      count(reason);
    }
    return isFirst;
  }

  private void tell(AlertKey key, State state, Finding finding, long micros, boolean isRaised) {
    AlertEvent event = state.isTold() ? AlertEvent.STILL_THERE : AlertEvent.FIRST_SEEN;
    Finding surest = state.finding == null ? finding : state.finding;
    if (event == AlertEvent.FIRST_SEEN) {
      state.newMicros = micros;
    }
    state.told = surest.verdict().compareTo(state.told) > 0 ? surest.verdict() : state.told;
    state.lastToldMicros = micros;
    state.isWithheld = false;
    send(event, key, state, surest, micros, isRaised);
  }

  private void send(AlertEvent event, AlertKey key, State state, Finding finding, long micros, boolean isRaised) {
    count(told, event);
    out.accept(new Alert(event, key.toString(), finding, micros, state.firstSeenMicros, state.lastSeenMicros, isRaised,
        limits.takeWithheld(key.host())));
  }

  private void forgetEldest() {
    Iterator<State> eldest = states.values().iterator();
    if (eldest.next().isTold()) {
      count(Withheld.FORGOTTEN);
    }
    eldest.remove();
  }

  /** Says the time of the newest packet, about twice a second while packets come. A lone one that is far away is not believed. */
  void onTime(long packetMicros) {
    if (nowMicros != NEVER && !isNear(packetMicros, nowMicros)) {
      boolean isBelieved = doubtedMicros != NEVER && isNear(packetMicros, doubtedMicros);
      doubtedMicros = packetMicros;
      if (!isBelieved) {
        return;
      }
      onJump(packetMicros);
    }
    doubtedMicros = NEVER;
    nowMicros = Math.max(nowMicros, packetMicros);
    if (isBack) {
      isBack = false;
      awakeMicros = nowMicros;
    }
    if (sweptMicros == NEVER || nowMicros - sweptMicros >= SWEEP_MICROS) {
      sweptMicros = nowMicros;
      sweep();
    }
  }

  private static boolean isNear(long a, long b) {
    return Math.abs(a - b) <= JUMP_MICROS;
  }

  /** Back: all that is known goes with it. On: nobody was seen to be silent meanwhile. */
  private void onJump(long packetMicros) {
    if (packetMicros < nowMicros) {
      long micros = packetMicros - nowMicros;
      states.values().forEach(state -> state.shift(micros, packetMicros));
      limits.shift(micros);
      awakeMicros = State.shifted(awakeMicros, micros);
      sweptMicros = NEVER;
    } else {
      awakeMicros = packetMicros;
    }
    nowMicros = packetMicros;
  }

  private void sweep() {
    for (Iterator<Map.Entry<AlertKey, State>> each = states.entrySet().iterator(); each.hasNext();) {
      Map.Entry<AlertKey, State> entry = each.next();
      State state = entry.getValue();
      if (nowMicros - Math.max(state.lastSeenMicros, awakeMicros) < terms.goneMicros()) {
        continue;
      }
      if (state.finding != null && state.isTold()) {
        send(AlertEvent.GONE, entry.getKey(), state, state.finding, nowMicros, false);
      }
      state.leave();
      if (state.newMicros == NEVER || nowMicros - state.newMicros >= terms.windowMicros()) {
        each.remove();
      }
    }
  }

  private void count(Withheld reason) {
    count(withheld, reason);
  }

  private static <K> void count(Map<K, AtomicLong> counts, K what) {
    AtomicLong count = counts.get(what);
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** Alerts told, from any thread. */
  long told(AlertEvent event) {
    AtomicLong count = told.get(event);
    return count == null ? 0 : count.get();
  }

  /** Alerts not told, from any thread. */
  long withheld(Withheld reason) {
    AtomicLong count = withheld.get(reason);
    return count == null ? 0 : count.get();
  }
}
