package stratoscope.stratum;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one Stratum V2 connection: whose they are, how hard their shares are, their jobs, and the shares that wait to be judged.
 * One thread. Each is bounded; the oldest are forgotten.
 */
final class Sv2Channels {
  private record Channel(@Nullable String user, double difficulty, long group) {}

  private record ShareKey(long channel, long sequence) {}

  private final int maxRemembered;
  private final Recent<Long, String> requests;
  private final Recent<Long, Channel> channels;
  private final Recent<ShareKey, Double> shares;
  /** Those that were opened, or handed in shares: others may be groups. */
  private final Recent<Long, Boolean> open;
  private final JobBook jobs;

  Sv2Channels(StratumOptions options) {
    maxRemembered = options.maxRemembered();
    requests = new Recent<>(maxRemembered);
    channels = new Recent<>(maxRemembered);
    shares = new Recent<>(maxRemembered);
    open = new Recent<>(maxRemembered);
    jobs = new JobBook(maxRemembered);
  }

  /** The miner asks for a channel. */
  void ask(long request, String user) {
    requests.put(request, user);
  }

  /** The pool refuses a channel; false if it was not seen to be asked for. */
  boolean refuse(long request) {
    return requests.remove(request) != null;
  }

  /** The pool opens a channel; false if it was not seen to be asked for. */
  boolean open(long request, long channel, double difficulty, long group) {
    String user = requests.remove(request);
    channels.put(channel, new Channel(user, difficulty, group));
    open.put(channel, true);
    return user != null;
  }

  /** Either side closes a channel. */
  void close(long channel) {
    channels.remove(channel);
    open.remove(channel);
  }

  /** How many are open, as far as was seen and is remembered. */
  int open() {
    return open.size();
  }

  /** A channel gets another difficulty, or all channels of a group. */
  void retarget(long id, double difficulty) {
    if (!channels.containsKey(id)) {
      channels.put(id, new Channel(null, difficulty, id));
    }
    channels.replaceAll((channel, known) -> channel == id || known.group == id
        ? new Channel(known.user, difficulty, known.group) : known);
  }

  void regroup(long channel, long group) {
    channels.computeIfPresent(channel, (id, known) -> new Channel(known.user, known.difficulty, group));
  }

  /** Who is credited for the shares of a channel; null if that was not seen. */
  @Nullable String userOf(long channel) {
    Channel known = channels.get(channel);
    return known == null ? null : known.user;
  }

  /** The difficulty of the next job; NaN if it is not known. */
  double difficultyOf(long channel) {
    Channel known = channels.get(channel);
    return known == null ? Double.NaN : known.difficulty;
  }

  /** A job of a channel or a group begins, or begins anew. */
  void issue(long channel, long job) {
    jobs.issue(channel + ":" + job, difficultyOf(channel));
  }

  /** True if the job was handed out to the channel or to its group. */
  boolean knows(long channel, long job) {
    return jobs.knows(keyOf(channel, job));
  }

  /** The miner hands in a share; gives its difficulty, NaN if that is not known. */
  double submit(long channel, long sequence, long job) {
    double issued = jobs.difficultyOf(keyOf(channel, job));
    double difficulty = Double.isNaN(issued) ? difficultyOf(channel) : issued;
    shares.put(new ShareKey(channel, sequence), difficulty);
    open.put(channel, true);
    return difficulty;
  }

  private String keyOf(long channel, long job) {
    String own = channel + ":" + job;
    Channel known = channels.get(channel);
    return jobs.knows(own) || known == null ? own : known.group + ":" + job;
  }

  /** True if a share of the channel waits, up to that number. */
  boolean isWaiting(long channel, long lastSequence) {
    return shares.keySet().stream().anyMatch(key -> key.channel == channel && key.sequence <= lastSequence);
  }

  /** The pool takes shares up to that number: gives the difficulty of each of them, as far as they were seen. */
  List<Double> accept(long channel, long lastSequence, long count) {
    List<Double> accepted = new ArrayList<>();
    for (Iterator<Map.Entry<ShareKey, Double>> each = shares.entrySet().iterator(); each.hasNext();) {
      Map.Entry<ShareKey, Double> share = each.next();
      if (share.getKey().channel == channel && share.getKey().sequence <= lastSequence) {
        each.remove();
        if (accepted.size() < count) {
          accepted.add(share.getValue());
        }
      }
    }
    while (accepted.size() < Math.min(count, maxRemembered)) {
      accepted.add(difficultyOf(channel));
    }
    return accepted;
  }

  /** The pool rejects a share: gives its difficulty, or null if it was not seen. */
  @Nullable Double reject(long channel, long sequence) {
    return shares.remove(new ShareKey(channel, sequence));
  }
}
