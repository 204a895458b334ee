package stratoscope.flow;

/** Makes the reader of each flow that earned one. Called by the table's owner thread. */
@FunctionalInterface
public interface StreamHandlerFactory {
  /** Makes a reader for a flow of which no byte has been handed over yet. */
  StreamHandler newHandler(Flow flow);
}
