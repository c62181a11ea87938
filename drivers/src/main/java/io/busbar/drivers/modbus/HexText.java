package io.busbar.drivers.modbus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** An address as register maps write it: {@code "0x0034"}. */
final class HexText extends StdDeserializer<Integer> {
  private static final long serialVersionUID = 1L;

  HexText() {
    super(Integer.class);
  }

  /** The number of {@code 0x0034} or {@code 52}. */
  static int parse(String text) {
    return Integer.decode(text);
  }

  @Override
  public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
    return parse(json.getText());
  }
}
