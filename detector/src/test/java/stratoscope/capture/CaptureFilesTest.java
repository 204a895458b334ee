package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arguments mean, and what is said about useless ones. */
class CaptureFilesTest {
  private static final byte[] PCAP = PcapFile.counting(2).bytes();
  @TempDir Path folder;

  private void write(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private CaptureFiles in(String name) throws IOException {
    return CaptureFiles.of(List.of(folder.resolve(name).toString()));
  }

  private List<String> names(CaptureFiles files) {
    return files.files().stream().map(file -> folder.relativize(Path.of(file.name())).toString()).toList();
  }

  @Test
  void of_folder_takesCapturesByMagicInPathOrder() throws IOException {
    write("in/b.txt", PCAP);
    write("in/a/z", PcapngFile.little().bytes());
    write("in/c.pcap", "no capture, whatever its name".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write("in/d.pcap", new byte[0]);
    write("in/e.pcap", java.util.Arrays.copyOf(PCAP, 10));
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("in/a/a.bin")))) {
      out.write(PCAP);
    }
    CaptureFiles files = in("in");
    assertThat(names(files)).containsExactly("in/a/a.bin", "in/a/z", "in/b.txt");
    assertThat(files.ignored()).isEqualTo(3);
    assertThat(files.unreadable()).isZero();
  }

  @Test
  void of_linkLoops_areHarmless() throws IOException {
    write("in/a/x.pcap", PCAP);
    Files.createSymbolicLink(folder.resolve("in/a/loop"), folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/self"), folder.resolve("in/self"));
    Files.createSymbolicLink(folder.resolve("in/again.pcap"), folder.resolve("in/a/x.pcap"));
    CaptureFiles files = in("in");
    assertThat(names(files)).containsExactly("in/a/x.pcap");
    assertThat(files.ignored()).as("a link that leads nowhere").isEqualTo(1);
    assertThat(files.unreadable()).isZero();
  }

  @Test
  void of_severalArguments_keepsTheirOrder() throws IOException {
    write("b.pcap", PCAP);
    write("a.pcap", PCAP);
    CaptureFiles files = CaptureFiles.of(List.of(folder.resolve("b.pcap").toString(), "-", folder.resolve("a.pcap").toString()));
    assertThat(files.files()).extracting(CaptureFile::name).containsExactly(folder + "/b.pcap", "-", folder + "/a.pcap");
    assertThat(files.files()).extracting(CaptureFile::sizeBytes).containsExactly((long) PCAP.length, -1L, (long) PCAP.length);
  }

  @Test
  void of_uselessArgument_saysWhyInOneLine() throws IOException {
    write("x.txt", new byte[100]);
    write("empty.pcap", new byte[0]);
    Files.createDirectory(folder.resolve("bare"));
    assertThatThrownBy(() -> in("x.txt")).hasMessage(folder + "/x.txt: not a capture file (pcap, pcapng, optionally gzip or zstd)");
    assertThatThrownBy(() -> in("empty.pcap")).hasMessage(folder + "/empty.pcap: empty file");
    assertThatThrownBy(() -> in("gone")).hasMessage(folder + "/gone: no such file");
    assertThatThrownBy(() -> in("bare")).hasMessage(folder + "/bare: no capture files in this folder");
    assertThatThrownBy(() -> CaptureFiles.of(List.of("nul\0byte"))).hasMessage("nul\0byte: no such file");
  }

  @Test
  void of_severalArguments_namesThoseThatAreUseless_andTakesTheOthers() throws IOException {
    write("x.txt", new byte[100]);
    write("empty.pcap", new byte[0]);
    write("a.pcap", PCAP);
    Files.createDirectory(folder.resolve("bare"));
    CaptureFiles files = CaptureFiles.of(Stream.of("empty.pcap", "a.pcap", "x.txt", "bare").map(name -> folder + "/" + name).toList());
    assertThat(names(files)).containsExactly("a.pcap");
    assertThat(files.unreadable()).isEqualTo(3);
    assertThat(files.complaints()).containsExactly(folder + "/empty.pcap: empty file",
        folder + "/x.txt: not a capture file (pcap, pcapng, optionally gzip or zstd)", folder + "/bare: no capture files in this folder");
  }

  @Test
  void messageOf_forbiddenFile_isOneLine() {
    assertThat(CaptureException.of("x", new AccessDeniedException("x"))).hasMessage("x: permission denied");
    assertThat(CaptureException.of("x", new IOException("two\nlines"))).hasMessage("x: two");
    assertThat(CaptureException.of("x", new IOException())).hasMessage("x: IOException");
  }
}
