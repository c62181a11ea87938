/** Siemens Insights Hub (MindSphere): MindConnect MQTT with an agent's certificate. */
package io.busbar.appliance.cloud.mindsphere;
