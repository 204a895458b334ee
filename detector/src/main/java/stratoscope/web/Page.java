package stratoscope.web;

/** One page of a server. Asked on the server's thread. */
@FunctionalInterface
public interface Page {
  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body to be sent in UTF-8
   */
  record Answer(int status, String contentType, String body) {
    /** A line of plain text. */
    public static Answer text(int status, String line) {
      return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }
  }

  /**
   * Makes the page.
   *
   * @param accept what the client accepts, as it says; empty if it doesn't
   */
  Answer answer(String accept);
}
