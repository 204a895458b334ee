package stratoscope.testing;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * A capture written down as text, one directive or message on a line. Not thread-safe. The same text always gives the same packets:
 * the first one leaves at 2023-11-14T22:13:20Z, MAC addresses are fixed, sequence numbers follow from the endpoints.
 *
 * <pre>
 * # comment
 * title: what the capture is for
 * format pcap|pcap-ns|pcap-be|pcapng [gzip|zstd]   first line but the title, pcap if missing; gives the file its extension
 * link ethernet|ethernet-padded|raw|sll|sll2|null|loop|ppp|wifi|radiotap     again inside a pcapng: a further interface
 * section little-endian|big-endian    pcapng: the next packet begins a section
 * snaplen N                           most bytes kept of each packet from here
 * wrap NAME [NUMBER…] | wrap none     packets from here are carried in this tunnel (see {@link Tunnel}); again: and that in this one
 * only client|server|both             whose packets the sensor sees from here
 *
 * flow A:PORT &gt; B:PORT [midstream] [reverse] [refused] [udp] [isn=0x…] [as=NAME]
 *                                     a connection and its handshake, which becomes the current one; C is A, S is B;
 *                                     reverse: B opens it; refused: the SYN gets a RST; isn: of both sides
 * use NAME                            the flow of that name becomes the current one
 * C&gt; text      S&gt; text                what a side says, with a line end
 * C| text      S| text                the same without a line end
 * C= 16 03 01  S= 16 03 01            bytes in hex
 * C~ text      S~ text                the same in a WebSocket message, the client's masked
 * websocket [binary] [deflate] [fragment N]   how WebSocket messages are written from here: compression starts anew, frames of N bytes
 * newline lf|crlf                     the line end from here
 * join … end                          what is said in between (by one side) is one write
 * segment N                           most payload bytes of a segment from here (1448)
 * drop [N…]                           the sensor misses the next message, or these segments of it
 * reorder                             the segments of the next message arrive last one first
 * overlap N                           the next message's first segment says the last N bytes of its side again
 * retransmit                          the last message is sent again
 * keepalive client|server N           a probe of N bytes in the place of the last one
 * checksums offloaded                 the current flow's client captures its own segments before its card sums them
 * fin client|server    rst client|server
 * wait 2.5s
 *
 * let NAME = text                     a value, written ${NAME}; ${NAME:08x} writes a number in hex
 * repeat N [from M] … end             written out N times, with ${i} counting from 1 or M
 * include FILE                        the lines of a file beside the script
 * ${hex N SEED} N hex digits, ${fill N NAME} a text N times, ${length NAME} its bytes, ${bytes NAME} ${utf16 NAME} them in hex,
 * ${sized NAME} its UTF-8 bytes in hex behind their number in one byte, ${le N NAME} the bytes of a hex value as N bytes, little-endian,
 * ${cr} ${lf} ${tab}
 *
 * cut N                               the file ends N bytes early
 * damage N LENGTH                     the N-th record of the finished file claims this captured length
 * </pre>
 */
public final class CaptureScript {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final int DEFAULT_SEGMENT_BYTES = 1448;
  private static final String NOBODY = "";

  private final Map<String, Flow> flows = new HashMap<>();
  private final Map<String, Integer> openings = new HashMap<>();
  private final List<Tunnel> tunnels = new ArrayList<>();
  private PcapBuilder capture = new PcapBuilder(PcapBuilder.Format.PCAP);
  private PcapBuilder.Format format = PcapBuilder.Format.PCAP;
  private String compression = "";
  private String title = "";
  private String seen = "both";
  private String newline = "\n";
  private long nowMicros = START_MICROS;
  private Flow flow;
  private int segmentBytes = DEFAULT_SEGMENT_BYTES;
  private boolean reorder;
  private int overlapBytes;
  private IntPredicate dropped = number -> false;
  private ByteWriter joined;
  private String joiner = NOBODY;
  private WebSocketWriter webSocket = new WebSocketWriter(List.of());
  private int cutBytes;
  private int damagedRecord;
  private long damagedLength;

  private CaptureScript(List<ScriptText.Line> lines) {
    for (ScriptText.Line line : lines) {
      try {
        run(line.text());
      } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
        throw line.error(line.text() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Reads and runs a script file. */
  public static CaptureScript of(Path file) {
    return new CaptureScript(ScriptText.linesOf(file));
  }

  /** Runs a script given as text, for unit tests. */
  public static CaptureScript of(String text) {
    return new CaptureScript(ScriptText.linesOf(text));
  }

  public String title() {
    return title;
  }

  public int packetCount() {
    return capture.packetCount();
  }

  /** Hands over each packet with its link layer header and its time in microseconds. */
  public void forEachPacket(ObjLongConsumer<byte[]> consumer) {
    capture.forEach(consumer);
  }

  /** What a file of this capture's name ends with: {@code pcap}, {@code pcapng.gz} and so on. */
  public String extension() {
    return format.extension() + switch (compression) {
      case "gzip" -> ".gz";
      case "zstd" -> ".zst";
      default -> "";
    };
  }

  /** The capture file, compressed if the script says so. */
  public byte[] toBytes() {
    byte[] plain = uncompressedBytes();
    if (compression.isEmpty()) {
      return plain;
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = compression.equals("gzip") ? new GZIPOutputStream(compressed) : new ZstdOutputStream(compressed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** The capture file before compression. */
  public byte[] uncompressedBytes() {
    byte[] file = capture.toBytes();
    if (damagedRecord > 0) {
      byte[] length = new ByteWriter(ByteOrder.LITTLE_ENDIAN).u32(damagedLength).toBytes();
      System.arraycopy(length, 0, file, capture.recordOffset(damagedRecord) + 8, length.length);
    }
    return Arrays.copyOf(file, file.length - cutBytes);
  }

  private void run(String line) {
    if (line.matches("(?s)[CS][>|=~].*")) {
      say(line.substring(0, 1), line.charAt(1), line.length() > 2 && line.charAt(2) == ' ' ? line.substring(3) : line.substring(2));
      return;
    }
    List<String> words = Arrays.asList(line.trim().split("\\s+"));
    String argument = words.size() > 1 ? words.get(1) : "";
    if (!runFileDirective(words, argument, line) && !runMessageDirective(words, argument)) {
      throw new IllegalArgumentException("no such directive");
    }
  }

  /** Directives about the capture as a whole. */
  private boolean runFileDirective(List<String> words, String argument, String line) {
    switch (words.get(0)) {
      case "title:" -> title = line.substring("title:".length()).trim();
      case "format" -> {
        format = PcapBuilder.Format.of(argument);
        capture = new PcapBuilder(format);
        compression = words.size() > 2 ? words.get(2) : "";
      }
      case "link" -> capture.link(Link.of(argument));
      case "section" -> capture.section(argument.equals("big-endian") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      case "snaplen" -> capture.snapBytes(Integer.parseInt(argument));
      case "wrap" -> {
        if (argument.equals("none")) {
          tunnels.clear();
        } else {
          tunnels.add(new Tunnel(argument, words.subList(2, words.size())));
        }
      }
      case "only" -> seen = argument;
      case "wait" -> nowMicros += Math.round(Double.parseDouble(argument.replace("s", "")) * 1_000_000);
      case "cut" -> cutBytes = Integer.parseInt(argument);
      case "damage" -> {
        damagedRecord = Integer.parseInt(argument);
        damagedLength = Long.decode(words.get(2));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Directives about flows and what is said in them. */
  private boolean runMessageDirective(List<String> words, String argument) {
    switch (words.get(0)) {
      case "flow" -> openFlow(words);
      case "use" -> flow = flows.get(argument);
      case "newline" -> newline = argument.equals("crlf") ? "\r\n" : "\n";
      case "join" -> joined = new ByteWriter();
      case "end" -> endJoin();
      case "websocket" -> webSocket = new WebSocketWriter(words);
      case "segment" -> segmentBytes = Integer.parseInt(argument);
      case "reorder" -> reorder = true;
      case "overlap" -> overlapBytes = Integer.parseInt(argument);
      case "drop" -> {
        Set<Integer> numbers = words.stream().skip(1).map(Integer::valueOf).collect(Collectors.toSet());
        dropped = number -> numbers.isEmpty() || numbers.contains(number);
      }
      case "retransmit" -> flow.retransmit();
      case "keepalive" -> flow.keepAlive(isClient(argument), Integer.parseInt(words.get(2)));
      case "checksums" -> flow.offloadChecksums();
      case "fin" -> flow.finish(isClient(argument));
      case "rst" -> flow.reset(isClient(argument));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isClient(String side) {
    return side.equals("client");
  }

  private void openFlow(List<String> words) {
    if (!words.get(2).equals(">")) {
      throw new IllegalArgumentException("not flow A > B");
    }
    List<String> options = words.subList(4, words.size());
    String sequence = option(options, "isn=");
    int number = openings.merge(words.get(1) + words.get(3), 1, Integer::sum);
    Flow.Opening opening = new Flow.Opening(options.contains("midstream"), options.contains("reverse"), options.contains("refused"),
        options.contains("udp"), sequence == null ? null : Long.decode(sequence), number);
    flow = new Flow(this::packet, Endpoint.of(words.get(1)), Endpoint.of(words.get(3)), opening);
    flows.put(option(options, "as="), flow);
    flow.open();
  }

  private static String option(List<String> options, String prefix) {
    return options.stream().filter(option -> option.startsWith(prefix)).findFirst()
        .map(option -> option.substring(prefix.length())).orElse(null);
  }

  private void say(String side, char kind, String text) {
    byte[] bytes = switch (kind) {
      case '=' -> ByteWriter.bytesOf(text);
      case '~' -> webSocket.message(side, text);
      default -> (kind == '>' ? text + newline : text).getBytes(StandardCharsets.UTF_8);
    };
    if (joined == null) {
      deliver(side, bytes);
    } else if (joiner.equals(NOBODY) || joiner.equals(side)) {
      joiner = side;
      joined.bytes(bytes);
    } else {
      throw new IllegalArgumentException("both sides inside join");
    }
  }

  private void endJoin() {
    byte[] bytes = joined.toBytes();
    joined = null;
    deliver(joiner, bytes);
    joiner = NOBODY;
  }

  private void deliver(String side, byte[] bytes) {
    flow.say(side.equals("C"), bytes, new Flow.Delivery(segmentBytes, reorder, overlapBytes, dropped));
    reorder = false;
    overlapBytes = 0;
    dropped = number -> false;
  }

  private void packet(long afterMicros, boolean fromClient, byte[] ipPacket, boolean captured) {
    nowMicros += afterMicros;
    if (!captured || !seen.equals("both") && fromClient != isClient(seen)) {
      return;
    }
    List<Frame> frames = List.of(new Frame(ipPacket, false, fromClient));
    for (Tunnel tunnel : tunnels) {
      frames = frames.stream().flatMap(frame -> tunnel.wrap(frame).stream()).toList();
    }
    for (Frame frame : frames) {
      capture.frame(nowMicros, frame);
    }
  }
}
