package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.MakePcaps;

/**
 * The launcher {@code detector/bin/stratoscope} in a tree of its own, whose path has a space and whose jar is the classes under test:
 * where it is called from, and which Java it finds.
 */
@Timeout(120)
class LauncherTest {
  private static final Path LAUNCHER = MakePcaps.root().resolveSibling("detector/bin/stratoscope");
  private static final String THIS_JAVA = System.getProperty("java.home");
  private static final String NO_JAVA =
      "stratoscope: no Java 17 or later found: install one (Debian: apt-get install openjdk-17-jdk) or set JAVA_HOME";

  @TempDir
  private Path folder;
  private Path launcher;
  private Path noJava;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    Path tree = folder.resolve("a tree");
    launcher = tree.resolve("detector/bin/stratoscope");
    Files.createDirectories(launcher.getParent());
    Files.copy(LAUNCHER, launcher);
    noJava = Files.createDirectory(folder.resolve("no java"));
    writeJar(Files.createDirectories(tree.resolve("detector/target")).resolve("stratoscope.jar"));
  }

  private static void writeJar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "stratoscope.cli.Main");
    main.put(Attributes.Name.CLASS_PATH, Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.flush();
    }
  }

  /** Runs it in another folder with nothing in the environment but what is given. */
  private Run run(Path program, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(noJava.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path err = folder.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  /** The same script, which looks for Java where none is instead of in /usr/lib/jvm. */
  private Path launcherWithoutFallback() throws IOException {
    String script = Files.readString(launcher);
    assertThat(script).contains("/usr/lib/jvm/*");
    return Files.writeString(launcher, script.replace("/usr/lib/jvm/*", "'" + noJava + "'/*"));
  }

  private static String path() {
    return System.getenv("PATH");
  }

  private static void assertVersion(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("stratoscope ");
    assertThat(run.code()).isZero();
  }

  @Test
  void fromAnotherFolder_throughLinks_itRuns() throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("PATH", path(), "JAVA_HOME", THIS_JAVA);
    assertVersion(run(launcher, environment, "--version"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
    Path linkToLink = Files.createSymbolicLink(folder.resolve("stratoscope"), Path.of("link"));
    assertVersion(run(linkToLink, environment, "--version"));
    assertVersion(run(noJava.relativize(launcher), environment, "--version"));
    assertThat(link).isSymbolicLink();
  }

  @Test
  void argumentsWithSpaces_reachTheProgram() throws IOException, InterruptedException {
    Path capture = folder.resolve("my capture.pcap");
    Files.copy(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), capture);
    Run run = run(launcher, Map.of("PATH", path(), "JAVA_HOME", THIS_JAVA), "scan", capture.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\"event_type\":\"mining\"").contains("\"pcap_filename\":\"" + capture + "\"");
    assertThat(run.code()).isZero();
  }

  @Test
  void errors_passThrough() throws IOException, InterruptedException {
    Run run = run(launcher, Map.of("PATH", path(), "JAVA_HOME", THIS_JAVA), "scan", "/no/such");
    assertThat(run).isEqualTo(new Run(2, "", "stratoscope: /no/such: no such file\n"));
  }

  @Test
  void javaHome_alone_isEnough() throws IOException, InterruptedException {
    assertVersion(run(launcherWithoutFallback(), Map.of("PATH", "/no/bin", "JAVA_HOME", THIS_JAVA), "--version"));
  }

  @Test
  void javaOnThePath_isFoundWhereJavaHomeIsUnsetOrWrong() throws IOException, InterruptedException {
    Path script = launcherWithoutFallback();
    String path = THIS_JAVA + "/bin:" + path();
    assertVersion(run(script, Map.of("PATH", path), "--version"));
    assertVersion(run(script, Map.of("PATH", path, "JAVA_HOME", "/no/such/jdk"), "--version"));
    assertVersion(run(script, Map.of("PATH", path, "JAVA_HOME", oldJava().toString()), "--version"));
  }

  private Path oldJava() throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdk11"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(Files.createDirectory(home.resolve("bin")).resolve("java"), "#!/bin/sh\nexit 77\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  @Test
  void noJava_isOneLine() throws IOException, InterruptedException {
    Path script = launcherWithoutFallback();
    assertThat(run(script, Map.of("PATH", "/no/bin"), "--version")).isEqualTo(new Run(2, "", NO_JAVA + "\n"));
    assertThat(run(script, Map.of("PATH", "/no/bin", "JAVA_HOME", oldJava().toString()), "--version"))
        .as("an old one").isEqualTo(new Run(2, "", NO_JAVA + "\n"));
  }

  @Test
  void noJarAndNoSources_isOneLine() throws IOException, InterruptedException {
    Path jar = launcher.resolveSibling("../target/stratoscope.jar").normalize();
    Files.delete(jar);
    Run run = run(launcher, Map.of("PATH", path(), "JAVA_HOME", THIS_JAVA), "--version");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).endsWith("stratoscope.jar is missing, and there are no sources beside it to build it from\n").hasLineCount(1);
  }
}
