package io.busbar.appliance.tixml;

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
     * @param section null for all of the connector
     * @return why it was not done, {@code got X, want Y}; null when it was
     */
    @Nullable String send(String connector, @Nullable String section);
  }

  private static final String FIRST_CONNECTOR = "CloudConn";

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
    String[] parts = (value == null ? FIRST_CONNECTOR : value).split(",", -1);
    if (parts.length > 2) {
      throw new CommandException(
          ErrorNumber.BAD_VALUE, "got " + value + ", want for example CloudConn2,Realtime2");
    }
    String connector = parts[0].isBlank() ? FIRST_CONNECTOR : parts[0].strip();
    String why = sender.send(connector, parts.length == 2 ? parts[1].strip() : null);
    if (why != null) {
      throw new CommandException(ErrorNumber.UNKNOWN_NAME, why);
    }
    return Element.empty(name());
  }
}
