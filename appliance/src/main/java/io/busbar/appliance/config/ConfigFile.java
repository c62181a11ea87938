package io.busbar.appliance.config;

import io.busbar.appliance.process.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the configuration lies: {@code config.json} in the data folder, and its last versions in
 * {@code config.d}. A save is whole or did not happen, whenever the power fails.
 */
public final class ConfigFile {
  private static final int VERSIONS_KEPT = 20;
  private static final Pattern VERSION = Pattern.compile("[0-9]{6,9}-[0-9TZ]+\\.json");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Path history;
  private final Path beforeTrial;
  private final InstantSource clock;

  /**
   * @param folder the data folder; it is made when it is not there
   */
  public ConfigFile(Path folder, InstantSource clock) {
    this.file = folder.resolve("config.json");
    this.history = folder.resolve("config.d");
    this.beforeTrial = folder.resolve("config.before-trial.json");
    this.clock = clock;
  }

  /** Whether a configuration was ever saved here. */
  public boolean exists() {
    return Files.exists(file);
  }

  /** The configuration as it was saved. */
  public byte[] read() throws IOException {
    return Files.readAllBytes(file);
  }

  /** The saved configuration in the words of an installer, for messages. */
  public String place() {
    return file.toString();
  }

  /** Saves a configuration and keeps the one before it among the older versions. */
  public void save(byte[] json) throws IOException {
    Files.createDirectories(history);
    if (Files.exists(file)) {
      WholeFile.write(history.resolve(versionName()), Files.readAllBytes(file));
      forgetOldest();
    }
    WholeFile.write(file, json);
  }

  /** What is saved from now on is tried out: the present configuration can be brought back. */
  public void beginTrial() throws IOException {
    WholeFile.write(beforeTrial, read());
  }

  /** What was tried out stays. */
  public void confirmTrial() throws IOException {
    Files.deleteIfExists(beforeTrial);
  }

  /**
   * Brings back what was before a trial, also one that a power cut ended.
   *
   * @return whether something was tried out
   */
  public boolean endTrial() throws IOException {
    if (!Files.exists(beforeTrial)) {
      return false;
    }
    save(Files.readAllBytes(beforeTrial));
    Files.delete(beforeTrial);
    return true;
  }

  /** The older versions, the newest first. */
  public List<Path> versions() throws IOException {
    if (!Files.isDirectory(history)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(history)) {
      return files
          .filter(version -> VERSION.matcher(version.getFileName().toString()).matches())
          .sorted((one, other) -> other.compareTo(one))
          .toList();
    }
  }

  /** A short text that changes whenever the configuration does. */
  public static String version(byte[] json) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Numbered, because the clock of a Pi may stand still or go back between two starts. */
  private String versionName() throws IOException {
    List<Path> versions = versions();
    long number = 1;
    if (!versions.isEmpty()) {
      String newest = versions.getFirst().getFileName().toString();
      number = Long.parseLong(newest.substring(0, newest.indexOf('-'))) + 1;
    }
    return "%06d-%s.json".formatted(number, TIME.format(clock.instant()));
  }

  private void forgetOldest() throws IOException {
    List<Path> versions = versions();
    for (int i = VERSIONS_KEPT; i < versions.size(); i++) {
      Files.delete(versions.get(i));
    }
  }
}
