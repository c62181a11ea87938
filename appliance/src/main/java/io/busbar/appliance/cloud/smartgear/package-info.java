/**
 * Siemens Sm@rtGear IE (document 003). Every value has a topic of its own, {@code <category>/<data
 * point>/<device type>/<device name>/<device source>}, of which the first three levels are numbers:
 * {@code 11/49/7/PAC1/cabinet-7} is the total active power of PAC1.
 *
 * <p>No public page shows a body. The default, the value alone ({@code 231.4}, {@code true}), is an
 * assumption; others are {@code {"value":231.4,"timestamp":"...","quality":"GOOD"}} and the
 * Industrial Edge Common Databus payload {@code
 * {"vals":[{"id":"11/5","val":231.4,"ts":"...","qc":3}]}}. The unit of powers and energies is an
 * assumption too.
 */
package io.busbar.appliance.cloud.smartgear;
