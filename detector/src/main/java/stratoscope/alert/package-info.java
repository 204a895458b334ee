/**
 * Alerts: what a person is told of who mines, when, how often, and through what: lines, syslog, a webhook.
 *
 * <pre>
 * finding ──▶ Alerts ──▶ AlertBook (what is new, still there, gone; packet time) ──▶ Outlet (queue, thread, Spool) ──▶ AlertSink
 * </pre>
 */
@NullMarked
package stratoscope.alert;

import org.jspecify.annotations.NullMarked;
