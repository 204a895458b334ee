package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of transcripts: each line with the end it had on the wire, in the order of the wire. */
class TranscriptCapturesTest {
  private static final int HEADER_BYTES = 14 + 20;
  private static final String FLOW =
      "# flow tcp.stream=0 client=10.0.0.1:40000 server=203.0.113.9:3333 dialect=made-up answer=mining source=x\n";

  @TempDir
  private Path folder;

  /** What is said, {@code C} or {@code S} in front of each write. */
  private static List<String> said(String transcript) {
    List<Transcript> transcripts = Transcript.of(transcript);
    assertThat(transcripts).hasSize(1);
    List<String> said = new ArrayList<>();
    TranscriptCaptures.captureOf(transcripts.get(0), 1).forEachPacket((packet, micros) -> {
      int tcpBytes = (packet[HEADER_BYTES + 12] & 0xF0) >> 2;
      int totalBytes = (packet[16] & 0xFF) << 8 | packet[17] & 0xFF;
      int payload = HEADER_BYTES + tcpBytes;
      int length = 14 + totalBytes - payload;
      if (length > 0) {
        String side = packet[26] == 10 || packet[26] == (byte) 192 ? "C" : "S";
        said.add(side + new String(packet, payload, length, StandardCharsets.ISO_8859_1));
      }
    });
    return said;
  }

  @Test
  void linesOfText_endWithLineFeed_unlessTheyHadNone() {
    assertThat(said(FLOW + """
        C> {"id":1,"method":"login"}
        S> {"id":1,"result":true}
        S>
        # ... 5 further lines in the capture
        C> {"id":2} <<no LF at end>>
        """)).containsExactly("C{\"id\":1,\"method\":\"login\"}\n", "S{\"id\":1,\"result\":true}\n", "S\n", "C{\"id\":2}");
  }

  @Test
  void notesOfTheGatherer_areLeftOut_andLinesThatAreNotLiteralIfNotWanted() {
    assertThat(said("# source: a document\nC> {\"id\": X}   # not strictly valid JSON in the source\n")).containsExactly("C{\"id\": X}\n");
    Transcript both = Transcript.of("# source: a document\nC> {\"id\": X}   # not strictly valid JSON in the source\nC> {}\n").get(0);
    assertThat(both.literal().lines())
        .extracting(Transcript.Line::text).containsExactly("{}");
  }

  @Test
  void linesOfUnknownSide_answerTheOneBefore() {
    assertThat(said("# source: a document\n?> a\n?> b\nS> c\n?> d\n")).containsExactly("Ca\n", "Sb\n", "Sc\n", "Cd\n");
  }

  @Test
  void httpHeads_endWithCarriageReturns_andBodiesAreAsLongAsTheHeadSays() {
    assertThat(said(FLOW + """
        C> POST / HTTP/1.1
        C> Content-Length: 9
        C>
        C> {"id":12}
        S> HTTP/1.1 200 OK
        S> content-length: 10
        S>
        S> {"id":12}
        C> GET /next HTTP/1.1
        C>
        """)).containsExactly("CPOST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", "C{\"id\":12}",
            "SHTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n", "S{\"id\":12}\n", "CGET /next HTTP/1.1\r\n\r\n");
  }

  @Test
  void httpBody_writtenDownBehindItsAnswer_goesBeforeIt() {
    assertThat(said(FLOW + """
        C> POST / HTTP/1.1
        C> Content-Length: 9
        C>
        S> {"id":0}
        C> {"id":12} <<no LF at end>>
        """)).containsExactly("CPOST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", "C{\"id\":12}", "S{\"id\":0}\n");
  }

  @Test
  void httpChunks_areReadByTheirSizes() {
    assertThat(said(FLOW + """
        S> HTTP/1.1 200 OK
        S> Transfer-Encoding: chunked
        S>
        S> 9
        S> {"id":12}
        S> a
        S> {"id":13}
        S>
        S> 0
        S>
        S> text
        """)).containsExactly("SHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "S9\r\n", "S{\"id\":12}\r\n",
            "Sa\r\n", "S{\"id\":13}\n", "S\r\n", "S0\r\n", "S\r\n", "Stext\n");
  }

  @Test
  void binaryMessages_areMadeFromHex() {
    assertThat(said("""
        # source: test vectors
        # a note
        C> header Setup:            000000020000
        C> payload Setup (2 B):     41 42
        S> payload Alone:           4344
        S> msg(type+payload) Reply: 014546
        """)).containsExactly("C\0\0\0\2\0\0", "CAB", "S\0\0\1\2\0\0EF");
  }

  @Test
  void files_becomeACaptureForEachConversation() throws IOException {
    Path file = Files.writeString(folder.resolve("pcap_made-up.txt"),
        FLOW + "C> a\n\n" + FLOW + "# nothing\n\n" + FLOW.replace(":40000", ":40001") + "C> b\nS> c\n");
    TranscriptCaptures.main(new String[] {file.toString(), folder.resolve("out").toString()});
    try (Stream<Path> captures = Files.list(folder.resolve("out"))) {
      assertThat(captures.map(capture -> capture.getFileName().toString())).containsExactlyInAnyOrder("pcap_made-up-0001.pcap",
          "pcap_made-up-0002.pcap");
    }
  }
}
