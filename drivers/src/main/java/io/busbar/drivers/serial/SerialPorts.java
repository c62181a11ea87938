package io.busbar.drivers.serial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial ports that this machine has now, as the system lists them: no driver need run. A port
 * with a name that stays with its adapter (by-id) is told by that name.
 */
public final class SerialPorts {
  private static final Logger LOG = LoggerFactory.getLogger(SerialPorts.class);
  private static final String UARTS = "tty{AMA,USB,ACM}[0-9]*";

  private SerialPorts() {}

  /**
   * Their paths, sorted.
   *
   * @param dev the folder {@code /dev}
   */
  public static List<String> list(Path dev) {
    List<String> ports = new ArrayList<>();
    Set<Path> named = new HashSet<>();
    for (Path name : entries(dev.resolve("serial/by-id"), "*")) {
      ports.add(name.toString());
      try {
        named.add(name.toRealPath());
      } catch (IOException e) {
        LOG.debug("{} leads nowhere", name, e);
      }
    }
    for (Path uart : entries(dev, UARTS)) {
      if (!named.contains(uart)) {
        ports.add(uart.toString());
      }
    }
    ports.sort(null);
    return ports;
  }

  private static List<Path> entries(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
        all.forEach(found::add);
      } catch (IOException e) {
        LOG.warn("{} cannot be listed", folder, e);
      }
    }
    return found;
  }
}
