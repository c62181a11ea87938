package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A register by which a type of meter can be told from others.
 *
 * @param function 3 or 4
 * @param address first register, 0-based as it is sent
 * @param words registers of a text; 0 for every other type
 * @param values what stands there in a meter of this type, as text
 */
public record Identification(
    int function,
    @JsonDeserialize(using = HexText.class) int address,
    RegisterType type,
    int words,
    List<String> values) {
  public Identification {
    words = type == RegisterType.TEXT ? words : type.words();
    values = List.copyOf(values);
  }

  /**
   * Where it stands, whatever is wanted there: maps that look at the same place share a question.
   */
  record Place(int function, int address, int words) {}

  Place place() {
    return new Place(function, address, words);
  }

  /** What the registers of an answer say when it is one of the values; null when it is not. */
  @Nullable String match(int[] answer) {
    Register register =
        new Register(
            "identification",
            address,
            type,
            words,
            null,
            WordOrder.HIGH_FIRST,
            false,
            BigDecimal.ONE,
            BigDecimal.ZERO,
            null,
            "",
            Map.of(),
            List.of(),
            function,
            null);
    return switch (register.decode(answer, 0, 0)) {
      case Reading.Is(var value) -> values.contains(value.toString()) ? value.toString() : null;
      case Reading.NotAvailable _ -> null;
    };
  }
}
