package io.busbar.hwtest.peer;

import io.busbar.hwtest.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Eclipse Mosquitto with a configuration of its own. It keeps sessions on disk at every change, so
 * that a subscriber's session outlives a kill and the subscriber misses nothing: what is lost then
 * was lost before the broker.
 */
public final class Mosquitto implements AutoCloseable {
  /** Where Debian's package has its plug-ins, in a folder of the machine's architecture. */
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private static final String ACCESS = "mosquitto_dynamic_security.so";

  private final Path folder;
  private final int port;
  private final Path settings;
  private PeerProcess process;

  private Mosquitto(Path folder, int port, List<String> more) throws IOException {
    this.folder = folder;
    this.port = port;
    this.settings = folder.resolve("mosquitto.conf");
    // Started by root, mosquitto would otherwise become a user who may not write here.
    List<String> basic =
        List.of(
            "user " + System.getProperty("user.name"),
            "persistence true",
            "persistence_location " + folder + "/",
            "autosave_interval 1",
            "autosave_on_changes true",
            "max_queued_messages 0",
            "log_type all",
            "listener " + port + " 127.0.0.1",
            "allow_anonymous true");
    Files.write(settings, basic);
    Files.write(settings, more, StandardOpenOption.APPEND);
    this.process = launch();
  }

  /** On a free port, for everybody. */
  public static Mosquitto open(Path folder) throws IOException {
    return new Mosquitto(folder, Ports.free(0), List.of());
  }

  /** Also with what these lines of its configuration say, for example further listeners. */
  public static Mosquitto with(Path folder, List<String> more) throws IOException {
    return new Mosquitto(folder, Ports.free(0), more);
  }

  /** For everybody, but its access control refuses every subscription. */
  public static Mosquitto refusingSubscriptions(Path folder) throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("access.json"),
            """
            {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
                                  "subscribe": false, "unsubscribe": true},
             "groups": [{"groupname": "all", "roles": []}], "anonymousGroup": "all"}
            """);
    try (Stream<Path> libraries = Files.find(LIBRARIES, 2, (file, _) -> file.endsWith(ACCESS))) {
      Path plugin = libraries.findFirst().orElseThrow();
      return with(folder, List.of("plugin " + plugin, "plugin_opt_config_file " + rules));
    }
  }

  /**
   * Also with TLS on a second port, for clients whose certificate the authority signed.
   *
   * @param authority all files are PEM
   */
  public static Mosquitto withTls(
      Path folder, int tlsPort, Path authority, Path certificate, Path key) throws IOException {
    return new Mosquitto(
        folder,
        Ports.free(0),
        List.of(
            "listener " + tlsPort + " 127.0.0.1",
            "cafile " + authority,
            "certfile " + certificate,
            "keyfile " + key,
            "require_certificate true"));
  }

  /** The port it listens on, also while it is down. */
  public int port() {
    return port;
  }

  /** For the appliance's configuration. */
  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it again after {@link #kill}. */
  public void restart() throws IOException {
    process = launch();
  }

  /** Its process, for signals. */
  public PeerProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }

  private PeerProcess launch() throws IOException {
    return new PeerProcess(
            List.of(Peer.MOSQUITTO.program(), "-c", settings.toString()),
            Peers.log(folder, "mosquitto"))
        .untilListening(port);
  }
}
