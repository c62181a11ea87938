package io.busbar.appliance.tixml;

import java.util.List;
import java.util.stream.Collectors;

/** A command that was not carried out: why, and what was expected instead. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Cause> causes;

  /**
   * One reason.
   *
   * @param detail what came and what was wanted, {@code got X, want Y}
   */
  public record Cause(ErrorNumber number, String detail) {}

  public CommandException(ErrorNumber number, String detail) {
    this(List.of(new Cause(number, detail)));
  }

  /**
   * @param causes one or more, the first of which gives the answer its number
   */
  public CommandException(List<Cause> causes) {
    super(causes.stream().map(Cause::detail).collect(Collectors.joining("; ")));
    this.causes = List.copyOf(causes);
  }

  List<Cause> causes() {
    return causes;
  }
}
