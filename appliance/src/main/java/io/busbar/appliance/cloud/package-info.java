/** The way to the clouds: a connector decides, a link connects, a publisher runs both. */
package io.busbar.appliance.cloud;
