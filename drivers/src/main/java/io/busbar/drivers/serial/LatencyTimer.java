package io.busbar.drivers.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a USB adapter with an FTDI chip holds received bytes back: 16 ms unless told otherwise
 * (Linux, {@code latency_timer} of the ftdi_sio driver). On a line with one short answer after the
 * other this can be half of its time.
 */
public final class LatencyTimer {
  private static final Logger LOG = LoggerFactory.getLogger(LatencyTimer.class);
  private static final Path USB_SERIAL = Path.of("/sys/bus/usb-serial/devices");
  private static final int LONG_MILLIS = 2;

  private LatencyTimer() {}

  /** What the installer can do about the adapter of a port; null when there is nothing to do. */
  public static @Nullable String hint(String port) {
    return PortName.isTcp(port) ? null : hint(USB_SERIAL, PortName.device(port));
  }

  static @Nullable String hint(Path adapters, Path device) {
    try {
      Path timer =
          adapters.resolve(device.toRealPath().getFileName().toString()).resolve("latency_timer");
      int millis = Integer.parseInt(Files.readString(timer).strip());
      return millis <= LONG_MILLIS
          ? null
          : "the USB adapter at %s holds answers back for up to %d ms: write 1 to %s, and make that lasting with a udev rule"
              .formatted(device, millis, timer);
    } catch (NoSuchFileException e) {
      return null; // not this kind of adapter
    } catch (IOException | NumberFormatException e) {
      LOG.debug("the latency timer of {} cannot be read", device, e);
      return null;
    }
  }
}
