package stratoscope.state;

/** A piece of what a sensor knows that writes itself as one record, or as none if it is not worth it any more. */
@FunctionalInterface
public interface Stateful {
  void save(StateWriter out);
}
