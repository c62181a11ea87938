package io.busbar.hwtest.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network namespace with one cable to this machine; only root can make one. */
public final class OwnNetwork implements AutoCloseable {
  /** This machine's end of the cable. */
  public static final String HERE = "10.253.77.1";

  /** The other end, at first. */
  public static final String THERE = "10.253.77.2";

  public static final String HERE_6 = "fd77:77::1";
  public static final String THERE_6 = "fd77:77::2";

  private static final String NAME = "busbar-test";
  private static final String CABLE = "busbar-test";
  private static final String CARD = "eth0";

  /** Makes it, with IPv4 and IPv6 addresses at both ends. */
  public OwnNetwork() throws IOException {
    close();
    ip("netns", "add", NAME);
    ip("link", "add", CABLE, "type", "veth", "peer", "name", CARD, "netns", NAME);
    ip("addr", "add", HERE + "/24", "dev", CABLE);
    ip("-6", "addr", "add", HERE_6 + "/64", "dev", CABLE, "nodad");
    ip("link", "set", CABLE, "up");
    there("link", "set", "lo", "up");
    there("link", "set", CARD, "up");
    there("addr", "add", THERE + "/24", "dev", CARD);
    there("-6", "addr", "add", THERE_6 + "/64", "dev", CARD, "nodad");
  }

  /** The command line whose program runs at the other end. */
  public List<String> entrance() {
    return List.of(Peer.IP.program(), "netns", "exec", NAME);
  }

  /** Pulls the cable at this end, or puts it in. */
  public void cable(boolean in) throws IOException {
    ip("link", "set", CABLE, in ? "up" : "down");
    if (in) {
      // A card that was down has forgotten its IPv6 addresses.
      ip("-6", "addr", "replace", HERE_6 + "/64", "dev", CABLE, "nodad");
    }
  }

  /** Switches the card at the other end off, or on. */
  public void card(boolean on) throws IOException {
    there("link", "set", CARD, on ? "up" : "down");
  }

  /** The other end has this IPv4 address and no other; null for none. */
  public void address(@Nullable String address) throws IOException {
    there("-4", "addr", "flush", "dev", CARD);
    if (address != null) {
      there("addr", "add", address + "/24", "dev", CARD);
    }
  }

  @Override
  public void close() throws IOException {
    if (Peer.succeeds(Peer.IP.program(), "link", "show", CABLE)) {
      ip("link", "del", CABLE);
    }
    if (Peer.succeeds(Peer.IP.program(), "-n", NAME, "link", "show", "lo")) {
      ip("netns", "del", NAME);
    }
  }

  private static void there(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("-n", NAME));
    command.addAll(List.of(arguments));
    ip(command.toArray(String[]::new));
  }

  private static void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Peer.IP.program()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(command + ": got status " + status + ": " + said);
    }
  }
}
