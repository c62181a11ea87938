/**
 * Logs as databases: records with a growing id, a time and named texts, bounded on disk.
 *
 * <pre>
 * DIR/logs/Event.log    one record a line, UTF-8:
 *                       {"id":790,"time":"2026-11-21T10:00:00.123Z","fields":{"event":"Door","value":"true"}}
 * DIR/logs/Event.old    the half before it
 * </pre>
 */
package io.busbar.appliance.logbook;
