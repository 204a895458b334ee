package stratoscope.profile;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.stratum.StratumEvent;

/** Counts what tells machines apart within one session. One thread. Bounded, beyond which counts are "at least". */
final class RigCount {
  /** Workers, or clients, of one connection; the largest farms have some thousands behind a proxy. */
  static final int MAX_DISTINCT = 4096;
  /** A byte of the nonce is what proxies give their clients. */
  private static final int MAX_NONCE_PARTS = 256;
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

  void save(StateWriter out) {
    users.save(out);
    usersOfRigs.save(out);
    rigs.save(out);
    clients.save(out);
    out.number(nonceParts.cardinality());
    nonceParts.stream().forEach(out::number);
    out.number(channels);
  }

  void restore(StateReader in) throws StateException {
    users.restore(in);
    usersOfRigs.restore(in);
    rigs.restore(in);
    clients.restore(in);
    for (int left = in.number(0, MAX_NONCE_PARTS); left > 0; left--) {
      nonceParts.set(in.number(0, MAX_NONCE_PARTS - 1));
    }
    channels = in.number(0, Integer.MAX_VALUE);
  }
}
