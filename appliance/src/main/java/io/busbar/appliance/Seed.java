package io.busbar.appliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.access.AccessControl.Change;
import io.busbar.appliance.access.AccessControl.Planted;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that prepares an appliance of a fleet before its first start (rule S-04): users with
 * hashes of their passwords, and by name a configuration and key files that lie beside it. It is
 * taken once, whole or not at all, and then overwritten and deleted with everything it names.
 */
final class Seed {
  private static final long MOST_BYTES = 1_000_000;
  private static final int MOST_KEYS = 64;
  private static final Set<String> KEYS = Set.of("users", "config", "keys");
  private static final Set<String> USER_KEYS = Set.of("name", "role", "language", "passwordHash");

  /** A file beside the seed and in the folder of keys: no folder, no way up, nothing hidden. */
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

  private final Path file;
  private final Path data;
  private final ConfigFile config;
  private final ConfigReader reader;
  private final AccessControl access;

  /** Why it cannot be taken; shows nothing of its content but names. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  /** Everything of it, read and checked. */
  private record Content(
      List<Planted> users, @Nullable String config, Map<String, byte[]> keys, List<Path> files) {}

  Seed(Path file, Path data, ConfigFile config, ConfigReader reader, AccessControl access) {
    this.file = file;
    this.data = data;
    this.config = config;
    this.reader = reader;
    this.access = access;
  }

  /**
   * Takes the file, if there is one.
   *
   * @return what became of it, in words; null when there is none
   */
  @Nullable String take() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      Content content = read();
      if (access.isClaimed()) {
        // Also after a power cut between taking and deleting it.
        shred(content.files());
        return "not taken, since the appliance is claimed already; deleted";
      }
      plant(content);
      shred(content.files());
      return "taken and deleted: "
          + content.users().size()
          + " users, "
          + content.keys().size()
          + " keys"
          + (content.config() == null ? "" : ", a configuration");
    } catch (Unfit e) {
      return "refused: " + e.getMessage() + "; it stays where it is";
    }
  }

  /** The users are written last: until they are, nobody has the appliance and all is done anew. */
  private void plant(Content content) throws IOException, Unfit {
    for (Map.Entry<String, byte[]> key : content.keys().entrySet()) {
      Path target = data.resolve("keys").resolve(key.getKey());
      Files.createDirectories(target.resolveSibling("."));
      WholeFile.write(target, key.getValue());
    }
    String text = content.config();
    if (text != null) {
      config.save(text.getBytes(StandardCharsets.UTF_8));
    }
    Change change = access.plant(content.users());
    if (!(change instanceof Change.Done)) {
      throw new Unfit(change.toString());
    }
  }

  private Content read() throws IOException, Unfit {
    JsonNode seed = parse(bytes(file));
    refuseOthers(seed, KEYS, "");
    List<Path> files = new ArrayList<>(List.of(file));
    String text = null;
    if (seed.has("config")) {
      Path beside = beside(seed.path("config"), "config");
      byte[] saved = bytes(beside);
      files.add(beside);
      check(saved);
      text = new String(saved, StandardCharsets.UTF_8);
    }
    Map<String, byte[]> keys = new LinkedHashMap<>();
    if (seed.path("keys").size() > MOST_KEYS) {
      throw new Unfit("keys: got " + seed.path("keys").size() + ", want at most " + MOST_KEYS);
    }
    for (JsonNode name : seed.path("keys")) {
      Path beside = beside(name, "keys");
      keys.put(name.asText(), bytes(beside));
      files.add(beside);
    }
    return new Content(users(seed.path("users")), text, keys, files);
  }

  private static JsonNode parse(byte[] text) throws IOException, Unfit {
    try {
      return DocumentSchema.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unfit("got no JSON, at line " + e.getLocation().getLineNr());
    }
  }

  private void check(byte[] text) throws Unfit {
    try {
      reader.read(text);
    } catch (RefusedException e) {
      throw new Unfit("config: " + e.getMessage());
    }
  }

  private static List<Planted> users(JsonNode list) throws Unfit {
    List<Planted> users = new ArrayList<>();
    for (JsonNode user : list) {
      String place = "users/" + users.size() + "/";
      if (user.has("password")) {
        throw new Unfit(
            place + "password: got a password in plain text, want passwordHash, its Argon2id hash");
      }
      refuseOthers(user, USER_KEYS, place);
      Role role = Role.of(user.path("role").asText("admin"));
      if (role == null) {
        throw new Unfit(place + "role: got another word, want one of " + Role.words());
      }
      users.add(
          new Planted(
              user.path("name").asText("admin"),
              role,
              user.path("language").asText("en"),
              user.path("passwordHash").asText()));
    }
    if (users.stream().noneMatch(user -> user.role() == Role.ADMIN)) {
      throw new Unfit("users: got no administrator, want one at least");
    }
    return users;
  }

  private static void refuseOthers(JsonNode object, Set<String> known, String place) throws Unfit {
    if (!object.isObject()) {
      throw new Unfit(place + ": got something else, want an object");
    }
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      if (!known.contains(one.getKey())) {
        throw new Unfit(
            place + one.getKey() + ": got a key that nobody knows, want one of " + known);
      }
    }
  }

  private Path beside(JsonNode name, String place) throws Unfit {
    Path there = file.resolveSibling(name.asText());
    if (!name.isTextual()
        || !FILE.matcher(name.asText()).matches()
        || !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unfit(place + ": got no file of this name beside it, want a name without a folder");
    }
    return there;
  }

  private static byte[] bytes(Path from) throws IOException, Unfit {
    if (Files.size(from) > MOST_BYTES) {
      throw new Unfit(from.getFileName() + ": want at most " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(from);
  }

  /** Overwritten before it is deleted; a flash card may keep a copy that no program reaches. */
  private static void shred(List<Path> files) throws IOException {
    for (Path one : files.reversed()) {
      try (FileChannel channel = FileChannel.open(one, StandardOpenOption.WRITE)) {
        ByteBuffer zeros = ByteBuffer.allocate((int) channel.size());
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
        channel.force(true);
      }
      Files.delete(one);
    }
  }
}
