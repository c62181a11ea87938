/**
 * SCorp-io, in two dialects. {@code metrics}: each device is born once for each connection,
 * retained, on {@code mqtts/<project>/DBIRTH/<edge node>/<device>}, and its data follows on {@code
 * mqtts/<project>/DDATA/<edge node>/<device>}:
 *
 * <pre>{@code
 * {"metrics":[{"name":"Tension/Phase 1","dataType":"Double","timestamp":1671012000000,"value":231.4}]}
 * }</pre>
 *
 * <p>{@code name} and {@code dataType} are mandatory; a metric whose value is BAD or never was has
 * no {@code value}. {@code mindsphere}: the topics and messages of MindConnect MQTT (document 001).
 */
package io.busbar.appliance.cloud.scorpio;
