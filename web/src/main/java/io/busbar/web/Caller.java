package io.busbar.web;

import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request. The web layer binds it to the thread of the request, so that what is below
 * can look for itself who asks.
 *
 * @param name of the user or token; empty for a stranger
 * @param role null for a stranger
 * @param proof how the caller showed who it is
 * @param language of the pages it gets
 * @param from the address that the request came from
 */
public record Caller(String name, @Nullable Role role, Proof proof, Locale language, String from) {
  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** The server itself, where it reads values for all open pages at once. */
  static final Caller SERVER = new Caller("", Role.VIEWER, new Proof.Nothing(), Locale.ENGLISH, "");

  /** How a caller shows who it is. */
  public sealed interface Proof {
    /** Not at all. */
    record Nothing() implements Proof {}

    /**
     * A login; the browser has a cookie.
     *
     * @param formToken what every form of this session's pages must bring along
     */
    record Session(String formToken) implements Proof {}

    /** An API token. */
    record Token() implements Proof {}
  }

  /** What is done within a request. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * The caller of the request that this thread serves.
   *
   * @throws NoSuchElementException it serves none
   */
  public static Caller current() {
    return CURRENT.get();
  }

  /** Whether this thread serves a request at all. */
  public static boolean isPresent() {
    return CURRENT.isBound();
  }

  /** Whether the caller may do what asks for a role. */
  public boolean may(Role wanted) {
    return role != null && role.covers(wanted);
  }

  /** What the forms of the caller's pages must bring along; empty without a login. */
  public String formToken() {
    return proof instanceof Proof.Session(String token) ? token : "";
  }

  /** Does something as this caller. */
  public void run(Work work) throws Exception {
    ScopedValue.where(CURRENT, this)
        .<@Nullable Void, Exception>call(() -> {
          work.run();
          return null;
        });
  }
}
