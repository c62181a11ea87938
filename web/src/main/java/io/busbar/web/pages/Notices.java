package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page says above its own contents.
 *
 * @param simulated names of the buses whose devices are not there; empty when there are none
 * @param step of the first steps that is to be done; null when none is
 */
public record Notices(List<String> simulated, @Nullable String step) {
  /** Nothing to be said. */
  public static final Notices NONE = new Notices(List.of(), null);

  public Notices {
    simulated = List.copyOf(simulated);
  }

  /** Whether some of what the page shows was not measured. */
  public boolean isDemo() {
    return !simulated.isEmpty();
  }
}
