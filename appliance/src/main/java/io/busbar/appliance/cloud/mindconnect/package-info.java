/**
 * MindConnect MQTT, the language of Siemens Insights Hub (MindSphere) that SCorp-io understands as
 * well (documents 000 and 001). No platform by itself: the platforms that speak it use it. Topics
 * are {@code tc/<tenant>/<clientId>/<o|i>/<app>_<version>/<topic>}; a time series on {@code
 * o/mc_v3/ts} is
 *
 * <pre>{@code
 * {"timeseries":[{"timestamp":"2022-12-14T10:00:00Z",
 *   "values":[{"dataPointId":"realEnergy","value":"605","qualityCode":"0"}]}]}
 * }</pre>
 *
 * <p>Onboarding goes over {@code o/amo_v3/m} (data model) and {@code o/amo_v3/i} (instantiation);
 * the platform answers on {@code i/amo_v3/ms} and {@code i/amo_v3/ip}. A time series that the
 * platform refuses is refused in silence.
 */
package io.busbar.appliance.cloud.mindconnect;
