/**
 * A portal for gateways that speak the FP gateway protocol: the other side of {@code cloud.juconn}
 * of the appliance, which it knows only from the wire.
 */
package io.busbar.hwtest.portal;
