/**
 * What time it is, and whether that is known: a Pi has no clock chip, so after a power cut its
 * clock shows some time of the past until a time service or a person sets it.
 */
package io.busbar.appliance.clock;
