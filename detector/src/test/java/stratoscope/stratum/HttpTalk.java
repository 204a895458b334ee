package stratoscope.stratum;

import java.nio.charset.StandardCharsets;
import java.util.List;
import stratoscope.evidence.Verdict;

/** A conversation over HTTP held by hand. Not thread-safe. */
final class HttpTalk {
  final Dialogue dialogue = new Dialogue();

  /** A POST to the root. */
  HttpTalk ask(String body, String... headers) {
    return askAt("/", body, headers);
  }

  HttpTalk askAt(String target, String body, String... headers) {
    return say("POST " + target + " HTTP/1.1", true, body, headers);
  }

  /** A request without a body. */
  HttpTalk get(String target, String... headers) {
    dialogue.bytes(Dialogue.UP, head("GET " + target + " HTTP/1.1", headers).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  HttpTalk answer(String body, String... headers) {
    return say("HTTP/1.1 200 OK", false, body, headers);
  }

  /** An answer that is no JSON. */
  HttpTalk page(int status, String text) {
    return say("HTTP/1.1 " + status + " No", false, text);
  }

  private HttpTalk say(String start, boolean isUp, String body, String... headers) {
    String length = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
    String message = start + "\r\n" + length + head("", headers).substring(2) + body;
    dialogue.bytes(isUp ? Dialogue.UP : Dialogue.DOWN, message.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private static String head(String start, String... headers) {
    return start + "\r\n" + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
  }

  List<String> signs() {
    return dialogue.signs();
  }

  <T extends StratumEvent> List<T> events(Class<T> type) {
    return dialogue.events(type);
  }

  Verdict verdict() {
    return dialogue.verdict();
  }
}
