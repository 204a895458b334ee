package stratoscope.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.record.EvidenceText;
import stratoscope.record.JsonTree;

/**
 * Whether the evidence files that the last record of each session refers to are what was written.
 *
 * @param unchanged files that are
 * @param gone files that are not there: removed for want of room, or by somebody
 * @param problem which file was changed, for people; null if none was
 */
public record EvidenceCheck(long unchanged, long gone, @Nullable String problem) {
  /** Without a way out of the folder. */
  private static final Pattern NAME = Pattern.compile("[\\w.-]+\\.pcapng");
  private static final String FIELD = "\"evidence_sha256\":";

  /**
   * Looks at every file.
   *
   * @throws StoreException if the store can't be read
   */
  public static EvidenceCheck of(AccessStore store, Path folder) throws StoreException {
    Walk walk = new Walk(folder);
    store.read(new RecordFilter().type("mining"), true, walk);
    return new EvidenceCheck(walk.unchanged, walk.gone, walk.problem);
  }

  /** The records one by one; one thread. */
  private static final class Walk implements AccessStore.Reader<RuntimeException> {
    private final Path folder;
    private long unchanged;
    private long gone;
    private @Nullable String problem;

    Walk(Path folder) {
      this.folder = folder;
    }

    @Override
    public void onRecord(long number, String line, String hash) {
      if (!line.contains(FIELD)) {
        return;
      }
      String name = "";
      try {
        if (JsonTree.parse(line).get("mining") instanceof Map<?, ?> mining) {
          name = String.valueOf(mining.get("evidence_file"));
          if (!NAME.matcher(name).matches()) {
            complain("record " + number + " names no evidence file");
            return;
          }
          byte[] bytes = Files.readAllBytes(folder.resolve(name));
          if (EvidenceText.sha256(bytes).equals(mining.get("evidence_sha256"))) {
            unchanged++;
          } else {
            complain("record " + number + ": the evidence file " + name + " was changed");
          }
        }
      } catch (NoSuchFileException e) {
        gone++;
      } catch (IOException e) {
        complain("record " + number + ": the evidence file " + name + " can't be read");
      }
    }

    private void complain(String what) {
      problem = problem == null ? what : problem;
    }
  }
}
