package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Data folders with damaged files: scenarios of docs/fault-programme.md. The
 * appliance was killed with a backlog of which a part is in the WAL. {@code -Dseed=N} repeats what
 * is random, {@code -Dloops=N} tries so many random pages.
 */
class DamagedFilesIT {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final int IN_FILE = 600;
  private static final int IN_WAL = 200;
  private static final int ALL = IN_FILE + IN_WAL;
  private static final String OUTBOX = "outbox.db";
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  /** What all cases begin with: made by the first of them. */
  private static @Nullable Path template;

  private static int brokerPort;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  /** What is done to a data folder. */
  private interface Damage {
    void to(Path data) throws IOException, SQLException;
  }

  /**
   * @param saved how many Sends of the backlog must arrive all the same
   * @param aside whether the outbox must be kept under another name
   * @param alarm a part of what the page must say
   */
  record Case(String name, int saved, boolean aside, String alarm, Damage damage) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> aDamagedFolderStartsSaysSoAndLosesOnlyWhatWasInThePlace() {
    List<Case> cases =
        new ArrayList<>(
            List.of(
                new Case("nothing", ALL, false, "", data -> {}),
                // Its first page is in the WAL as well, so nothing may need to be told.
                new Case(
                    "header zeroed",
                    ALL,
                    false,
                    "",
                    data ->
                        change(data.resolve(OUTBOX), file -> Arrays.fill(file, 0, 100, (byte) 0))),
                outbox("all zero", 0, file -> Arrays.fill(file, (byte) 0)),
                outbox("text", 0, file -> Arrays.fill(file, (byte) 'x')),
                new Case("cut in half", 0, true, "was damaged", data -> cut(data.resolve(OUTBOX))),
                new Case(
                    "newer version",
                    IN_FILE,
                    true,
                    "version 99",
                    data -> sql(data, "PRAGMA user_version = 99")),
                new Case(
                    "WAL deleted",
                    IN_FILE,
                    false,
                    OUTBOX + "-wal is gone",
                    data -> Files.delete(data.resolve(OUTBOX + "-wal"))),
                new Case(
                    "WAL all zero",
                    IN_FILE,
                    false,
                    OUTBOX + "-wal is gone",
                    data ->
                        change(data.resolve(OUTBOX + "-wal"), all -> Arrays.fill(all, (byte) 0))),
                config("config empty", text -> new byte[0]),
                config("config all zero", text -> new byte[text.length]),
                config("config half", text -> Arrays.copyOf(text, text.length / 2))));
    Random random = new Random(SEED);
    System.out.println("  -Dseed=" + SEED);
    for (int i = 0; i < Integer.getInteger("loops", 2); i++) {
      long seed = random.nextLong();
      cases.add(new Case("random page " + i, 0, false, "", data -> spoilPage(data, seed)));
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aDamagedFolderStartsSaysSoAndLosesOnlyWhatWasInThePlace(Case each) throws Exception {
    Path good = template();
    copy(good, cabinet.data());
    each.damage().to(cabinet.data());
    Collector collector = new Collector(cabinet, brokerPort);
    long start = System.nanoTime();
    ApplianceProcess appliance = cabinet.restart();
    assertTrue(System.nanoTime() - start < STARTS_WITHIN.toNanos());

    await().atMost(Cabinet.SOON).until(() -> waits(appliance) == 0);
    new Load(appliance, ALL).put(1);
    await(each.name())
        .atMost(Cabinet.SOON)
        .until(() -> Load.numbers(collector.points("Cloud")).contains(ALL + 1L));
    List<Long> came = Load.numbers(collector.points("Cloud"));
    String alarms = appliance.api().get("/api/v1/status").path("alarms").toString();
    System.out.printf("  %s: %d of %d; %s%n", each.name(), came.size() - 1, ALL, alarms);
    assertEquals(List.of(), Oracle.faults(List.of(), ALL + 1, came, 0));
    assertTrue(came.size() - 1 >= each.saved(), () -> came.size() - 1 + " were saved");
    assertTrue(alarms.contains(each.alarm()), alarms);
    assertTrue(came.size() == ALL + 1 || !alarms.equals("[]"), "lost without a word");
    assertEquals(each.aside() || alarms.contains("was damaged"), !aside().isEmpty(), "kept");
    JsonNode config = appliance.api().get("/api/v1/config");
    assertEquals("Cloud", config.at("/connectors/0/name").asText(), config::toString);
  }

  private static long waits(ApplianceProcess appliance) throws Exception {
    return Cabinet.connector(appliance, "Cloud").at("/backlog/waiting").asLong(-1);
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(cabinet.data())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(OUTBOX + ".damaged-"))
          .toList();
    }
  }

  private Path template() throws Exception {
    Path ready = template;
    if (ready == null) {
      brokerPort = Ports.free(0);
      CabinetConfig config =
          CabinetConfig.empty().cloud("Cloud", "tcp://127.0.0.1:" + brokerPort).load();
      config.spillAfter("500ms");
      ApplianceProcess appliance = cabinet.appliance(config);
      ObjectNode second = (ObjectNode) appliance.api().get("/api/v1/config");
      ((ObjectNode) second.path("gateway")).put("name", "second");
      assertEquals(200, appliance.api().put("/api/v1/config", second).statusCode());
      new Load(appliance, 0).put(IN_FILE);
      cabinet.stop();
      ApplianceProcess again = cabinet.restart();
      new Load(again, IN_FILE).put(IN_WAL);
      await().atMost(Cabinet.SOON).until(() -> allIsStored(again));
      again.kill();
      ready = Files.createTempDirectory(cabinet.folder().getParent(), "template-");
      copy(cabinet.data(), ready);
      clear(cabinet.data());
      template = ready;
    }
    return ready;
  }

  private static boolean allIsStored(ApplianceProcess appliance) throws Exception {
    JsonNode backlog = Cabinet.connector(appliance, "Cloud").path("backlog");
    return backlog.path("stored").asLong() >= ALL
        && backlog.path("stored").asLong() == backlog.path("waiting").asLong();
  }

  private static Case outbox(String name, int saved, Consumer<byte[]> damage) {
    return new Case(name, saved, true, "was damaged", data -> change(data.resolve(OUTBOX), damage));
  }

  private interface Cut {
    byte[] of(byte[] text);
  }

  private static Case config(String name, Cut cut) {
    return new Case(
        name,
        ALL,
        false,
        "running on the older version",
        data -> {
          Path file = data.resolve("config.json");
          Files.write(file, cut.of(Files.readAllBytes(file)));
        });
  }

  private static void change(Path file, Consumer<byte[]> damage) throws IOException {
    byte[] all = Files.readAllBytes(file);
    damage.accept(all);
    Files.write(file, all);
  }

  private static void cut(Path file) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
  }

  private static void sql(Path data, String statement) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(OUTBOX));
        Statement run = db.createStatement()) {
      run.execute(statement);
    }
  }

  private static void spoilPage(Path data, long seed) throws IOException {
    Random random = new Random(seed);
    try (RandomAccessFile file = new RandomAccessFile(data.resolve(OUTBOX).toFile(), "rw")) {
      int pages = (int) (file.length() / 4096);
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      file.seek(4096L * (1 + random.nextInt(pages - 1)) + random.nextInt(4096 - noise.length));
      file.write(noise);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target);
        }
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(one);
      }
    }
  }
}
