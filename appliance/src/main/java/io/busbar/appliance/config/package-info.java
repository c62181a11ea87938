/** The one JSON document of an appliance: parsed or refused, kept with its history. */
package io.busbar.appliance.config;
