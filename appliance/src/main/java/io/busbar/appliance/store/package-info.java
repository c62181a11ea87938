/** What waits for the clouds: the durable queues of Sends, one for each connector. */
package io.busbar.appliance.store;
