package stratoscope.capture;

/** Says what is wrong in one capture. Belongs to the reading thread. */
final class Reports {
  private final CaptureProblems problems;
  private final String file;

  Reports(CaptureProblems problems, String file) {
    this.problems = problems;
    this.file = file;
  }

  void add(ProblemKind kind, long number, long byteOffset, long first, long second) {
    problems.add(file, number, byteOffset, kind, first, second);
  }
}
