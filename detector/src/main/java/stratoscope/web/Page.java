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

    /** The same for somebody who may not know more. */
    Answer bare() {
      return text(status, status == 200 ? "ok" : "not ok");
    }
  }

  /**
   * Makes the page.
   *
   * @param accept what the client accepts, as it says; empty if it doesn't
   */
  Answer answer(String accept);

  /** Whether anybody may ask for its status: who gave no password hears that alone. */
  default boolean isOpen() {
    return false;
  }

  /** A page that is open. */
  static Page open(Page page) {
    return new Page() {
      @Override
      public Answer answer(String accept) {
        return page.answer(accept);
      }

      @Override
      public boolean isOpen() {
        return true;
      }
    };
  }
}
