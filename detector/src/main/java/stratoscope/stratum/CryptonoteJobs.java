package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs and shares in CryptoNote's form, whatever the messages are called that they come in. One thread. */
final class CryptonoteJobs {
  private final DialectSink sink;
  private final JobBook jobs;

  CryptonoteJobs(StratumOptions options, DialectSink sink) {
    this.sink = sink;
    jobs = new JobBook(options.maxRemembered());
  }

  /** The pool hands out what may be a job; false if it is none. */
  boolean onJob(Map<String, @Nullable Object> job) {
    if (!CryptonoteShapes.isJob(job)) {
      return false;
    }
    sink.pool("job");
    String jobId = String.valueOf(job.get("job_id"));
    double difficulty = CryptonoteShapes.difficulty(job.get("target"));
    jobs.issue(jobId, difficulty);
    sink.event(new StratumEvent.Difficulty(difficulty, true));
    sink.event(new StratumEvent.Job(jobId, CryptonoteShapes.algorithm(job), Shapes.height(job.get("height")), Double.NaN));
    return true;
  }

  /**
   * The miner hands in a share.
   *
   * @return its difficulty
   */
  double onShare(Map<String, @Nullable Object> share) {
    String jobId = String.valueOf(share.get("job_id"));
    if (jobs.knows(jobId)) {
      sink.sign("job-known");
    }
    double difficulty = jobs.difficultyOf(jobId);
    sink.event(new StratumEvent.Share(null, difficulty, CryptonoteShapes.noncePart(String.valueOf(share.get("nonce")))));
    return difficulty;
  }
}
