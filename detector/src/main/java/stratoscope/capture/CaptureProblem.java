package stratoscope.capture;

/**
 * Something wrong inside a capture that didn't stop the reading.
 *
 * @param file as the user wrote it
 * @param number of the packet it concerns, counted from 1 in its file
 * @param byteOffset of the record, in the uncompressed bytes
 * @param message one line, without file and position; with the file where it can't be read at all
 */
public record CaptureProblem(String file, long number, long byteOffset, ProblemKind kind, String message) {
  /** One line for a log or a summary. */
  @Override
  public String toString() {
    return kind == ProblemKind.UNREADABLE ? message : file + ": packet " + number + " at byte " + byteOffset + ": " + message;
  }
}
