package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.config.FolderHash;

/** Changes of files behind links, as folders of settings often are. */
class FileStateTest {
  @TempDir
  private Path folder;

  private Path link;
  private Path pools;

  @BeforeEach
  void makeLinks() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Files.writeString(rules.resolve("scoring.yaml"), "a");
    pools = Files.writeString(Files.createDirectory(folder.resolve("elsewhere")).resolve("p.csv"), "a");
    Files.createSymbolicLink(rules.resolve("pools"), folder.resolve("elsewhere"));
    link = Files.createSymbolicLink(folder.resolve("link"), rules);
  }

  @Test
  void of_filesBehindLinks_changesWithThem() throws IOException {
    String before = FileState.of(List.of(link));
    assertThat(FileState.of(List.of(link))).isEqualTo(before).contains("scoring.yaml", "p.csv");
    Files.writeString(pools, "more");
    assertThat(FileState.of(List.of(link))).isNotEqualTo(before);
  }

  @Test
  void of_aLinkThatLeadsBack_ends() throws IOException {
    Files.createSymbolicLink(folder.resolve("rules/self"), folder.resolve("rules"));
    String before = FileState.of(List.of(link));
    Files.writeString(pools, "more");
    assertThat(FileState.of(List.of(link))).isNotEqualTo(before);
  }

  /** The shell line stands in {@link FolderHash}. */
  @Test
  void hash_isThatOfAShell_withoutHiddenFilesAndReadme() throws IOException, InterruptedException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve(".scoring.yaml.swp"), "hidden");
    Files.writeString(Files.createDirectories(rules.resolve(".git")).resolve("config"), "hidden");
    Files.writeString(rules.resolve("README.md"), "to read");
    Process shell = new ProcessBuilder("sh", "-c",
        "find -L . -name '.?*' -prune -o -type f ! -name '*.md' -print | LC_ALL=C sort | xargs cat | sha256sum")
        .directory(rules.toFile()).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(said).startsWith(FolderHash.of(rules) + " ");
  }

  @Test
  void hash_ofAFolderBehindLinks_isThatOfItsFiles() throws IOException {
    String before = FolderHash.of(link);
    assertThat(before).isEqualTo(FolderHash.of(folder.resolve("rules")));
    Files.writeString(pools, "more");
    assertThat(FolderHash.of(link)).isNotEqualTo(before);
  }
}
