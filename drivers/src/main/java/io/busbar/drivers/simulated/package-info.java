/** Devices that are not there, so that the appliance can be learned at a desk. */
package io.busbar.drivers.simulated;
