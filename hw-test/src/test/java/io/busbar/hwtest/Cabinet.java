package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test stands in: a folder under {@code target/cabinets}, and everything that was put into
 * it, which ends in reverse order. After a failure it prints what every part printed.
 */
final class Cabinet implements BeforeEachCallback, AfterEachCallback {
  /** A generous time for whatever should happen soon. */
  static final Duration SOON = Duration.ofSeconds(30);

  static final Path DISTRIBUTION =
      Path.of(System.getProperty("basedir", "."), "../appliance/target/busbar")
          .toAbsolutePath()
          .normalize();
  private static final Path ALL =
      Path.of(System.getProperty("basedir", "."), "target/cabinets").toAbsolutePath();
  private static final int LONGEST_LOG = 8000;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Path folder = ALL;
  private String data = "data";
  private int httpPort;
  private ApplianceProcess.Surroundings surroundings = ApplianceProcess.Surroundings.HERE;
  private @Nullable ApplianceProcess running;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Files.createDirectories(ALL);
    folder = Files.createTempDirectory(ALL, context.getRequiredTestClass().getSimpleName() + "-");
    httpPort = Ports.free(0);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    if (context.getExecutionException().isPresent()) {
      print(context.getDisplayName());
    }
  }

  /** The folder for every file of this test. */
  Path folder() {
    return folder;
  }

  /** The appliance's data folder. */
  Path data() {
    return folder.resolve(data);
  }

  /** Another data folder from the appliance's next start on. */
  void moveTo(String name) {
    data = name;
  }

  /** Where the appliance's page is. */
  int httpPort() {
    return httpPort;
  }

  /** Where the appliance runs from its next start on. */
  void surround(ApplianceProcess.Surroundings where) {
    surroundings = where;
  }

  /** Puts a part in, which ends with the test. */
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Starts the appliance with a first configuration and waits until it answers. */
  ApplianceProcess appliance(CabinetConfig config) throws IOException, InterruptedException {
    prepare(config);
    return restart();
  }

  /** Lays out a first configuration, for an appliance that is started afterwards. */
  void prepare(CabinetConfig config) throws IOException {
    Files.createDirectories(data());
    Files.writeString(folder.resolve("first.json"), config.json().toPrettyString());
  }

  /** Starts it again on its data folder and port. */
  ApplianceProcess restart() throws IOException, InterruptedException {
    return start("").ready(SOON);
  }

  /** Starts it again with options for its virtual machine, and does not wait. */
  ApplianceProcess start(String options) throws IOException, InterruptedException {
    return start(options, Map.of());
  }

  /** The same with more environment. */
  ApplianceProcess start(String options, Map<String, String> environment)
      throws IOException, InterruptedException {
    running =
        add(
            ApplianceProcess.start(
                DISTRIBUTION,
                data(),
                folder.resolve("first.json"),
                httpPort,
                folder.resolve("appliance.log"),
                options,
                AdminToken.in(DISTRIBUTION, data()),
                surroundings.with(environment)));
    return running;
  }

  /** A clean stop of the appliance. */
  void stop() throws InterruptedException {
    assertTrue(Objects.requireNonNull(running).stop(), "it does not end when it is told to");
  }

  /** One variable as the API shows it; a missing node while there is none. */
  static JsonNode value(ApplianceProcess appliance, String path)
      throws IOException, InterruptedException {
    return appliance.api().values(path).path(0);
  }

  /** One connector as the API shows it; a missing node when there is none of this name. */
  static JsonNode connector(ApplianceProcess appliance, String name)
      throws IOException, InterruptedException {
    for (JsonNode connector : appliance.api().get("/api/v1/connectors")) {
      if (connector.path("name").asText().equals(name)) {
        return connector;
      }
    }
    return MissingNode.getInstance();
  }

  private void print(String test) throws IOException {
    System.out.println("---- " + test + " failed; what was printed in " + folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        String text = Files.readString(log);
        System.out.println("-- " + log.getFileName());
        System.out.println(text.substring(Math.max(0, text.length() - LONGEST_LOG)));
      }
    }
  }
}
