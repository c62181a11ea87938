package io.busbar.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may come, as the web sees it. The appliance keeps users and tokens; the web its sessions. */
public interface Access {
  /** Whether somebody has this appliance; until then it can be claimed. */
  @Open
  boolean isClaimed();

  /**
   * Makes the first administrator, {@code admin}; of many at once exactly one does.
   *
   * @param code the setup code of the label; null without one
   * @param from the asker's address
   */
  @Open
  Claimed claim(String password, String language, @Nullable String code, String from);

  /** Looks whether somebody may log in, and takes as long for a name that nobody has. */
  @Open
  Entry enter(String user, String password, String from) throws InterruptedException;

  /** The user of a name; null when there is none. */
  @Open
  @Nullable Account user(String name);

  /** Whom an API token stands for; null when it is none. */
  @Open
  @Nullable Account bearer(String token);

  /** Writes down what a session did: {@code logout}, {@code logout-all} or {@code expired}. */
  @Open
  void note(String what, String user, String from);

  /** Changes the caller's own password. */
  @Needs(Role.VIEWER)
  Changed changeOwnPassword(String now, String next) throws InterruptedException;

  /** Every user. */
  @Needs(Role.ADMIN)
  List<UserView> users();

  /** Adds a user, who is new. */
  @Needs(value = Role.ADMIN, audit = "user added", shown = 1)
  Changed addUser(UserOrder wanted);

  /** Changes what is given of a user. */
  @Needs(value = Role.ADMIN, audit = "user changed", shown = 1)
  Changed changeUser(UserOrder wanted);

  /** Removes a user. */
  @Needs(value = Role.ADMIN, audit = "user removed", shown = 1)
  Changed removeUser(String name);

  /** Every API token, without its text. */
  @Needs(Role.ADMIN)
  List<TokenView> tokens();

  /** Makes an API token. */
  @Needs(value = Role.ADMIN, audit = "token made", shown = 2)
  Made addToken(String name, Role role);

  /** Ends an API token. */
  @Needs(value = Role.ADMIN, audit = "token ended", shown = 1)
  Changed removeToken(String id);

  /**
   * Somebody who was let in.
   *
   * @param name of the user or token
   * @param key another one once the password or role was changed: sessions of the old one are over
   */
  record Account(String name, Role role, String language, String key) {}

  /** What became of a claim. */
  sealed interface Claimed {
    record Done(Account account) implements Claimed {}

    /** Somebody has the appliance already. */
    record Already() implements Claimed {}

    /** Not now or not from there. */
    record Closed(String sentence) implements Claimed {}

    /** The password or language cannot be taken. */
    record Misfit(String sentence) implements Claimed {}

    /** It cannot be written down. */
    record NotSaved(String sentence) implements Claimed {}
  }

  /** What became of a login. */
  sealed interface Entry {
    record In(Account account) implements Entry {}

    /** Name or password is wrong; nobody says which. */
    record Wrong() implements Entry {}

    /** There were too many failures. */
    record Wait(Duration left) implements Entry {}
  }

  /** What became of a change. */
  sealed interface Changed {
    record Done() implements Changed {}

    /** There is none of this name. */
    record Unknown(String sentence) implements Changed {}

    /** It would leave nobody in charge, or is there already. */
    record Conflict(String sentence) implements Changed {}

    /** Something in it cannot be taken. */
    record Misfit(String sentence) implements Changed {}

    /** It cannot be written down. */
    record NotSaved(String sentence) implements Changed {}

    /** There were too many failures. */
    record Wait(Duration left) implements Changed {}
  }

  /** What became of an order for a token. */
  sealed interface Made {
    /**
     * It is there.
     *
     * @param token its text, told only now
     */
    record Done(TokenView view, String token) implements Made {
      /** Without the text: it may come into a log. */
      @Override
      public String toString() {
        return "Done[" + view + "]";
      }
    }

    record Not(String sentence) implements Made {}
  }

  /**
   * A user as somebody wants it.
   *
   * @param role null leaves it as it is
   * @param password null leaves it as it is
   * @param language null leaves it as it is
   */
  record UserOrder(
      String name, @Nullable Role role, @Nullable String password, @Nullable String language) {
    /** Without the password: it may come into a log. */
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /** One user. */
  record UserView(String name, String role, String language) {}

  /** One API token. */
  record TokenView(String id, String name, String role, Instant created) {}
}
