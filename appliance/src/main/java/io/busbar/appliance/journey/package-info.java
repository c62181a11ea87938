/**
 * The way of single readings, from the bytes of a bus to the acknowledgement of a cloud, for
 * whoever looks for a fault. It is told by the bus ({@link io.busbar.drivers.Traceable}), by the
 * tree and its sections ({@link io.busbar.appliance.process.Follower}) and by the publishers
 * ({@link io.busbar.appliance.cloud.Postbook}), and nothing of the way waits for it. It is told
 * nothing while nobody looks.
 */
package io.busbar.appliance.journey;
