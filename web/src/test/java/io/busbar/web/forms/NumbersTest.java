package io.busbar.web.forms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "2.5, 2.5",
    "'2,5', 2.5",
    "' -0,25 ', -0.25",
    "\u22123, -3",
    "1e3, 1E+3",
    "'5,', 5",
    "+7, 7"
  })
  void takesPointAndComma(String text, BigDecimal number) {
    assertEquals(0, number.compareTo(Numbers.parse(text).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.234,5", "1,234,567", "1 000", "0x10", "NaN", "two", ".5", "1e999"})
  void refusesWhatCouldBeReadInTwoWaysOrIsNoNumber(String text) {
    assertTrue(Numbers.parse(text).isEmpty(), text);
  }

  @ParameterizedTest
  @CsvSource({"de, '0,5'", "en, 0.5"})
  void writesANumberAsItsLanguageDoes(String language, String text) {
    assertEquals(text, Numbers.format(new BigDecimal("0.5"), Locale.of(language)));
  }
}
