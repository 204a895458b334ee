package stratoscope.stratum;

/**
 * One way of speaking to a pool, or a family of them that share a skeleton. Stateless; {@link Dialects} lists all, and adding one is
 * described in the house rules: a class, a rule file, captures, one line; or a rule file and captures alone, see {@link Form}.
 */
public sealed interface StratumDialect permits MessageDialect, StreamDialect {
  /** The one name of this dialect: rule file, capture folder, record field, metric label. */
  String id();
}
