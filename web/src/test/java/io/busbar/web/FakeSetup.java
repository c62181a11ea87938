package io.busbar.web;

import org.jspecify.annotations.Nullable;

/** The first steps in memory. */
final class FakeSetup implements Setup {
  volatile @Nullable Step step;

  /** Why nothing can be written down; null when it can. */
  volatile @Nullable String fault;

  @Override
  public @Nullable Step step() {
    return step;
  }

  @Override
  public void begin() {
    step = Step.SITE;
  }

  @Override
  public @Nullable String go(@Nullable Step next) {
    if (fault == null) {
      step = next;
    }
    return fault;
  }
}
