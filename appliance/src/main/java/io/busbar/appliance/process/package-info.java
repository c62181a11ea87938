/** The process image: variables, realtime sections, and what they send. */
package io.busbar.appliance.process;
