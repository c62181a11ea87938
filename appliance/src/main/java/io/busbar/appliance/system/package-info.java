/**
 * The {@code /System} answer of the FP Juconn manual, section 5: what the machine and its Linux are
 * now, read from {@code /proc}, {@code /sys} and {@code /etc} when somebody asks. What this
 * hardware does not have is left out; an interface that is not there is empty.
 */
package io.busbar.appliance.system;
