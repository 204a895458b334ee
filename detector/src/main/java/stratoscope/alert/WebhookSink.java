package stratoscope.alert;

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
 * Alerts as JSON, POSTed one by one. Any answer of 200 to 299 is a delivery; 400, 413, 415 and 422 say that this alert is not wanted; after
 * all others, redirects among them, it is tried again. HTTP/1.1 or HTTP/2 as the server likes.
 */
public final class WebhookSink implements AlertSink {
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);
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
  public void send(byte[] body) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Content-Type", "application/json")
        .header("User-Agent", "stratoscope/" + source.version());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    int status = status(client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()));
    if (REFUSALS.contains(status)) {
      throw new RefusedException(place() + ": it answered " + status);
    }
    if (status < 200 || status > 299) {
      throw new IOException(place() + ": it answered " + status);
    }
  }

  /** The client's own time-out ends with the head of the answer: one that drips its body would hang. */
  private int status(CompletableFuture<HttpResponse<Void>> answer) throws IOException {
    try {
      return answer.get(timeoutMillis, TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException(place() + ": no answer within " + timeoutMillis + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
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
