package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.frame.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something asked of the modem or, through it, of nodes.
 *
 * @param actions what shall be done, without tag and forward
 * @param session by which D7 session; null asks the modem itself
 * @param timeout longest wait for the whole answer, from the posting on
 */
public record Request(
    List<Action> actions, InterfaceConfig.@Nullable D7 session, Duration timeout) {
  private static final Duration LOCAL = Duration.ofSeconds(10);

  /** Beyond the dormant time: several tries on the air, and the answers of many nodes. */
  private static final Duration REMOTE = Duration.ofSeconds(15);

  public Request {
    actions = List.copyOf(actions);
  }

  /** Something for the modem itself, with a timeout of 10 s. */
  public static Request toModem(Action... actions) {
    return new Request(List.of(actions), null, LOCAL);
  }

  /** Something for nodes, with a timeout of 15 s more than the session may wait dormant. */
  public static Request over(InterfaceConfig.D7 session, Action... actions) {
    Duration dormant = Duration.ofSeconds(session.dormant().value());
    return new Request(List.of(actions), session, dormant.plus(REMOTE));
  }

  /** Reads a part of a file. */
  public static Action read(int file, int offset, int count) {
    return new Action.ReadFile(new Action.Place(file, offset), count, Action.Flags.NONE);
  }

  /** Writes a part of a file. */
  public static Action write(int file, int offset, Bytes data) {
    return Action.WriteFile.of(file, offset, data);
  }

  /** Whether the modem may keep it until a node is heard. */
  boolean dormant() {
    return session != null && session.dormant().value() > 0;
  }

  /** Whom it is for, in words. */
  String target() {
    return session == null ? "the modem" : "node " + session.addressee().id();
  }

  /** The command with tag and forward before the actions. */
  Command command(int tag) {
    List<Action> all = new ArrayList<>();
    all.add(new Action.RequestTag(tag, true));
    if (session != null) {
      all.add(new Action.Forward(session, Action.Flags.NONE));
    }
    all.addAll(actions);
    return new Command(all);
  }
}
