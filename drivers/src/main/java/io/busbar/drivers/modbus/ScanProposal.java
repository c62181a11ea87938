package io.busbar.drivers.modbus;

/**
 * A register map that may fit a unit that was found.
 *
 * @param meter its id
 * @param reason what speaks for it, for example {@code 43/14 says SIEMENS SENTRON PAC3200}
 */
public record ScanProposal(String meter, String reason) {}
