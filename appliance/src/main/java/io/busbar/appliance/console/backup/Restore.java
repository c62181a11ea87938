package io.busbar.appliance.console.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.Secrets;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a backup back, whole or not at all: it is checked as a whole first, then written down
 * whole beside everything else, and only then put in place. Whatever ends the process in between,
 * the next start puts in place what was written down. The serial number of this device stays.
 */
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
  private static final List<String> TLS_FILES = List.of("caFile", "certFile", "keyFile");

  private final Path data;
  private final Path writtenDown;
  private final ConfigFile config;
  private final Belongings belongings;
  private final Check check;
  private final Function<byte[], Outcome> apply;

  /** Whether a configuration is good beside these register maps. */
  @FunctionalInterface
  public interface Check {
    /**
     * Reads a configuration and does nothing with it.
     *
     * @param meters folder of the user's register maps
     * @throws RefusedException with every problem
     */
    void read(Path meters, byte[] configuration) throws RefusedException;
  }

  /**
   * @param apply puts a configuration in force, after the register maps were read anew
   */
  public Restore(Path data, ConfigFile config, Check check, Function<byte[], Outcome> apply) {
    this.data = data;
    this.writtenDown = data.resolve("restore.zip");
    this.config = config;
    this.belongings = new Belongings(data);
    this.check = check;
    this.apply = apply;
  }

  /**
   * Ends what a power cut interrupted; to be called before anything of the data folder is read.
   *
   * @return whether there was something to end
   */
  public static boolean finish(Path data, ConfigFile config) throws IOException {
    Path writtenDown = data.resolve("restore.zip");
    if (!Files.exists(writtenDown)) {
      return false;
    }
    try {
      Map<String, byte[]> files = Archive.unpack(Files.readAllBytes(writtenDown));
      new Belongings(data).write(files);
      config.save(content(files, Archive.CONFIG));
    } catch (BackupException e) {
      throw new IOException(writtenDown + ": " + e.getMessage(), e);
    }
    Files.delete(writtenDown);
    return true;
  }

  synchronized Restored apply(byte[] archive, @Nullable String passphrase) {
    try {
      Map<String, byte[]> files = Archive.unpack(archive);
      Manifest.check(content(files, Archive.MANIFEST));
      ObjectNode document = document(files);
      JsonNode secrets = secrets(files, passphrase);
      List<String> missing = missing(document, secrets, files);
      files.put(Archive.CONFIG, Backups.text(document));
      check(files);
      WholeFile.write(writtenDown, Archive.pack(files));
      belongings.write(files);
      return putInForce(content(files, Archive.CONFIG), missing);
    } catch (BackupException e) {
      return new Restored.Unusable(String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return new Restored.Refused(
          e.problems().stream().map(one -> new Fault(one.path(), one.message())).toList());
    } catch (IOException e) {
      LOG.error("restore: cannot write to {}", data, e);
      return new Restored.NotSaved(
          "cannot write to " + data + ": " + e.getMessage() + "; is the disk full or read-only?");
    }
  }

  private Restored putInForce(byte[] configuration, List<String> missing) throws IOException {
    return switch (apply.apply(configuration)) {
      case Outcome.Applied(var now) -> {
        Files.delete(writtenDown);
        yield new Restored.Done(now, missing);
      }
      case Outcome.NotSaved(String reason) -> new Restored.NotSaved(reason);
      case Outcome.Refused(var problems) -> {
        // It was good a moment ago and is written down: an older one must not come back at start.
        Files.delete(writtenDown);
        yield new Restored.Refused(problems);
      }
      case Outcome.Outdated _ ->
          throw new IllegalStateException("no version was given that could be outdated");
    };
  }

  /** The configuration of the backup as one of this device. */
  private ObjectNode document(Map<String, byte[]> files) throws BackupException, IOException {
    JsonNode document = parse(content(files, Archive.CONFIG), Archive.CONFIG);
    if (!(document instanceof ObjectNode object)) {
      throw new BackupException("config.json: got no object; the backup is damaged");
    }
    if (object.path("gateway") instanceof ObjectNode gateway) {
      gateway.remove("serialNumber");
      JsonNode own = present().path("gateway").path("serialNumber");
      if (own.isTextual()) {
        gateway.set("serialNumber", own);
      }
    }
    return object;
  }

  private static JsonNode secrets(Map<String, byte[]> files, @Nullable String passphrase)
      throws BackupException {
    byte[] box = files.remove(Archive.SECRETS);
    if (box == null || passphrase == null) {
      return DocumentSchema.mapper().createObjectNode();
    }
    return parse(SecretBox.open(passphrase, box), Archive.SECRETS);
  }

  /** Puts the secrets in their places, and says what has to be entered again. */
  private List<String> missing(ObjectNode document, JsonNode secrets, Map<String, byte[]> files)
      throws BackupException, IOException {
    Secrets.restore(document, secrets);
    Secrets.restore(document, sameBrokers(document, present()));
    List<String> missing = new ArrayList<>();
    Secrets.clear(document).forEach(connector -> missing.add("password of " + connector));
    for (Map.Entry<String, JsonNode> file : secrets.path("files").properties()) {
      if (!Archive.isName(file.getKey()) || !Belongings.isOne(file.getKey())) {
        throw new BackupException("secrets.bin: got a file that no backup has");
      }
      files.put(file.getKey(), Base64.getDecoder().decode(file.getValue().asText()));
    }
    for (JsonNode connector : document.path("connectors")) {
      for (String key : TLS_FILES) {
        String name = Archive.KEYS + connector.path("broker").path(key).asText();
        if (Archive.isName(name) && !files.containsKey(name) && !belongings.has(name)) {
          missing.add(name);
        }
      }
    }
    return missing.stream().distinct().toList();
  }

  /** A password of this device goes to no other broker than the one it was given for. */
  private static ObjectNode sameBrokers(JsonNode wanted, JsonNode present) {
    Map<String, String> urls = new TreeMap<>();
    wanted
        .path("connectors")
        .forEach(one -> urls.put(one.path("name").asText(), one.at("/broker/url").asText()));
    ObjectNode same = DocumentSchema.mapper().createObjectNode();
    for (JsonNode connector : present.path("connectors")) {
      if (connector.at("/broker/url").asText().equals(urls.get(connector.path("name").asText()))) {
        same.withArray("connectors").add(connector);
      }
    }
    return same;
  }

  private void check(Map<String, byte[]> files)
      throws RefusedException, IOException, BackupException {
    Path folder = Files.createTempDirectory(data, "restore");
    try {
      Map<String, byte[]> all = belongings.read();
      all.putAll(files);
      all.keySet().removeIf(name -> !name.startsWith(Archive.METERS));
      new Belongings(folder).write(all);
      check.read(folder.resolve(Archive.METERS), content(files, Archive.CONFIG));
    } finally {
      try (Stream<Path> below = Files.walk(folder)) {
        for (Path one : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  private JsonNode present() throws IOException {
    return DocumentSchema.mapper()
        .readTree(config.exists() ? config.read() : new byte[] {'{', '}'});
  }

  private static JsonNode parse(byte[] json, String name) throws BackupException {
    try {
      return DocumentSchema.mapper().readTree(json);
    } catch (IOException e) {
      throw new BackupException(name + ": got no JSON; the backup is damaged", e);
    }
  }

  private static byte[] content(Map<String, byte[]> files, String name) throws BackupException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new BackupException("got a backup without " + name);
    }
    return content;
  }
}
