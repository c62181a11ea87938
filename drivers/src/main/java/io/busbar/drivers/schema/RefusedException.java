package io.busbar.drivers.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A document that cannot be used, with every problem that was found in it. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  public RefusedException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the document; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
