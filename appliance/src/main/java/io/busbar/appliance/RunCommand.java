package io.busbar.appliance;

import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.clock.ApplianceClock;
import io.busbar.appliance.cloud.juconn.JuconnType;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.console.ApplianceConsole;
import io.busbar.appliance.console.Audit;
import io.busbar.appliance.console.ConfigDoor;
import io.busbar.appliance.console.ConsoleAccess;
import io.busbar.appliance.console.ConsoleCertificates;
import io.busbar.appliance.console.ConsoleLogs;
import io.busbar.appliance.console.ConsoleTixml;
import io.busbar.appliance.console.backup.Backups;
import io.busbar.appliance.console.backup.Restore;
import io.busbar.appliance.console.care.ConsoleUpkeep;
import io.busbar.appliance.console.care.Wipe;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.system.SystemNode;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.drivers.modbus.DeviceTrial;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.web.HttpAddress;
import io.busbar.web.Upkeep;
import io.busbar.web.WebServer;
import io.busbar.web.WebServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code busbar run}: the appliance, until the process is told to end. */
@Command(name = "run", description = "Runs the appliance.")
final class RunCommand implements Callable<Integer> {
  /** EX_SOFTWARE of sysexits.h: a defect; the supervisor starts us again. */
  private static final int DEFECT = 70;

  private static final int REFUSED = 2;
  private static final Duration BEFORE_THE_END = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data folder.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration to begin with, while DIR has none of its own.")
  private @Nullable Path config;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description =
          "Prepares an appliance that nobody has: users by the hashes of their passwords,"
              + " configuration and keys by name. Taken once if it is there, then deleted.")
  private @Nullable Path seed;

  @Option(
      names = "--http",
      paramLabel = "[ADDR:]PORT",
      defaultValue = "127.0.0.1:8080",
      description = "Where the page is, by default ${DEFAULT-VALUE}.")
  private String http;

  @Option(names = "--verbose", description = "Logs more.")
  private boolean verbose;

  private volatile boolean startAnew;
  private volatile boolean stopping;

  @Override
  public Integer call() throws InterruptedException {
    LogSetup.level(verbose ? Level.FINE : Level.INFO);
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> end(thread.getName(), defect));
    try (WebServer web = WebServer.start(HttpAddress.parse(http))) {
      Files.createDirectories(data);
      do {
        new Wipe(data).carryOut();
        serve(web);
      } while (isToStartAnew());
      return 0;
    } catch (IllegalArgumentException | WebServerException e) {
      LOG.error("{}", e.getMessage());
      return REFUSED;
    } catch (IOException e) {
      LOG.error("cannot start: {}", e.toString());
      return REFUSED;
    }
  }

  /** After a reset of everything; a stop that comes first stays a stop. */
  private boolean isToStartAnew() {
    boolean anew = startAnew && !stopping;
    startAnew = false;
    return anew;
  }

  private void serve(WebServer web) throws InterruptedException, IOException {
    ApplianceClock clock = ApplianceClock.ofThisMachine(data, Main.built());
    ConfigFile configFile = new ConfigFile(data, clock);
    finishRestore(configFile);
    AccessControl access = new AccessControl(data, clock, System::nanoTime);
    RegisterLibrary meters = new RegisterLibrary(data.resolve(Kinds.METERS));
    String seeded =
        seed == null
            ? null
            : new Seed(seed, data, configFile, Kinds.configReader(clock, meters, data), access)
                .take();
    byte[] first = config == null || configFile.exists() ? null : Files.readAllBytes(config);
    Appliance appliance =
        new Appliance(data, clock, owner(access), defect -> end("sections", defect));
    Audit audit = new Audit(appliance.logbook());
    if (seeded != null) {
      LOG.warn("seed {}: {}", seed, seeded);
      Map<String, String> record = Map.of("who", "seed", "what", "seed", "result", seeded);
      appliance.logbook().append(Logbook.AUDIT, record);
    }
    meters.keepGood();
    AtomicReference<@Nullable Interpreter> interpreter = new AtomicReference<>();
    JuconnType juconn = Portals.type(data, interpreter::get, appliance.logbook());
    ConfigDoor door =
        new ConfigDoor(
            configFile,
            Kinds.configReader(clock, meters, data, juconn),
            appliance::apply,
            appliance::later);
    ConsoleTixml tixml = TixmlCommands.of(appliance, door, access, juconn, audit);
    interpreter.set(tixml.interpreter());
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping = true;
                  awaitEnd(told, ended);
                },
                "shutdown"));
    try (ScanDesk scans = new ScanDesk(meters, appliance::busAt);
        LogSetup.Place _ = LogSetup.alsoTo((level, text) -> support(appliance, level, text))) {
      door.load(first);
      web.attach(
          new ApplianceConsole(
                  appliance,
                  new ConsoleAccess(access, audit, appliance::lookWhetherOwned),
                  audit,
                  door,
                  new LibraryMeters(meters, new DeviceTrial(meters, clock), appliance::drivers),
                  meters::alarms,
                  tixml,
                  scans,
                  new WiresDesk(door::buses),
                  backups(configFile, clock, meters, door),
                  upkeep(appliance, configFile, door, access, told),
                  new ConsoleLogs(appliance.logbook()),
                  new ConsoleCertificates(data, door, clock),
                  clock,
                  Main.version(),
                  data)
              .console());
      if (!access.isClaimed()) {
        LOG.info(
            "nobody has claimed this appliance: open its page, or busbar token --data {}", data);
      }
      LOG.info("busbar {} is up, its page is http://localhost:{}", Main.version(), web.port());
      told.await();
      web.detach();
      appliance.close();
      LOG.info("ended");
    } finally {
      ended.countDown(); // Also after a defect: else the stop would wait for us for ever.
    }
  }

  private static void support(Appliance appliance, String level, String text) {
    appliance.logbook().append(Logbook.SUPPORT, Map.of("level", level, "text", text));
  }

  private Upkeep upkeep(
      Appliance appliance,
      ConfigFile file,
      ConfigDoor door,
      AccessControl access,
      CountDownLatch told) {
    return new ConsoleUpkeep(
        data,
        file,
        door,
        access,
        appliance.logbook(),
        () -> {
          SystemNode now = appliance.system();
          return path -> {
            SystemNode found = now.at(path);
            return found == null ? null : found.text();
          };
        },
        new ConsoleUpkeep.Resets() {
          @Override
          public void forgetOwner() throws IOException {
            access.reset();
            appliance.lookWhetherOwned();
          }

          @Override
          public void startAnew() {
            startAnew = true;
            // A moment later, so that whoever ordered it gets an answer.
            appliance.later(BEFORE_THE_END, told::countDown);
          }
        });
  }

  private void finishRestore(ConfigFile file) {
    try {
      if (Restore.finish(data, file)) {
        LOG.warn("configuration: ended the restore that was interrupted");
      }
    } catch (IOException e) {
      LOG.error("configuration: an interrupted restore cannot be ended: {}", e.toString());
    }
  }

  private Backups backups(
      ConfigFile file, InstantSource clock, RegisterLibrary meters, ConfigDoor door) {
    Restore restore =
        new Restore(
            data,
            file,
            (folder, text) ->
                Kinds.configReader(clock, new RegisterLibrary(folder), data).read(text),
            text -> {
              meters.reload();
              return door.replace(text, null);
            });
    return new Backups(data, file, restore, clock, Main.version());
  }

  private static Appliance.Owner owner(AccessControl access) {
    return new Appliance.Owner() {
      @Override
      public boolean isThere() {
        return access.isClaimed();
      }

      @Override
      public void forget() throws IOException {
        access.reset();
      }
    };
  }

  /** SIGTERM: lets the main thread end everything in order, and the process only then. */
  private static void awaitEnd(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect outside a bus or a connector: what is stored is safe, a fresh start is the cure. */
  private static void end(String where, Throwable defect) {
    LOG.error("a defect in {}: the process ends", where, defect);
    Runtime.getRuntime().halt(DEFECT);
  }
}
