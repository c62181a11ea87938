/** What keeps the appliance in order: certificates, storage, saved configurations, resets. */
package io.busbar.appliance.console.care;
