package io.busbar.appliance;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --port}, which stands in a group beside what else can be asked. */
abstract class PortOption {
  @Option(
      names = "--port",
      paramLabel = "P",
      description = "A device, a name from /dev/serial/by-id, or tcp://host:port.")
  @Nullable String port;
}
