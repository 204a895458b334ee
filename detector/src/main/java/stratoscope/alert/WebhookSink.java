package stratoscope.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as JSON, each POSTed by itself, several at once on connections that are kept, but of one key one after the other. Any answer of
 * 200 to 299 is a delivery; 400, 413, 415 and 422 say that this alert is not wanted; after all others, redirects among them, it is tried
 * again. HTTP/1.1 or HTTP/2 as the server likes.
 */
public final class WebhookSink implements AlertSink {
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);
  /** With 200 ms to an answer that is 40 alerts a second, and no more than a receiver of any size takes. */
  private static final int AT_ONCE = 8;
  /** Quotes in texts are escaped, so that no other member looks like it. */
  private static final String KEY = "\"dedupe_key\":\"";
  /** More than all fields of a finding come to, save one that was made to be long. */
  private static final int MAX_BODY_BYTES = 65_536;

  private final URI url;
  private final AlertSource source;
  private final @Nullable String token;
  private final long timeoutMillis;
  private final HttpClient client;

  /**
   * Does nothing yet.
   *
   * @param url of http or https
   * @param token for the header {@code Authorization: Bearer}
   * @param trust null to trust whom the Java platform does
   * @param timeoutMillis from the first byte of the connection to the last of the answer
   */
  public WebhookSink(URI url, AlertSource source, @Nullable String token, @Nullable Trust trust, long timeoutMillis) {
    this.url = url;
    this.source = source;
    this.token = token;
    this.timeoutMillis = timeoutMillis;
    HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofMillis(timeoutMillis));
    client = (trust == null ? builder : builder.sslContext(trust.java())).build();
  }

  @Override
  public byte[] body(Alert alert) {
    return AlertJson.of(alert, source.sensor(), MAX_BODY_BYTES);
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  /** What is told of one host and place must not arrive as gone and then as new. */
  @Override
  public String group(byte[] body) {
    String json = new String(body, US_ASCII);
    int start = json.indexOf(KEY) + KEY.length();
    int end = json.indexOf('"', start);
    return start < KEY.length() || end < 0 ? "" : json.substring(start, end);
  }

  @Override
  public void send(byte[] body) throws IOException {
    begin(body).await();
  }

  @Override
  public Sending begin(byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Content-Type", "application/json")
        .header("User-Agent", "stratoscope/" + source.version());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    CompletableFuture<HttpResponse<Void>> inTime = answer.copy().orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    return () -> judge(status(answer, inTime));
  }

  private void judge(int status) throws IOException {
    if (REFUSALS.contains(status)) {
      throw new RefusedException(place() + ": it answered " + status);
    }
    if (status < 200 || status > 299) {
      throw new IOException(place() + ": it answered " + status);
    }
  }

  /** The client's own time-out ends with the head of the answer: one that drips its body would hang. */
  private int status(CompletableFuture<HttpResponse<Void>> answer, CompletableFuture<HttpResponse<Void>> inTime)
      throws IOException {
    try {
      return inTime.get().statusCode();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof TimeoutException) {
        answer.cancel(true);
        throw new HttpTimeoutException(place() + ": no answer within " + timeoutMillis + " ms");
      }
      throw new IOException(place() + ": " + reason(cause), cause);
    }
  }

  /** The client leaves out why it got no connection. */
  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return cause.getCause() instanceof UnresolvedAddressException ? "no address is known for this host" : "nobody listens there";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Without the path and what follows, which may hold a secret. */
  private String place() {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  @Override
  public void close() {
    // the client's thread ends when nobody holds the client any more
  }
}
