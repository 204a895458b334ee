package stratoscope.config.lists;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import stratoscope.names.Ports;

/** Takes what the readers of lists find. */
interface ListSink {
  /**
   * Takes a host.
   *
   * @param indicator as in the pool directory, not yet checked
   * @param ports none if the list says none
   * @param day on which it was seen; null if the list says none
   */
  void accept(String indicator, Ports ports, @Nullable LocalDate day, long line);

  /** Takes what can't be used, with a reason for people. */
  void refuse(String reason, long line);
}
