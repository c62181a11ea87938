package io.busbar.appliance.cloud.juconn;

import org.jspecify.annotations.Nullable;

/**
 * What a gateway keeps for good about one portal.
 *
 * @param rollouts how often it asked for its ids; the x of the manual's request_id
 * @param inits how often it told its data model
 * @param ids what the last rollout gave; null before
 */
record Identity(long rollouts, long inits, @Nullable Ids ids) {
  static final Identity NONE = new Identity(0, 0, null);

  Identity nextRollout() {
    return new Identity(rollouts + 1, inits, ids);
  }

  Identity nextInit() {
    return new Identity(rollouts, inits + 1, ids);
  }

  Identity with(Ids given) {
    return new Identity(rollouts, inits, given);
  }
}
