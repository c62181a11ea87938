package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One ALP command: actions one behind the other, in whatever order they came. */
public record Command(List<Action> actions) {
  public Command {
    actions = List.copyOf(actions);
  }

  /** A command of these actions. */
  public static Command of(Action... actions) {
    return new Command(List.of(actions));
  }

  /** How strictly a command is read. */
  public enum Reading {
    /** As the protocol says. */
    STRICT,
    /** A D7 status that says length 12 is believed to be as long as its addressee needs. */
    LENIENT
  }

  /**
   * Reads a command. It never fails: from the first byte that is not understood on, the rest is one
   * {@link Action.Unknown}.
   */
  public static Command decode(Bytes payload, Reading reading) {
    AlpReader in = new AlpReader(payload, reading == Reading.LENIENT);
    List<Action> actions = new ArrayList<>(4);
    while (in.left() > 0) {
      int from = in.position();
      Op op = Op.byControl(in.nextControl());
      try {
        if (op == Op.UNKNOWN) {
          throw new MisfitException(
              "got operation %02X, which is not known".formatted(payload.at(from) & Op.MASK));
        }
        actions.add(op.form().read(in));
      } catch (MisfitException e) {
        actions.add(new Action.Unknown(payload.slice(from, payload.length()), e.reason()));
        break;
      }
    }
    return new Command(actions);
  }

  /** The command's bytes; an unknown action gives the bytes it came with. */
  public Bytes encode() {
    AlpWriter out = new AlpWriter();
    for (Action action : actions) {
      if (action instanceof Action.Unknown unknown) {
        out.octets(unknown.bytes());
      } else {
        out.nextControl(action.op().code());
        action.op().form().write(action, out);
      }
    }
    return out.done();
  }

  /** The actions of one kind, in order. */
  public <A extends Action> Stream<A> all(Class<A> kind) {
    return actions.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The tag of the request that this command answers. */
  public Optional<Action.ResponseTag> tag() {
    return all(Action.ResponseTag.class).findFirst();
  }

  /** The D7 status, wherever it stands. */
  public Optional<LinkStatus.D7> origin() {
    return all(Action.InterfaceStatus.class)
        .map(Action.InterfaceStatus::link)
        .filter(LinkStatus.D7.class::isInstance)
        .map(LinkStatus.D7.class::cast)
        .findFirst();
  }
}
