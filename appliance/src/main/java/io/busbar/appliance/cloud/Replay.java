package io.busbar.appliance.cloud;

/**
 * How a backlog is delivered.
 *
 * @param liveFirst whether live data goes at once and the backlog beside it, or both in the order
 *     of their numbers
 * @param rate readings of the backlog in a second at most; 0 for no limit
 */
public record Replay(boolean liveFirst, int rate) {
  /** Everything in order, as fast as it goes. */
  public static final Replay IN_ORDER = new Replay(false, 0);
}
