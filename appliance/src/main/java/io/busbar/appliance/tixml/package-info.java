/**
 * The interpreter of TiXML commands, one for every door: HTTP, page and the feedback channels of
 * clouds (FP Juconn MQTT client manual, sections 1.3, 3, 4, 5 and 7). Each command is one class;
 * what somebody else owns is handed to it as a small interface.
 */
package io.busbar.appliance.tixml;
