/**
 * TiXML, the language of FP and Tixi gateways (FP Juconn MQTT client manual; the facts of its two
 * written forms), as elements, and back.
 *
 * <p>Text form: an element's main value is the attribute whose name is one underscore. A command
 * stands between square brackets on serial lines and in HTTP, without them in the command topics
 * (section 4), and the manual prints the bodies of topics between braces, with a declaration and
 * several roots (section 2). All of them are read:
 *
 * <pre>
 * [&lt;Get _="/Process/PV/Test" ver="y"/&gt;]
 * {
 *   &lt;?xml version="1.0" encoding="UTF-8" ?&gt;
 *   &lt;error_code _="0"/&gt;
 *   &lt;response_id _="01234567_1"/&gt;
 * }
 * </pre>
 *
 * <p>JSON form (sections 2.1.2 and 5): an attribute is a member whose name begins with a hyphen, an
 * element a member, a repeated element an array, an element with nothing in it {@code null}. Values
 * are written as texts; numbers, {@code true} and {@code false} are read as well.
 *
 * <pre>
 * {"Get": {"-_": "/Process/PV/Test", "-ver": "y"}}
 * {"SetConfig": [{"-_": "USER", "-ver": "y"}, {"-_": "ISP", "-ver": "y"}]}
 * </pre>
 *
 * <p>Both readers take at most 1 MB, depth 64, 100 000 elements and attributes, and texts of 64 kB;
 * document types, entities and processing instructions are refused.
 */
package io.busbar.appliance.tixml.codec;
