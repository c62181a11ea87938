package io.busbar.appliance.access;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2id as OWASP advises it for small machines. One computation takes 19 MB and most of a second
 * on a Pi 3, so whoever calls lets one in at a time.
 */
final class Passwords {
  private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);
  private static final int MEMORY_KIB = 19_456;
  private static final int MOST_MEMORY_KIB = 65_536;
  private static final int MOST_ITERATIONS = 10;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{4,7}),t=([0-9]{1,2}),p=[1-4]"
              + "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final SecureRandom random = new SecureRandom();

  /** Of no password, with a salt of its own: to take as long for a name that nobody has. */
  private final String nobody =
      "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(MEMORY_KIB, ITERATIONS, LANES, randomText(SALT_BYTES), randomText(HASH_BYTES));

  /** What is kept of a password, as a PHC string. */
  String hash(String password) {
    return usual().hash(bytes(password), random(SALT_BYTES)).getResult();
  }

  /** The library keeps the memory of one computation from here on: not before somebody comes. */
  private static Argon2Function usual() {
    return Argon2Function.getInstance(
        MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES, Argon2.ID, Argon2Function.ARGON2_VERSION_13);
  }

  private byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  private String randomText(int bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(random(bytes));
  }

  /** Whether a password is the one of which this is kept. */
  boolean fits(String password, String kept) {
    try {
      byte[] hash = kept.getBytes(StandardCharsets.US_ASCII);
      return Argon2Function.getInstanceFromHash(kept).check(bytes(password), hash);
    } catch (BadParametersException e) {
      LOG.warn("users.json: a password is kept in a form that is not Argon2; nobody can use it", e);
      return false;
    }
  }

  /** Takes as long as {@link #fits} and never fits. */
  void pretend(String password) {
    boolean fits = fits(password, nobody);
    LOG.trace("nobody: {}", fits);
  }

  /** Whether it was computed with less than is usual now, so that it is to be computed anew. */
  static boolean isWeak(String kept) {
    Argon2Function function = Argon2Function.getInstanceFromHash(kept);
    return function.getMemory() < MEMORY_KIB
        || function.getIterations() < ITERATIONS
        || function.getVariant() != Argon2.ID;
  }

  /**
   * Whether this is kept of a password, and no login with it takes more than a Pi has. Looked at as
   * a text: the library takes the memory that a hash asks for as soon as it reads it.
   */
  static boolean isUsable(String kept) {
    Matcher parts = PHC.matcher(kept);
    return parts.matches()
        && Integer.parseInt(parts.group(1)) <= MOST_MEMORY_KIB
        && Integer.parseInt(parts.group(2)) <= MOST_ITERATIONS;
  }

  /** One form for what different keyboards make of the same character. */
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
