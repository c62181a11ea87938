package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsTest {
  private final Forms forms = new Forms(Texts.of(Locale.ENGLISH));

  @ParameterizedTest
  @CsvSource({
    "230.2345, V, 230.2",
    "18.436, A, 18.44",
    "-4182.4, W, '-4,182'",
    "12345678.4, Wh, '12,345,678'",
    "49.9871, Hz, 49.987",
    "0.9664, '', 0.966",
    "0.00042, A, 0.000420",
    "-0.0, W, 0"
  })
  void showsTheDigitsThatMatter(double value, String unit, String text) {
    assertEquals(text, forms.value(value, unit));
  }

  @ParameterizedTest
  @CsvSource({"230.2345, V, '230,2'", "-4182.4, W, '-4.182'", "49.9871, Hz, '49,987'"})
  void showsNumbersAsTheLanguageWritesThem(double value, String unit, String text) {
    assertEquals(text, new Forms(Texts.of(Locale.GERMAN)).value(value, unit));
  }

  @Test
  void showsStatesTextsAndNothing() {
    assertEquals("on", forms.value(true, ""));
    assertEquals("off", forms.value(false, ""));
    assertEquals("A-17", forms.value("A-17", ""));
    assertEquals("1,234", forms.value(1234L, ""));
    assertEquals("–", forms.value(null, "V"));
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "0, 0 s",
    "3999, 3 s",
    "60000, 1 min",
    "7300000, 2 h",
    "190000000, 2 d",
    "172800000000, '2,000 d'"
  })
  void saysAnAgeInItsLargestUnit(long millis, String text) {
    assertEquals(text, forms.age(millis));
  }
}
