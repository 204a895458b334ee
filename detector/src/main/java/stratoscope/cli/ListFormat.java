package stratoscope.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code --format} takes where a command prints a list. */
enum ListFormat {
  TABLE, JSON;

  /** The one asked for; if none is, a table on a terminal and JSON elsewhere. */
  static ListFormat or(@Nullable ListFormat wanted) {
    return wanted != null ? wanted : Terminal.isStdout() ? TABLE : JSON;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
