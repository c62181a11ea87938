package io.busbar.appliance.access;

import io.busbar.web.Role;
import java.time.Instant;

/**
 * One API token.
 *
 * @param id to tell tokens of one name apart
 * @param sha256 of the token's text, in hex; the text itself is kept nowhere
 */
public record Token(String id, String name, Role role, Instant created, String sha256) {}
