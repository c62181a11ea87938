package io.busbar.appliance.access;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether an address is of this machine or of a network that it is plugged into. */
final class Neighbours {
  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  private Neighbours() {}

  /** A text that is no numeric address is nobody's neighbour. */
  static boolean isNear(String address) {
    try {
      InetAddress wanted = InetAddress.ofLiteral(address);
      return wanted.isLoopbackAddress()
          || NetworkInterface.networkInterfaces()
              .flatMap(net -> net.getInterfaceAddresses().stream())
              .anyMatch(own -> isWithin(own, wanted));
    } catch (IllegalArgumentException e) {
      LOG.debug("no address: {}", address, e);
      return false;
    } catch (SocketException e) {
      LOG.warn("the networks of this machine cannot be read, so nobody counts as near", e);
      return false;
    }
  }

  private static boolean isWithin(InterfaceAddress own, InetAddress wanted) {
    return isWithin(own.getAddress().getAddress(), own.getNetworkPrefixLength(), wanted);
  }

  /** A net of all addresses is none that somebody is plugged into. */
  static boolean isWithin(byte[] net, int prefix, InetAddress wanted) {
    byte[] bytes = wanted.getAddress();
    if (prefix <= 0 || bytes.length != net.length) {
      return false;
    }
    for (int bit = 0; bit < Math.min(prefix, bytes.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((bytes[bit / 8] & mask) != (net[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** What belongs to one computer: of IPv6 a whole /64, of which each computer has many. */
  static String group(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
    } catch (IllegalArgumentException e) {
      LOG.debug("no address: {}", address, e);
      return address;
    }
  }
}
