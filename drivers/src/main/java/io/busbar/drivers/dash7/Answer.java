package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.StatusCode;
import io.busbar.drivers.dash7.frame.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came back for a request.
 *
 * @param replies one of the modem itself, or one of each node that answered
 * @param completed whether the modem said that it is done; else the time ran out after the replies
 */
public record Answer(List<Command> replies, boolean completed) {
  public Answer {
    replies = List.copyOf(replies);
  }

  /** The first part of a file that came back and starts at its first byte. */
  public Optional<Bytes> file(int file) {
    return all(Action.ReturnFile.class)
        .filter(part -> part.place().equals(new Action.Place(file, 0)))
        .map(Action.ReturnFile::data)
        .findFirst();
  }

  /** The first status code that is not good. */
  public Optional<StatusCode> refusal() {
    return all(Action.ActionStatus.class)
        .map(Action.ActionStatus::code)
        .filter(code -> !code.good())
        .findFirst();
  }

  private <A extends Action> Stream<A> all(Class<A> kind) {
    return replies.stream().flatMap(reply -> reply.all(kind));
  }
}
