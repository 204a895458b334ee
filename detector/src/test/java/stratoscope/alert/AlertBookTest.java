package stratoscope.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.profile.Finding;
import stratoscope.record.SampleFinding;
import stratoscope.state.Records;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/** When is told of what, in packet time. Times in seconds after the first finding. */
class AlertBookTest {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final int REPEAT_MINUTES = 240;

  private final List<Alert> told = new ArrayList<>();
  private final SampleFinding sample = new SampleFinding();
  private int perHour;
  /** When the last packet came. */
  private long at;
  private AlertBook book = book(20, 1000);

  private AlertBook book(int hourly, int maxKeys) {
    perHour = hourly;
    long repeatMicros = REPEAT_MINUTES * MINUTE * SECOND;
    return new AlertBook(new AlertTerms(repeatMicros, 30 * MINUTE * SECOND, HOUR * SECOND, hourly, maxKeys), told::add);
  }

  /** The sample seen until a second. */
  private void see(long second) {
    sample.firstSeenMicros = SampleFinding.SOME_MICROS + (second - 60) * SECOND; // it lasts a minute
    book.onFinding(sample.finding());
  }

  /** Packets come until a second. */
  private void time(long second) {
    for (; at < second; at += 30) {
      book.onTime(micros(at));
    }
    at = second;
    book.onTime(micros(second));
  }

  /** Packets come again after a while, or the clock was set. */
  private void jump(long second) {
    at = second;
    time(second);
    time(second);
  }

  private List<String> events() {
    return told.stream().map(alert -> alert.event().label()).toList();
  }

  @Test
  void anotherSubscriberOfTheAddress_isToldOf_andBothAreKnownAfterARestart() throws StateException {
    List<Finding> leases = Stream.of("line-1", "line-2").map(id -> sample.finding().heldBy(new Holder(Owner.UNKNOWN,
        new Subscriber(id, null, "radius", null, 0, Long.MAX_VALUE), Place.UNKNOWN))).toList();
    leases.forEach(book::onFinding);
    leases.forEach(book::onFinding);
    assertThat(told).extracting(Alert::key).containsExactly("192.0.2.10 198.51.100.20:3333 stratum-v1 line-1",
        "192.0.2.10 198.51.100.20:3333 stratum-v1 line-2");
    List<Stateful> pieces = new ArrayList<>();
    book.saveTo(pieces);
    book = book(20, 1000);
    for (StateReader record : Records.of(pieces)) {
      assertThat(book.restore(record)).isTrue();
    }
    leases.forEach(book::onFinding);
    assertThat(told).hasSize(2);
  }

  @Test
  void sameKey_isToldOnce_andAgainAfterTheRepeatInterval() {
    for (long minute = 0; minute < REPEAT_MINUTES; minute++) {
      see(minute * MINUTE);
      time(minute * MINUTE);
    }
    assertThat(events()).containsExactly("first-seen");
    see(REPEAT_MINUTES * MINUTE);
    assertThat(events()).containsExactly("first-seen", "still-there");
    assertThat(told.get(1).firstSeenMicros()).isEqualTo(told.get(0).firstSeenMicros());
    assertThat(told.get(1).isRaised()).isFalse();
    assertThat(told.get(1).key()).isEqualTo("192.0.2.10 198.51.100.20:3333 stratum-v1").isEqualTo(told.get(0).key());
  }

  @Test
  void strongerVerdict_isToldAtOnce_weakerIsNot() {
    sample.verdict = Verdict.PROBABLE;
    see(0);
    sample.verdict = Verdict.CONFIRMED;
    see(60);
    sample.verdict = Verdict.PROBABLE;
    see(120);
    assertThat(events()).containsExactly("first-seen", "still-there");
    assertThat(told.get(1).isRaised()).isTrue();
    assertThat(told.get(1).finding().verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void silence_isGone_onlyByPacketTime() {
    see(0);
    time(30 * MINUTE - 1);
    assertThat(events()).containsExactly("first-seen");
    time(30 * MINUTE + 5);
    time(50 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    assertThat(told.get(1).lastSeenMicros()).isEqualTo(SampleFinding.SOME_MICROS);
  }

  @Test
  void return_withinTheWindow_isToldOnceTheWindowIsOver() {
    see(0);
    time(31 * MINUTE);
    see(40 * MINUTE);
    see(41 * MINUTE);
    time(41 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    assertThat(book.withheld(AlertBook.Withheld.WINDOW)).isEqualTo(1);
    see(HOUR);
    assertThat(events()).containsExactly("first-seen", "gone", "first-seen");
    assertThat(told.get(2).firstSeenMicros()).isEqualTo(SampleFinding.SOME_MICROS + 39 * MINUTE * SECOND);
  }

  @Test
  void return_thatIsOverBeforeTheWindowIs_isNeverToldNorGone() {
    see(0);
    time(31 * MINUTE);
    see(32 * MINUTE);
    time(HOUR + 10 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    see(2 * HOUR);
    assertThat(events()).containsExactly("first-seen", "gone", "first-seen");
  }

  @Test
  void hostAtManyPlaces_isLimited_andTheRestIsToldLater() {
    book = book(3, 1000);
    for (int i = 0; i < 10; i++) {
      sample.pool = SampleFinding.address("198.51.100." + i);
      see(0);
      see(1);
    }
    assertThat(events()).containsOnly("first-seen").hasSize(3);
    assertThat(book.withheld(AlertBook.Withheld.RATE)).isEqualTo(7);
    see(20 * MINUTE); // one more by then
    see(20 * MINUTE + 1);
    assertThat(told).hasSize(4);
    assertThat(told.get(3).withheld()).isEqualTo(7);
    assertThat(told.get(3).key()).contains("198.51.100.9:");
  }

  @Test
  void limit_isForEachHost_andNotForGone() {
    book = book(1, 1000);
    for (int i = 1; i < 50; i++) {
      sample.miner = SampleFinding.address("192.0.2." + i);
      see(0);
    }
    assertThat(told).hasSize(49);
    time(HOUR);
    assertThat(events()).filteredOn("gone"::equals).hasSize(49);
  }

  @Test
  void untold_isNotGone() {
    book = book(1, 1000);
    see(0);
    sample.dialect = "cryptonote";
    see(1);
    time(HOUR);
    assertThat(events()).containsExactly("first-seen", "gone");
  }

  @Test
  void key_tellsDialectsAndPlacesApart() {
    see(0);
    sample.dialect = null;
    see(0);
    sample.dialect = "encrypted";
    see(0);
    sample.pool = SampleFinding.address("2001:db8::1");
    see(0);
    assertThat(told).extracting(Alert::key).containsExactly("192.0.2.10 198.51.100.20:3333 stratum-v1", "192.0.2.10 198.51.100.20:3333 -",
        "192.0.2.10 [2001:db8::1]:3333 -");
  }

  @Test
  void tooManyKeys_theOneLongestSilentIsForgotten_andCounted() {
    book = book(1000, 100);
    IntStream.range(0, 250).forEach(i -> {
      sample.pool = SampleFinding.address("198.51.100." + i);
      see(i);
    });
    assertThat(told).hasSize(250);
    assertThat(book.withheld(AlertBook.Withheld.FORGOTTEN)).isEqualTo(150);
    time(2 * HOUR);
    assertThat(events()).filteredOn("gone"::equals).hasSize(100);
    assertThat(book.told(AlertEvent.GONE)).isEqualTo(100);
  }

  @Test
  void clockSetBack_tellsOn() {
    see(100 * HOUR);
    jump(100 * HOUR);
    jump(0);
    time(29 * MINUTE);
    assertThat(events()).containsExactly("first-seen");
    time(31 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
  }

  @Test
  void clockSetBack_byLessThanTheRepeatInterval_makesNothingLate() {
    book = book(1, 1000);
    see(3 * HOUR);
    jump(3 * HOUR);
    time(3 * HOUR + 10 * MINUTE);
    jump(HOUR); // ten minutes are over
    time(HOUR + 19 * MINUTE);
    assertThat(events()).containsExactly("first-seen");
    time(HOUR + 21 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    assertThat(told.get(1).micros()).isBetween(micros(HOUR), micros(2 * HOUR));
    see(HOUR + 45 * MINUTE);
    assertThat(events()).as("window and limit are over after an hour").hasSize(2);
    see(HOUR + 51 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone", "first-seen");
    assertThat(told.get(2).firstSeenMicros()).isLessThanOrEqualTo(told.get(2).micros());
  }

  @Test
  void clockSetBack_repeatsInTime() {
    see(10 * HOUR);
    jump(10 * HOUR);
    jump(8 * HOUR);
    for (long minute = 1; minute < REPEAT_MINUTES; minute++) {
      see(8 * HOUR + minute * MINUTE);
      time(8 * HOUR + minute * MINUTE);
    }
    assertThat(events()).containsExactly("first-seen");
    see(8 * HOUR + REPEAT_MINUTES * MINUTE);
    assertThat(events()).containsExactly("first-seen", "still-there");
  }

  @Test
  void loneTimeFarAway_isNotBelieved() {
    see(0);
    time(0);
    for (long day : new long[] {-400, 400}) {
      book.onTime(micros(day * 24 * HOUR));
      time(1);
    }
    time(29 * MINUTE);
    assertThat(events()).containsExactly("first-seen");
    time(31 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    assertThat(told.get(1).micros()).isBetween(micros(30 * MINUTE), micros(31 * MINUTE));
  }

  @Test
  void nobodyIsGone_becauseNoPacketsCameForAWhile() {
    see(0);
    time(0);
    jump(3 * HOUR);
    time(3 * HOUR + 29 * MINUTE);
    assertThat(events()).containsExactly("first-seen");
    time(3 * HOUR + 31 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
  }

  private static long micros(long second) {
    return SampleFinding.SOME_MICROS + second * SECOND;
  }

  /** A book that takes up what this one knows. */
  private AlertBook restarted() throws StateException {
    List<Stateful> pieces = new ArrayList<>();
    book.saveTo(pieces);
    AlertBook other = book(perHour, 1000);
    for (StateReader record : Records.of(pieces)) {
      assertThat(other.restore(record)).isTrue();
    }
    return other;
  }

  @Test
  void restart_tellsNothingAgain() throws StateException {
    see(0);
    book = restarted();
    jump(HOUR / 4);
    see(HOUR / 4);
    assertThat(events()).containsExactly("first-seen");
    see(REPEAT_MINUTES * MINUTE);
    assertThat(events()).containsExactly("first-seen", "still-there");
    assertThat(told.get(1).firstSeenMicros()).isEqualTo(told.get(0).firstSeenMicros());
  }

  @Test
  void outage_isNobodysSilence() throws StateException {
    see(0);
    book = restarted();
    jump(3 * HOUR);
    time(3 * HOUR + 29 * MINUTE);
    assertThat(events()).containsExactly("first-seen");
    time(3 * HOUR + 31 * MINUTE);
    assertThat(events()).containsExactly("first-seen", "gone");
    assertThat(told.get(1).finding().connection()).isEqualTo(told.get(0).finding().connection());
    assertThat(told.get(1).finding().evidence()).isEqualTo(told.get(0).finding().evidence());
  }

  @Test
  void hostsLimit_isTheSameAfterARestart() throws StateException {
    book = book(1, 1000);
    see(0);
    sample.dialect = "cryptonote";
    book = restarted();
    see(60);
    assertThat(events()).containsExactly("first-seen");
  }
}
