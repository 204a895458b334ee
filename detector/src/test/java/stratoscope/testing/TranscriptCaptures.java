package stratoscope.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Makes captures from transcripts of conversations with pools, so that the detector can be tried on what was written down. The captures
 * have no times of their own: a line leaves every 200 ms, an HTTP head as a whole.
 *
 * <pre>
 * java -cp detector/target/test-classes:detector/target/stratoscope.jar stratoscope.testing.TranscriptCaptures [-l] FILE… DIR
 * </pre>
 *
 * <p>Each conversation of each file becomes a capture of its own, {@code DIR/FILE-0001.pcap} and so on. What is said of it in front of it
 * is printed: capture, dialect and answer by the transcript, lines of client and server. With {@code -l} lines that a document does not
 * show as they are sent are left out.
 */
public final class TranscriptCaptures {
  private static final String CLIENT = "192.0.2.10:41000";
  private static final String SERVER = "198.51.100.20:3333";
  private static final String LITERAL = "-l";
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private TranscriptCaptures() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("transcripts and a folder are needed: [-l] FILE… DIR");
    }
    Path folder = Files.createDirectories(Path.of(arguments[arguments.length - 1]));
    boolean isLiteral = arguments[0].equals(LITERAL);
    for (String file : Arrays.asList(arguments).subList(isLiteral ? 1 : 0, arguments.length - 1)) {
      write(Path.of(file), folder, isLiteral);
    }
  }

  private static void write(Path file, Path folder, boolean isLiteral) throws IOException {
    String base = file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    List<Transcript> transcripts = Transcript.of(Files.readString(file));
    for (int i = 0; i < transcripts.size(); i++) {
      Transcript transcript = isLiteral ? transcripts.get(i).literal() : transcripts.get(i);
      Path capture = folder.resolve(String.format(Locale.ROOT, "%s-%04d.pcap", base, i + 1));
      Files.write(capture, captureOf(transcript, capture.getFileName().hashCode()).toBytes());
      long byClient = transcript.lines().stream().filter(Transcript.Line::isClient).count();
      System.out.println(String.join("\t", capture.toString(), transcript.header().getOrDefault("dialect", "-"),
          transcript.header().getOrDefault("answer", "-"), Long.toString(byClient), Long.toString(transcript.lines().size() - byClient)));
    }
  }

  /** @param sequence number that both sides begin with: connections of the same addresses in other captures are not this one again */
  static CaptureScript captureOf(Transcript transcript, int sequence) {
    List<String> script = new ArrayList<>();
    script.add("flow " + transcript.header().getOrDefault("client", CLIENT) + " > "
        + transcript.header().getOrDefault("server", SERVER) + String.format(Locale.ROOT, " isn=0x%08x", sequence));
    TranscriptStream client = new TranscriptStream();
    TranscriptStream server = new TranscriptStream();
    List<Transcript.Line> left = new ArrayList<>(transcript.lines());
    while (!left.isEmpty()) {
      Transcript.Line line = next(left, client, server);
      TranscriptStream stream = line.isClient() ? client : server;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(stream.bytesOf(line));
      while (stream.isInHead() && !left.isEmpty() && left.get(0).isClient() == line.isClient()) {
        bytes.writeBytes(stream.bytesOf(left.remove(0)));
      }
      if (bytes.size() > 0) {
        script.add("wait 0.2s");
        script.add((line.isClient() ? "C= " : "S= ") + HEX.formatHex(bytes.toByteArray()));
      }
    }
    script.add("fin client");
    script.add("fin server");
    return CaptureScript.of(String.join("\n", script));
  }

  /** A body without a line end was written down only where its side ended; it goes behind its head, before the other side answers it. */
  private static Transcript.Line next(List<Transcript.Line> left, TranscriptStream client, TranscriptStream server) {
    boolean isOwedByOther = (left.get(0).isClient() ? server : client).owesBody();
    for (int i = 0; isOwedByOther && i < left.size(); i++) {
      if (left.get(i).isClient() != left.get(0).isClient()) {
        return left.remove(i);
      }
    }
    return left.remove(0);
  }
}
