package io.busbar.hwtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged appliance as its own process, known only by what it shows to the outside. */
public final class ApplianceProcess implements AutoCloseable {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
  private static final int POLL_MS = 50;

  private final Process process;
  private final Path log;
  private final String address;
  private final Api api;

  /**
   * Where it runs, when that is not simply here.
   *
   * @param before a command line that becomes the one after it, for example {@code ip netns exec x}
   * @param environment beside that of this process
   */
  public record Surroundings(List<String> before, Map<String, String> environment) {
    /** This machine as it is. */
    public static final Surroundings HERE = behind(List.of());

    /** The same behind another command line. */
    public static Surroundings behind(List<String> before) {
      return new Surroundings(before, Map.of());
    }

    /** The same with more environment. */
    public Surroundings with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(environment);
      all.putAll(more);
      return new Surroundings(before, Map.copyOf(all));
    }
  }

  private ApplianceProcess(Process process, Path log, String address, String token) {
    this.process = process;
    this.log = log;
    this.address = address;
    this.api = new Api(address, token);
  }

  /**
   * Starts {@code busbar run} and returns at once.
   *
   * @param distribution the folder with {@code bin/busbar}
   * @param data the appliance's data folder
   * @param config used when the data folder has none yet
   * @param log everything it prints is added to this file
   * @throws IOException there is no such program
   */
  public static ApplianceProcess start(
      Path distribution, Path data, Path config, int port, Path log) throws IOException {
    return start(distribution, data, config, port, log, "", "");
  }

  /**
   * The same with options for its virtual machine.
   *
   * @param options separated by blanks
   * @param token what {@link #api} shows itself with; empty as a stranger
   */
  public static ApplianceProcess start(
      Path distribution, Path data, Path config, int port, Path log, String options, String token)
      throws IOException {
    return start(distribution, data, config, port, log, options, token, Surroundings.HERE);
  }

  /** The same somewhere else. */
  public static ApplianceProcess start(
      Path distribution,
      Path data,
      Path config,
      int port,
      Path log,
      String options,
      String token,
      Surroundings where)
      throws IOException {
    List<String> run = List.of("run", "--data", data.toString(), "--config", config.toString());
    return start(distribution, run, "127.0.0.1:" + port, log, options, token, where);
  }

  /**
   * Starts one that was never configured, and returns at once.
   *
   * @param address host and port of its page, as it and this process see them
   */
  public static ApplianceProcess startNew(
      Path distribution, Path data, String address, Path log, Surroundings where)
      throws IOException {
    List<String> run = List.of("run", "--data", data.toString());
    return start(distribution, run, address, log, "", "", where);
  }

  private static ApplianceProcess start(
      Path distribution,
      List<String> command,
      String address,
      Path log,
      String options,
      String token,
      Surroundings where)
      throws IOException {
    List<String> run = new ArrayList<>(command);
    run.addAll(List.of("--http", address));
    Surroundings with = options.isEmpty() ? where : where.with(Map.of("BUSBAR_OPTS", options));
    return new ApplianceProcess(
        launch(distribution, run, log, with), log, "http://" + address, token);
  }

  /**
   * Starts {@code busbar} with any arguments, output added to a file.
   *
   * @param token what {@code busbar get} and {@code set} show themselves with
   */
  public static Process launch(Path distribution, List<String> arguments, Path log, String token)
      throws IOException {
    return launch(
        distribution, arguments, log, Surroundings.HERE.with(Map.of("BUSBAR_TOKEN", token)));
  }

  /** The same as a stranger. */
  public static Process launch(Path distribution, List<String> arguments, Path log)
      throws IOException {
    return launch(distribution, arguments, log, Surroundings.HERE);
  }

  private static Process launch(
      Path distribution, List<String> arguments, Path log, Surroundings where) throws IOException {
    List<String> command = new ArrayList<>(where.before());
    command.add(distribution.resolve("bin/busbar").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // The start script then need not look for the Java that runs this.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(where.environment());
    return builder.start();
  }

  /** Where its page is. */
  public String address() {
    return address;
  }

  /** Its API. */
  public Api api() {
    return api;
  }

  /** Its process id, that of the Java process once the start script has become it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and says it at once, where a poll would be late. */
  public boolean endsWithin(Duration most) throws InterruptedException {
    return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Its exit code, once it has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Everything it printed. */
  public String printed() throws IOException {
    return Files.readString(log);
  }

  /**
   * Waits until it answers on its API.
   *
   * @throws IOException it ended or did not answer in time; the message has what it printed
   */
  public ApplianceProcess ready(Duration within) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < within.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException(
            "the appliance ended with " + process.exitValue() + ":\n" + printed());
      }
      if (answers()) {
        return this;
      }
      Thread.sleep(POLL_MS);
    }
    throw new IOException("the appliance did not answer within " + within + ":\n" + printed());
  }

  private boolean answers() throws InterruptedException {
    try {
      return api.ask("/api/v1/status").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Sends it a signal, for example {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " " + pid() + ": got status " + status);
    }
  }

  /** kill -9, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /**
   * A clean stop: SIGTERM, and waits.
   *
   * @return whether it ended by itself in time; otherwise it was killed
   */
  public boolean stop() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      return true;
    }
    kill();
    return false;
  }

  @Override
  public void close() {
    api.close();
    try {
      if (process.isAlive()) {
        stop();
      }
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
