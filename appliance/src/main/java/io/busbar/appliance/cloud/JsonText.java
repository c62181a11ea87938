package io.busbar.appliance.cloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** JSON as the platforms get it: compact, names and texts in UTF-8 and not escaped. */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** Writes one JSON text. */
  @FunctionalInterface
  public interface Body {
    void to(JsonGenerator json) throws IOException;
  }

  /** The text that a body writes. */
  public static String of(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      body.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** A value by itself: a number, {@code true} or {@code false}, or a quoted text. */
  public static String of(Value value) {
    return value instanceof Value.Text(String text)
        ? of(json -> json.writeString(text))
        : Numbers.text(value);
  }

  /** ISO 8601 in UTC, to the millisecond, without a fraction when that is zero. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The size on the wire. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
