/**
 * FIWARE IoT Agent JSON over MQTT, as Libelium's Smart Spot speaks it (document 004, AN13 v1.7).
 * Data is grouped into verticals; one is a topic {@code /<apikey><suffix>/<device>_<SUFFIX>/attrs}
 * with
 *
 * <pre>{@code
 * {"TimeInstant":"2023-03-20T13:50:00Z","period":5,"status":"connected","pm10":49.33}
 * }</pre>
 *
 * <p>or an array of two or more of these. What is not working is {@code null}. A command comes on
 * {@code /<apikey><suffix>/<device>_<SUFFIX>/cmd} as {@code {"name":value}} and is answered on
 * {@code .../cmdexe} as {@code {"name":"done"}}.
 */
package io.busbar.appliance.cloud.fiware;
