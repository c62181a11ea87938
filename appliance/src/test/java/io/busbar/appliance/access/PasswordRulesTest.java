package io.busbar.appliance.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private final Passwords passwords = new Passwords();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ten chars!",
        "\uD83D\uDD0B\uD83D\uDD0C\uD83D\uDCA1\uD83D\uDE80\uD83C\uDF1E\uD83C\uDF1A\u26A1\u26A1\u2615\u2615",
        "nul\u0000inside it",
        "      six blanks",
        "\u0645\u0631\u062D\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
        "12345 plus words"
      })
  void anyTenCharactersWillDo(String password) {
    assertNull(PasswordRules.fault(password));
    String kept = passwords.hash(password);
    assertTrue(passwords.fits(password, kept));
    assertTrue(!passwords.fits(password + "x", kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ninechars",
        "\uD83D\uDD0B\uD83D\uDD0C\uD83D\uDCA1\uD83D\uDE80\uD83C\uDF1E\uD83C\uDF1A\u26A1\u26A1\u2615",
        "Password123",
        "Passwort2026!",
        "1234567890",
        "aaaaaaaaaaaa",
        "administrator",
        "qwertzuiop",
        "half a \uD83D character"
      })
  void whatIsShortOrTriedFirstWillNot(String password) {
    String fault = PasswordRules.fault(password);
    assertNotNull(fault);
    assertTrue(fault.startsWith("got ") && fault.contains(", want "), fault);
    assertTrue(password.isEmpty() || !fault.contains(password), "it tells the password");
  }

  @Test
  void tenMegabytesAreRefusedBeforeAnythingIsComputed() {
    String huge = "x".repeat(10_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(1), () -> assertNotNull(PasswordRules.fault(huge)));
    assertNull(PasswordRules.fault("\u00e4 b".repeat(32)));
    assertNotNull(PasswordRules.fault("\u00e4 b".repeat(32) + "\u00e4"));
  }

  @Test
  void oneCharacterIsTheSameFromEveryKeyboard() {
    assertTrue(passwords.fits("caf\u00e9 am Eck", passwords.hash("cafe\u0301 am Eck")));
  }

  @Test
  void noTextWhateverItIsMakesTheRulesFail() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append((char) random.nextInt(0x10000));
      }
      String password = text.toString();
      boolean short0 = password.codePointCount(0, password.length()) < 10;
      boolean long0 = password.getBytes(StandardCharsets.UTF_8).length > 128;
      if (short0 || long0) {
        assertNotNull(PasswordRules.fault(password));
      }
      assertEquals(PasswordRules.fault(password), PasswordRules.fault(password));
    }
  }
}
