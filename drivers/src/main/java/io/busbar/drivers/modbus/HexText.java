package io.busbar.drivers.modbus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Addresses and bit patterns as register maps write them: {@code "0x0034"}. */
final class HexText {
  private HexText() {}

  static final class Address extends StdDeserializer<Integer> {
    private static final long serialVersionUID = 1L;

    Address() {
      super(Integer.class);
    }

    @Override
    public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Integer.decode(json.getText());
    }
  }

  static final class Bits extends StdDeserializer<Long> {
    private static final long serialVersionUID = 1L;

    Bits() {
      super(Long.class);
    }

    @Override
    public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Long.parseUnsignedLong(json.getText().substring("0x".length()), 16);
    }
  }
}
