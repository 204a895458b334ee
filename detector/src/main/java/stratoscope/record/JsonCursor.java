package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in a line of JSON that moves on from member to member: for few members of very many lines, of which no tree need be made. It
 * finds them, and does not judge what lies between. One thread.
 */
public final class JsonCursor {
  private final byte[] json;
  private int at;
  /** Of the member's name. */
  private int from;
  private int to;

  /** Before the value that the line is. */
  public JsonCursor(byte[] json) {
    this.json = json;
  }

  /** Goes into the object here, before its first member; false, behind the value, if it is none. */
  public boolean enter() throws IOException {
    if (peek() == '{') {
      at++;
      return true;
    }
    skip();
    return false;
  }

  /** Goes on to the value of the next member; false, behind the object, if there is none. */
  public boolean next() throws IOException {
    if (peek() == ',') {
      at++;
    }
    if (peek() == '}') {
      at++;
      return false;
    }
    if (peek() != '"') {
      throw damaged();
    }
    from = at + 1;
    skipText();
    to = at - 1;
    if (peek() != ':') {
      throw damaged();
    }
    at++;
    return true;
  }

  /** Whether the member whose value is next has a name, as UTF-8. */
  public boolean isNamed(byte[] name) {
    return Arrays.equals(json, from, to, name, 0, name.length);
  }

  /** The text here, of which it goes behind; null if the value is none. */
  public @Nullable String text() throws IOException {
    boolean isText = peek() == '"';
    String value = value();
    return !isText ? null : value.indexOf('\\') < 0 ? value.substring(1, value.length() - 1)
        : JsonTree.text(JsonTree.parse("{\"text\":" + value + "}"), "text");
  }

  /** The number here, of which it goes behind; NaN if the value is none. */
  public double number() throws IOException {
    byte first = peek();
    String value = value();
    return first == '-' || (first >= '0' && first <= '9') ? Double.parseDouble(value) : Double.NaN;
  }

  private String value() throws IOException {
    int start = at;
    skip();
    return new String(json, start, at - start, UTF_8);
  }

  /** Goes behind the value here. */
  public void skip() throws IOException {
    byte first = peek();
    if (first == '"') {
      skipText();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      while (at < json.length && json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
        at++;
      }
    }
  }

  private void skipNested() throws IOException {
    int depth = 0;
    do {
      byte next = peek();
      if (next == '"') {
        skipText();
      } else {
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
        at++;
      }
    } while (depth > 0);
  }

  private void skipText() throws IOException {
    for (at++; at < json.length; at++) {
      if (json[at] == '"') {
        at++;
        return;
      }
      at += json[at] == '\\' ? 1 : 0;
    }
    throw damaged();
  }

  private byte peek() throws IOException {
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
      at++;
    }
    if (at >= json.length) {
      throw damaged();
    }
    return json[at];
  }

  private static IOException damaged() {
    return new IOException("no JSON");
  }
}
