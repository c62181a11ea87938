/** The appliance as the web sees it. */
package io.busbar.appliance.console;
