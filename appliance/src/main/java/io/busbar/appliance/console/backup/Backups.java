package io.busbar.appliance.console.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.Secrets;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the appliance's configuration and its files into one archive, and brings one back. */
public final class Backups implements Console.Backups {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  private final ConfigFile config;
  private final Belongings belongings;
  private final Restore restore;
  private final InstantSource clock;
  private final String program;

  /**
   * @param restore how one is brought back
   * @param program the version of the program
   */
  public Backups(
      java.nio.file.Path data,
      ConfigFile config,
      Restore restore,
      InstantSource clock,
      String program) {
    this.config = config;
    this.belongings = new Belongings(data);
    this.restore = restore;
    this.clock = clock;
    this.program = program;
  }

  @Override
  public Packed write(@Nullable String passphrase) {
    try {
      if (!config.exists()) {
        return new Packed.Not("there is no configuration yet, so there is nothing to back up");
      }
      return new Packed.Done(ByteBuffer.wrap(pack(passphrase)));
    } catch (IOException e) {
      LOG.error("backup: cannot read {}", config.place(), e);
      return new Packed.Not("cannot read the configuration: " + e.getMessage());
    }
  }

  @Override
  public Restored restore(byte[] archive, @Nullable String passphrase) {
    return restore.apply(archive, passphrase);
  }

  private byte[] pack(@Nullable String passphrase) throws IOException {
    JsonNode document = DocumentSchema.mapper().readTree(config.read());
    Map<String, byte[]> files = new TreeMap<>();
    ObjectNode secrets = DocumentSchema.mapper().createObjectNode();
    List<String> found = takePasswords(document, secrets);
    belongings
        .read()
        .forEach((name, content) -> {
          if (Belongings.isPrivateKey(content)) {
            secrets.withObject("/files").put(name, Base64.getEncoder().encodeToString(content));
            found.add(name);
          } else {
            files.put(name, content);
          }
        });
    Secrets.hide(document);
    files.put(Archive.CONFIG, text(document));
    if (passphrase != null) {
      files.put(Archive.SECRETS, SecretBox.seal(passphrase, text(secrets)));
    }
    JsonNode gateway = document.path("gateway");
    files.put(
        Archive.MANIFEST,
        new Manifest(
                Manifest.FORMAT,
                program,
                gateway.path("name").asText(),
                gateway.path("serialNumber").asText(),
                clock.instant(),
                passphrase == null ? found : List.of())
            .bytes());
    return Archive.pack(files);
  }

  /** In the form of a configuration, as {@link Secrets#restore} takes them. */
  private static List<String> takePasswords(JsonNode document, ObjectNode secrets) {
    List<String> found = new ArrayList<>();
    for (JsonNode connector : document.path("connectors")) {
      JsonNode password = connector.path("broker").path("password");
      if (password.isTextual()) {
        String name = connector.path("name").asText();
        ObjectNode kept = secrets.withArray("connectors").addObject().put("name", name);
        kept.putObject("broker").set("password", password);
        found.add("password of " + name);
      }
    }
    return found;
  }

  static byte[] text(JsonNode document) {
    return (document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
