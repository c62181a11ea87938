/** The southbound vocabulary: what a bus is, what it offers and what it reports. */
package io.busbar.drivers;
