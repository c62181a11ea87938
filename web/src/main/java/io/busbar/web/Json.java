package io.busbar.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;

/** View records to JSON. Times are ISO 8601 in UTC. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .addModule(new SimpleModule().addSerializer(Instant.class, new Iso8601()))
          .build();

  private Json() {}

  static byte[] bytes(Object view) {
    try {
      return MAPPER.writeValueAsBytes(view);
    } catch (JacksonException e) {
      throw new IllegalStateException("a view record cannot be written as JSON", e);
    }
  }

  /** A view record with one more key at its end. */
  static ObjectNode with(Object view, String key, boolean value) {
    return MAPPER.<ObjectNode>valueToTree(view).put(key, value);
  }

  /** The same with a text. */
  static ObjectNode with(Object view, String key, String value) {
    return MAPPER.<ObjectNode>valueToTree(view).put(key, value);
  }

  /** What a client sent. */
  static JsonNode tree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  private static final class Iso8601 extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    Iso8601() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time.toString());
    }
  }
}
