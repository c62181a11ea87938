package io.busbar.appliance.store;

/**
 * What the file keeps once instead of in every row.
 *
 * @param point name of the point; empty for the section itself
 */
record Series(String connector, String section, String point) {}
