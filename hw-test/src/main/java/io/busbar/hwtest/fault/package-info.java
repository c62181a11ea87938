/**
 * What goes wrong between two programs: a proxy for any TCP protocol that delays, cuts, swallows
 * and spoils, and a layer in it that knows MQTT's acknowledgements.
 */
@NullMarked
package io.busbar.hwtest.fault;

import org.jspecify.annotations.NullMarked;
