/** DASH7: the modem on its serial line, the nodes it hears, and their files as data points. */
package io.busbar.drivers.dash7;
