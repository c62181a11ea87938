package io.busbar.appliance.cloud.smartgear;

import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The form of a message, by its word in the configuration. */
enum Body {
  /** The value alone. It has neither time nor quality, so only good values are sent. */
  RAW {
    @Override
    @Nullable String of(String code, @Nullable Value value, Quality quality, Instant time) {
      return value == null || quality != Quality.GOOD ? null : Numbers.text(value);
    }
  },
  /** An object of value, time and quality. */
  JSON {
    @Override
    String of(String code, @Nullable Value value, Quality quality, Instant time) {
      return JsonText.of(json -> {
        json.writeStartObject();
        json.writeFieldName("value");
        json.writeRawValue(value == null ? "null" : JsonText.of(value));
        json.writeStringField("timestamp", JsonText.time(time));
        json.writeStringField("quality", quality.name());
        json.writeEndObject();
      });
    }
  },
  /** Common Databus payload 1.4: {@code qc} is 3 for good, 1 for uncertain and 0 for bad. */
  DATABUS {
    @Override
    @Nullable String of(String code, @Nullable Value value, Quality quality, Instant time) {
      if (value == null) {
        return null; // The format wants a value.
      }
      return JsonText.of(json -> {
        json.writeStartObject();
        json.writeArrayFieldStart("vals");
        json.writeStartObject();
        json.writeStringField("id", code);
        json.writeFieldName("val");
        json.writeRawValue(JsonText.of(value));
        json.writeStringField("ts", JsonText.time(time));
        json.writeNumberField("qc", qualityCode(quality));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
      });
    }
  };

  /**
   * A value as this form has it.
   *
   * @return null when the form cannot say it
   */
  abstract @Nullable String of(String code, @Nullable Value value, Quality quality, Instant time);

  private static int qualityCode(Quality quality) {
    return switch (quality) {
      case GOOD -> 3;
      case UNCERTAIN -> 1;
      case BAD -> 0;
    };
  }
}
