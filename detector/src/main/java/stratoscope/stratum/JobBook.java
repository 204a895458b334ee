package stratoscope.stratum;

import java.util.Map;

/** The jobs a pool handed out lately, each with the difficulty in force when it did. One thread. Forgets the oldest when full. */
final class JobBook {
  /** Job ids are a few characters; eth-proxy's are hashes of 66. Longer ones are not remembered. */
  private static final int MAX_ID_CHARS = 128;

  private final Map<String, Double> difficulties;

  JobBook(int maxJobs) {
    difficulties = new Recent<>(maxJobs);
  }

  void issue(String jobId, double difficulty) {
    if (jobId.length() <= MAX_ID_CHARS) {
      difficulties.remove(jobId); // issued again, it is the newest
      difficulties.put(jobId, difficulty);
    }
  }

  /** The unit of difficulties has changed: how hard those jobs were is no longer known. */
  void forgetDifficulties() {
    difficulties.replaceAll((job, difficulty) -> Double.NaN);
  }

  boolean knows(String jobId) {
    return difficulties.containsKey(jobId);
  }

  /** NaN for a job that is not known, or was issued before any difficulty. */
  double difficultyOf(String jobId) {
    return difficulties.getOrDefault(jobId, Double.NaN);
  }
}
