package stratoscope.cli;

import java.io.PrintWriter;
import java.util.List;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureProblem;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.ProblemKind;

/** What is said of captures that are damaged or can't be read. */
final class CaptureComplaints {
  private CaptureComplaints() {}

  /**
   * The captures that the user means; of those that can't be used it is said why, also when quiet, since they make the run fail.
   *
   * @throws CaptureException if none can
   */
  static CaptureFiles open(List<String> captures, PrintWriter err) throws CaptureException {
    CaptureFiles found = CaptureFiles.of(captures);
    found.complaints().forEach(complaint -> Main.complain(err, complaint));
    return found;
  }

  /** Says what is wrong with the captures that were read. */
  static void print(CaptureProblems problems, boolean isQuiet, PrintWriter err) {
    for (CaptureProblem problem : problems.kept()) {
      if (!isQuiet || problem.kind() == ProblemKind.UNREADABLE) {
        Main.complain(err, problem.toString());
      }
    }
    long more = problems.count() - problems.kept().size();
    if (more > 0 && !isQuiet) {
      Main.complain(err, more + " more problems in the captures are only counted");
    }
  }
}
