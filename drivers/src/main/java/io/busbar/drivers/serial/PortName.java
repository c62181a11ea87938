package io.busbar.drivers.serial;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text that names a line in a configuration. */
public final class PortName {
  static final Path BY_ID = Path.of("/dev/serial/by-id");
  private static final String TCP = "tcp:";
  private static final String WANTED = "want for example tcp://192.168.1.20:4001";

  private PortName() {}

  static boolean isTcp(String port) {
    return port.startsWith(TCP);
  }

  /** What is wrong with the text of a port, or null; a local name is only wrong once opened. */
  public static @Nullable String problem(String port) {
    if (!isTcp(port)) {
      return null;
    }
    try {
      URI uri = new URI(port);
      boolean plain =
          uri.getHost() != null
              && uri.getPort() >= 1
              && uri.getPort() <= 65_535
              && uri.getUserInfo() == null
              && (uri.getPath() == null || uri.getPath().isEmpty())
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return plain ? null : "got " + port + ", " + WANTED;
    } catch (URISyntaxException e) {
      return "got " + port + " (" + e.getReason() + "), " + WANTED;
    }
  }

  /** Whether two names mean one port: a device and a link to it are the same. */
  public static boolean isSame(String one, String other) {
    return one.equals(other)
        || (!isTcp(one) && !isTcp(other) && real(device(one)).equals(real(device(other))));
  }

  private static Path real(Path device) {
    try {
      return device.toRealPath();
    } catch (IOException e) {
      return device; // not plugged in
    }
  }

  /** The stable path of a local device: as it stands, or a name in by-id, or a name in /dev. */
  static Path device(String port) {
    if (port.startsWith("/")) {
      return Path.of(port);
    }
    Path byId = BY_ID.resolve(port);
    return Files.exists(byId) ? byId : Path.of("/dev").resolve(port);
  }
}
