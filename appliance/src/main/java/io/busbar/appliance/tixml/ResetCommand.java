package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;
import java.io.IOException;
import java.util.List;

/**
 * {@code <Reset _="Secretfile"/>}: forgets for good what portals gave this gateway to be known by
 * (section 2.1.2). It is the only Reset that the manual tells.
 */
public final class ResetCommand implements Command {
  private static final String SECRETS = "Secretfile";

  private final Forgetting secrets;

  /** Forgets something for good. */
  @FunctionalInterface
  public interface Forgetting {
    /**
     * Forgets.
     *
     * @throws IOException it could not be written down, so it is not forgotten
     */
    void forget() throws IOException;
  }

  public ResetCommand(Forgetting secrets) {
    this.secrets = secrets;
  }

  @Override
  public String name() {
    return "Reset";
  }

  @Override
  public Element answer(Element command) throws CommandException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN));
    String kind = Arguments.required(command, Element.MAIN);
    if (!kind.equals(SECRETS)) {
      throw new CommandException(
          ErrorNumber.UNKNOWN_NAME, "got " + kind + ", want " + SECRETS + ": the ids of portals");
    }
    try {
      secrets.forget();
    } catch (IOException e) {
      throw new CommandException(ErrorNumber.NOT_FORGOTTEN, e.toString());
    }
    return Element.empty(name());
  }
}
