package stratoscope.circumstance;

import org.jspecify.annotations.Nullable;
import stratoscope.names.PoolEntry;
import stratoscope.packet.IpAddress;

/** One thing that traffic taught a detector and that others, which see other traffic, have to know as well. */
public sealed interface Lesson {
  /** DNS gave a client this address for a pool's name, which may stand behind an alias. */
  record Resolved(IpAddress address, PoolEntry entry, IpAddress client, LearnedEndpoints.Answer answer, long ttlSeconds)
      implements Lesson {}

  /** A name that is no pool's lies at the address: a client called it so, or, where none is named, DNS gave it. */
  record OtherName(IpAddress address, String name, @Nullable IpAddress caller, long timestampMicros) implements Lesson {}

  /** The address answers DNS for others. */
  record Server(IpAddress address, long timestampMicros) implements Lesson {}

  /** The address was asked of a pool, and may have to ask others. */
  record Asked(IpAddress address, long timestampMicros) implements Lesson {}

  /** A session was confirmed as mining. */
  record Proven(IpAddress miner, IpAddress pool, int port, long timestampMicros) implements Lesson {}

  /** A miner logged in at a pool; under a name that is empty if it was none. */
  record Login(IpAddress miner, IpAddress pool, String user, long timestampMicros) implements Lesson {}

  /** A host went to where miners donate. */
  record Visit(IpAddress host, long timestampMicros) implements Lesson {}
}
