package io.busbar.appliance.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every user and every token: the content of {@code users.json}. */
public record Accounts(List<User> users, List<Token> tokens) {
  static final Accounts NONE = new Accounts(List.of(), List.of());

  public Accounts {
    users = List.copyOf(users);
    tokens = List.copyOf(tokens);
  }

  boolean isEmpty() {
    return users.isEmpty() && tokens.isEmpty();
  }

  /** The user of a name; null when there is none. */
  public @Nullable User user(String name) {
    return users.stream().filter(user -> user.name().equals(name)).findFirst().orElse(null);
  }

  boolean hasOtherAdminThan(String name) {
    return users.stream().anyMatch(u -> u.role() == Role.ADMIN && !u.name().equals(name));
  }

  Accounts withUser(User user) {
    return new Accounts(Stream.concat(users.stream(), Stream.of(user)).toList(), tokens);
  }

  Accounts withChanged(String name, UnaryOperator<User> change) {
    return new Accounts(
        users.stream().map(u -> u.name().equals(name) ? change.apply(u) : u).toList(), tokens);
  }

  Accounts withoutUser(String name) {
    return new Accounts(users.stream().filter(u -> !u.name().equals(name)).toList(), tokens);
  }

  Accounts withToken(Token token) {
    return new Accounts(users, Stream.concat(tokens.stream(), Stream.of(token)).toList());
  }

  Accounts withoutToken(String id) {
    return new Accounts(users, tokens.stream().filter(t -> !t.id().equals(id)).toList());
  }

  byte[] json() {
    ObjectNode document = DocumentSchema.mapper().createObjectNode();
    var list = document.putArray("users");
    for (User user : users) {
      list.addObject()
          .put("name", user.name())
          .put("role", user.role().word())
          .put("language", user.language())
          .put("key", user.key())
          .put("password", user.password());
    }
    var kept = document.putArray("tokens");
    for (Token token : tokens) {
      kept.addObject()
          .put("id", token.id())
          .put("name", token.name())
          .put("role", token.role().word())
          .put("created", token.created().toString())
          .put("sha256", token.sha256());
    }
    return (document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file.
   *
   * @throws IOException it is damaged; the message says where, and holds nothing of it
   */
  static Accounts parse(byte[] json) throws IOException {
    JsonNode document = tree(json);
    List<User> users = new ArrayList<>();
    for (JsonNode user : document.path("users")) {
      users.add(
          new User(
              text(user, "name"),
              role(text(user, "role")),
              text(user, "language"),
              text(user, "key"),
              text(user, "password")));
    }
    List<Token> tokens = new ArrayList<>();
    for (JsonNode token : document.path("tokens")) {
      tokens.add(
          new Token(
              text(token, "id"),
              text(token, "name"),
              role(text(token, "role")),
              time(text(token, "created")),
              text(token, "sha256")));
    }
    return new Accounts(users, tokens);
  }

  private static JsonNode tree(byte[] json) throws IOException {
    JsonNode document;
    try {
      document = DocumentSchema.mapper().readTree(json);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IOException("no JSON at " + e.getLocation().offsetDescription(), e);
    }
    if (!document.path("users").isArray() || !document.path("tokens").isArray()) {
      throw new IOException("got no lists of users and tokens, want both");
    }
    return document;
  }

  private static String text(JsonNode object, String key) throws IOException {
    JsonNode value = object.path(key);
    if (!value.isTextual()) {
      throw new IOException(key + ": got no text, want one");
    }
    return value.textValue();
  }

  private static Instant time(String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("created: got no time, want one such as 2026-11-21T10:00:00Z", e);
    }
  }

  private static Role role(String word) throws IOException {
    Role role = Role.of(word);
    if (role == null) {
      throw new IOException("role: got " + word + ", want one of " + Role.words());
    }
    return role;
  }
}
