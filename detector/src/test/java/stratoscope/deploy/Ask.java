package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Asks servers over HTTP from inside a network of a test's own. {@code Ask each URLS ANSWERS} gets each URL of a file and writes the bodies
 * to another, one a line; {@code Ask until URL PATTERN SECONDS ANSWER} asks again until the body has the pattern, and writes it.
 */
final class Ask {
  private static final long PAUSE_MILLIS = 200;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Ask() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("each")) {
      each(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      until(arguments[1], Pattern.compile(arguments[2]), Long.parseLong(arguments[3]), Path.of(arguments[4]));
    }
  }

  private static void each(Path urls, Path answers) throws IOException, InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (String url : Files.readAllLines(urls, UTF_8)) {
      bodies.add(body(url).replace("\n", " "));
    }
    Files.write(answers, bodies, UTF_8);
  }

  private static void until(String url, Pattern pattern, long seconds, Path answer) throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    String body = "";
    while (System.nanoTime() - endNanos < 0) {
      try {
        body = body(url);
      } catch (IOException e) {
        body = "no answer: " + e; // it is still starting
      }
      if (pattern.matcher(body).find()) {
        Files.writeString(answer, body, UTF_8);
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException("'" + pattern + "' did not come up at " + url + " within " + seconds + " s, but: " + body);
  }

  private static String body(String url) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }
}
