package stratoscope.profile;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import stratoscope.stratum.StratumEvent;

/** Counts what tells machines apart within one session. One thread. Bounded, beyond which counts are "at least". */
final class RigCount {
  /** Workers, or clients, of one connection; the largest farms have some thousands behind a proxy. */
  private static final int MAX_DISTINCT = 4096;
  private static final String BETWEEN = "\n";

  private final Distinct users = new Distinct(MAX_DISTINCT);
  /** Users who named a rig as well: without it they are nobody else. */
  private final Distinct usersOfRigs = new Distinct(MAX_DISTINCT);
  private final Distinct rigs = new Distinct(MAX_DISTINCT);
  private final Distinct clients = new Distinct(MAX_DISTINCT);
  private final BitSet nonceParts = new BitSet();
  private int channels;

  void onLogin(String user, @Nullable String rig) {
    if (rig == null) {
      users.add(user);
    } else {
      usersOfRigs.add(user);
      rigs.add(user + BETWEEN + rig);
    }
  }

  void onShare(StratumEvent.Share share) {
    if (share.user() != null && !share.user().isEmpty()) {
      users.add(share.user());
    }
    if (share.noncePart() >= 0) {
      nonceParts.set(share.noncePart());
    }
  }

  void onSubscribed(StratumEvent.Subscribed subscribed) {
    clients.add(subscribed.session() + BETWEEN + subscribed.extranonce());
  }

  void onChannels(StratumEvent.Channels open) {
    channels = Math.max(channels, open.count());
  }

  /** @param isProxy whether nonces are divided between clients; a machine alone divides them between its threads */
  Rigs sum(boolean isProxy) {
    Distinct workers = rigs.copy();
    workers.addAll(users, usersOfRigs);
    return new Rigs(Math.max(1, channels), Math.max(1, clients.count()), isProxy ? Math.max(1, nonceParts.cardinality()) : 1, workers);
  }
}
