package stratoscope.profile;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The shares of a session or a host by the hour of the day (UTC), and the work in them. One thread. */
public final class HourlyWork {
  /** In a day. */
  public static final int HOURS = 24;
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  /** Days told apart; more than a year tells nothing more. */
  private static final int MAX_DAYS = 366;
  private static final double[] NO_WORK = {};
  private static final long[] NO_SHARES = {};

  /** Both empty until the first share: of many sessions and hosts no difficulty is known. */
  private double[] work = NO_WORK;
  private long[] shares = NO_SHARES;
  private final Distinct days = new Distinct(MAX_DAYS);

  /** The hour of the day in which a time lies. */
  public static int hourOf(long micros) {
    return (int) Math.floorMod(Math.floorDiv(micros, MICROS_PER_HOUR), (long) HOURS);
  }

  private void begin() {
    if (work.length == 0) {
      work = new double[HOURS];
      shares = new long[HOURS];
    }
  }

  void add(long micros, double difficulty) {
    begin();
    int hour = hourOf(micros);
    work[hour] += difficulty;
    shares[hour]++;
    days.add(Math.floorDiv(micros, MICROS_PER_HOUR * HOURS));
  }

  /** Adds that of another, whose unit of work is so many of ours. */
  public void addAll(HourlyWork other, double unit) {
    for (int hour = 0; hour < other.work.length; hour++) {
      begin();
      work[hour] += other.work[hour] * unit;
      shares[hour] += other.shares[hour];
    }
    days.addAll(other.days);
  }

  /** Work done in an hour of the day, over all days. */
  public double work(int hour) {
    return work.length == 0 ? 0 : work[hour];
  }

  /** Shares handed in in an hour of the day, over all days. */
  public long shares(int hour) {
    return shares.length == 0 ? 0 : shares[hour];
  }

  /** Days with shares, at least. */
  public int days() {
    return days.count();
  }

  public void save(StateWriter out) {
    for (int hour = 0; hour < HOURS; hour++) {
      out.decimal(work(hour)).number(shares(hour));
    }
    days.save(out);
  }

  public void restore(StateReader in) throws StateException {
    begin();
    for (int hour = 0; hour < HOURS; hour++) {
      work[hour] = in.decimal();
      shares[hour] = in.natural();
    }
    days.restore(in);
  }
}
