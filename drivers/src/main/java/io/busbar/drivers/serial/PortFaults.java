package io.busbar.drivers.serial;

import io.busbar.drivers.BusException.Unavailable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an installer is told when a local port does not open. */
final class PortFaults {
  private static final Path DEV = Path.of("/dev");
  private static final Path PROCESSES = Path.of("/proc");
  private static final int MANY = 12;

  private PortFaults() {}

  static Unavailable absent(Path device) {
    List<String> there = new ArrayList<>(names(PortName.BY_ID, "*"));
    there.addAll(names(DEV, "{ttyUSB*,ttyACM*,ttyAMA*,serial[0-9]*}"));
    String choice =
        there.isEmpty()
            ? "no serial port is there at all; plug in the adapter or enable the UART"
            : "there are "
                + String.join(", ", there.subList(0, Math.min(there.size(), MANY)))
                + (there.size() > MANY ? " and more" : "");
    return new Unavailable(
        device + " is not there", "Check the plug and the name in the configuration: " + choice);
  }

  static Unavailable denied(Path device) {
    String group = group(device);
    return new Unavailable(
        "no permission to read and write " + device + ", which belongs to group " + group,
        "Add the user "
            + System.getProperty("user.name")
            + " to it: usermod -aG "
            + group
            + " "
            + System.getProperty("user.name")
            + ", then restart");
  }

  static Unavailable held(Path device) {
    String holder = holder(device);
    return new Unavailable(
        device + " is held by " + (holder == null ? "another program" : holder),
        "End that program or give this bus another port; often it is ModemManager, a login console"
            + " on the port, or a second copy of this program");
  }

  static Unavailable refused(Path device, int error) {
    return new Unavailable(
        device + " did not open as a serial port (system error " + error + ")",
        "Check that the name is a serial port and that it can do the configured baud rate");
  }

  static Unavailable gone(Path device) {
    return new Unavailable(
        device + " has gone while in use",
        "The adapter was unplugged or reset; plug it in and it is opened again by itself");
  }

  private static List<String> names(Path folder, String glob) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(entry -> found.add(entry.toString()));
    } catch (IOException | DirectoryIteratorException e) {
      return found; // by-id exists only while some adapter is plugged in
    }
    found.sort(null);
    return found;
  }

  private static String group(Path device) {
    try {
      return String.valueOf(Files.getAttribute(device, "posix:group"));
    } catch (IOException | UnsupportedOperationException e) {
      return "dialout";
    }
  }

  /** The process that has the device open, as far as this user may see it. */
  private static @Nullable String holder(Path device) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      Path real = device.toRealPath();
      if (holds(PROCESSES.resolve("self/fd"), real)) {
        return "this program already (is it the port of two buses?)";
      }
      for (Path process : processes) {
        if (holds(process.resolve("fd"), real)) {
          return "process " + process.getFileName() + " (" + name(process) + ")";
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return null; // no /proc here
    }
    return null;
  }

  private static boolean holds(Path descriptors, Path device) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (target(descriptor).equals(device)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // another user's process, or one that has just ended
    }
    return false;
  }

  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException e) {
      return descriptor; // closed since it was listed
    }
  }

  private static String name(Path process) throws IOException {
    return Files.readString(process.resolve("comm")).strip();
  }
}
