package io.busbar.appliance.system;

import io.busbar.appliance.system.SystemNode.Branch;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network interfaces: the wired ones in the order of their names, and the wireless one. */
record Interfaces(RootFiles files, Function<String, @Nullable Address> addresses) {
  private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);
  private static final String NET = "sys/class/net";

  /**
   * An IPv4 address of an interface.
   *
   * @param prefix how many bits of it are the network's
   */
  record Address(String address, int prefix) {
    String mask() {
      long bits = prefix == 0 ? 0 : 0xFFFFFFFFL << (32 - prefix) & 0xFFFFFFFFL;
      return "%d.%d.%d.%d".formatted(bits >> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF);
    }
  }

  /** The address that an interface of this machine has; null when it has none. */
  static @Nullable Address ofThisMachine(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found != null) {
        for (InterfaceAddress address : found.getInterfaceAddresses()) {
          if (address.getAddress() instanceof Inet4Address v4) {
            return new Address(v4.getHostAddress(), address.getNetworkPrefixLength());
          }
        }
      }
    } catch (SocketException e) {
      LOG.debug("{}: no address", name, e);
    }
    return null;
  }

  /** Ethernet, Ethernet2 and WLAN; empty where there is none. */
  void addTo(Branch system) {
    List<String> wired = named("e(th|n)[a-z0-9]+");
    List<String> wireless = named("wl[a-z0-9]+");
    system.branch("Ethernet", wired.isEmpty() ? new Branch() : details(wired.getFirst()));
    system.branch("Ethernet2", wired.size() < 2 ? new Branch() : details(wired.get(1)));
    system.branch("WLAN", wireless.isEmpty() ? new Branch() : wlan(wireless.getFirst()));
  }

  List<String> named(String form) {
    return files.names(NET).stream().filter(name -> name.matches(form)).toList();
  }

  private Branch details(String name) {
    String folder = NET + "/" + name + "/";
    Long speed = files.number(folder + "speed");
    Long carrier = files.number(folder + "carrier");
    Address address = addresses.apply(name);
    String mac = files.text(folder + "address");
    Branch branch =
        new Branch()
            .leaf("Link", speed == null || speed < 0 ? null : speed)
            .leaf("LinkState", carrier == null ? 0 : carrier);
    if (address != null) {
      branch.leaf("AssignedIP", address.address()).leaf("SubnetMask", address.mask());
    }
    branch
        .leaf("MAC", mac == null ? null : mac.toUpperCase(Locale.ROOT))
        .leaf("Gateway", gateway(name));
    List<String> servers = nameServers();
    for (int i = 0; i < servers.size(); i++) {
      branch.leaf("DNS_" + (i + 1), servers.get(i));
    }
    return branch;
  }

  /** With its signal in dBm, the fourth column of /proc/net/wireless. */
  private Branch wlan(String name) {
    Branch branch = details(name);
    for (String line : files.lines("proc/net/wireless")) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > 3 && columns[0].equals(name + ":")) {
        branch.leaf("Signal", columns[3].replace(".", ""));
      }
    }
    return branch;
  }

  /**
   * /proc/net/route: interface, destination, gateway; the address is hexadecimal, last byte first.
   */
  private @Nullable String gateway(String name) {
    for (String line : files.lines("proc/net/route")) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > 2
          && columns[0].equals(name)
          && columns[1].equals("00000000")
          && columns[2].matches("[0-9A-Fa-f]{8}")) {
        long bits = Long.parseLong(columns[2], 16);
        return "%d.%d.%d.%d"
            .formatted(bits & 0xFF, bits >> 8 & 0xFF, bits >> 16 & 0xFF, bits >> 24);
      }
    }
    return null;
  }

  private List<String> nameServers() {
    return files.lines("etc/resolv.conf").stream()
        .map(String::strip)
        .filter(line -> line.matches("nameserver\\s+[0-9a-fA-F.:]+"))
        .map(line -> line.split("\\s+")[1])
        .limit(3)
        .toList();
  }
}
