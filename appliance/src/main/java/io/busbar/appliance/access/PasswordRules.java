package io.busbar.appliance.access;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new password must be (rule S-06): ten characters of any kind, none of those that everybody
 * tries first. Nothing is said of what kinds of characters it has.
 */
public final class PasswordRules {
  /** Least number of characters. */
  public static final int SHORTEST = 10;

  /** Most bytes in UTF-8, looked at before anything is computed of them. */
  public static final int MOST_BYTES = 128;

  /**
   * What is tried first, of those that are long enough; in lower case, without digits at the end.
   */
  private static final Set<String> TRIED =
      Set.of(
          "administrator",
          "administrateur",
          "busbarbusbar",
          "changemenow",
          "iloveyouiloveyou",
          "letmeinletmein",
          "passwordpassword",
          "passwortpasswort",
          "qwertyuiop",
          "qwertzuiop",
          "raspberrypi",
          "schaltschrank",
          "adminadmin",
          "password",
          "passwort",
          "passw0rd",
          "p@ssw0rd",
          "p@ssword",
          "raspberry",
          "welcome",
          "willkommen",
          "iloveyou",
          "letmein",
          "changeme",
          "admin",
          "busbar",
          "qwerty",
          "qwertz",
          "");

  private PasswordRules() {}

  /** What is wrong with a password, {@code got X, want Y}; null when it can be used. */
  public static @Nullable String fault(String password) {
    if (isTooLong(password)) {
      return "got a password of more than 128 bytes, want at most that";
    }
    int characters = password.codePointCount(0, password.length());
    if (characters < SHORTEST) {
      return "got a password of %d characters, want %d or more".formatted(characters, SHORTEST);
    }
    if (password.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      return "got half a character in the password, want whole ones";
    }
    if (isTried(password)) {
      return "got a password that everybody tries first, want another one; three words do well";
    }
    return null;
  }

  /** Whether a text is longer than any password, without looking at all of it. */
  static boolean isTooLong(String password) {
    return password.length() > MOST_BYTES
        || password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
  }

  private static boolean isTried(String password) {
    String plain = password.toLowerCase(Locale.ROOT).strip();
    boolean oneCharacter = plain.codePoints().distinct().count() < 3;
    // Digits and marks at the end make nothing of it that is not tried as well.
    return oneCharacter || TRIED.contains(plain.replaceAll("[0-9!.?*#_-]+$", ""));
  }
}
