package io.busbar.appliance.tixml;

import io.busbar.appliance.process.Sending;
import io.busbar.appliance.tixml.codec.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code <CloudSendRealtimeData _="CloudConn2,Realtime2"/>} (section 7.3): sends what a section has
 * now. The connector is {@code CloudConn} when none is named. Of a section that is not named the
 * manual says both that it is Realtime1 and that all are sent; all are.
 */
public final class SendCommand implements Command {
  /** Sends sections of connectors. */
  public interface Sender {
    /**
     * Sends.
     *
     * @param connector null for the usual one
     * @param section null for all of the connector
     */
    Sending send(@Nullable String connector, @Nullable String section);
  }

  private final Sender sender;

  public SendCommand(Sender sender) {
    this.sender = sender;
  }

  @Override
  public String name() {
    return "CloudSendRealtimeData";
  }

  @Override
  public Element answer(Element command) throws CommandException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN));
    String value = command.value();
    String[] parts = value == null ? new String[] {""} : value.split(",", -1);
    if (parts.length > 2) {
      throw new CommandException(
          ErrorNumber.BAD_VALUE, "got " + value + ", want for example CloudConn2,Realtime2");
    }
    String connector = parts[0].isBlank() ? null : parts[0].strip();
    switch (sender.send(connector, parts.length == 2 ? parts[1].strip() : null)) {
      case Sending.Done _ -> {
        return Element.empty(name());
      }
      case Sending.Unknown(String unknown, List<String> known) ->
          throw new CommandException(
              ErrorNumber.UNKNOWN_NAME,
              "got %s, want one of %s".formatted(unknown, String.join(", ", known)));
      case Sending.Idle(String idle) ->
          throw new CommandException(
              ErrorNumber.NOTHING_TO_SEND,
              idle + " is switched off, has no section, or the program is stopped");
    }
  }
}
