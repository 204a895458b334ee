package stratoscope.cli;

import java.io.PrintWriter;
import stratoscope.capture.CaptureException;
import stratoscope.capture.CaptureFiles;
import stratoscope.capture.CaptureProblem;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.ProblemKind;

/** What is said of captures that are damaged or can't be read. */
final class CaptureComplaints {
  private CaptureComplaints() {}

  /** Says what is wrong with the captures; what can't be read at all also when quiet, since it makes the run fail. */
  static void print(CaptureFiles found, CaptureProblems problems, boolean isQuiet, PrintWriter err) {
    CaptureException closed = found.firstUnreadable();
    if (closed != null) {
      Main.complain(err, closed.getMessage() + (found.unreadable() > 1 ? " (and " + (found.unreadable() - 1) + " more)" : ""));
    }
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
