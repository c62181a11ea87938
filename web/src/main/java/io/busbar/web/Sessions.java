package io.busbar.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in. A browser holds an id of 256 bits; kept is only its SHA-256. A session ends 12
 * h after the login, that of an installer or administrator also after 15 min without a step of a
 * person, and at once when the user's password or role changes or the user is gone.
 */
final class Sessions {
  private static final Duration IDLE = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST = 64;
  private static final int ID_BYTES = 32;

  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();

  /** By the digest of the id, the longest unused first. */
  private final Map<String, Session> all = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * One login.
   *
   * @param digest of its id
   * @param formToken what its forms bring along
   * @param begun when, by the monotonic clock
   * @param used when a person last did something
   */
  record Session(String digest, Access.Account account, String formToken, long begun, long used) {}

  /** A new session with its id, which is told to the browser alone. */
  record Opened(String id, Session session) {}

  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Opens one; its id is new. */
  synchronized Opened open(Access.Account account) {
    long now = nanoTime.getAsLong();
    all.values().removeIf(session -> isOver(session, now));
    if (all.size() >= MOST) {
      all.remove(all.keySet().iterator().next());
    }
    String id = secret();
    Session session = new Session(digest(id), account, secret(), now, now);
    all.put(session.digest(), session);
    return new Opened(id, session);
  }

  /**
   * The session of an id.
   *
   * @param step whether a person does something, and not a page by itself
   * @return null when there is none or it is over
   */
  synchronized @Nullable Session find(String id, boolean step) {
    Session found = all.get(digest(id));
    long now = nanoTime.getAsLong();
    if (found == null || isOver(found, now)) {
      return null;
    }
    if (step) {
      found = new Session(found.digest(), found.account(), found.formToken(), found.begun(), now);
      all.put(found.digest(), found);
    }
    return found;
  }

  /** Whether a session still is. */
  synchronized boolean isOpen(String digest) {
    Session session = all.get(digest);
    return session != null && !isOver(session, nanoTime.getAsLong());
  }

  /** Ends one. */
  synchronized void close(String digest) {
    all.remove(digest);
  }

  /** Ends all of a user. */
  synchronized void closeAll(String user) {
    all.values().removeIf(session -> session.account().name().equals(user));
  }

  private static boolean isOver(Session session, long now) {
    return now - session.begun() > LONGEST.toNanos()
        || (session.account().role() != Role.VIEWER && now - session.used() > IDLE.toNanos());
  }

  private String secret() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String digest(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
