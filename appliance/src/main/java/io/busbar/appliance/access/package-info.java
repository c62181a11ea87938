/**
 * Who may use the appliance: users with a password and a role, API tokens, and the claim of an
 * appliance that nobody has yet.
 *
 * <pre>
 * DIR/users.json      {"users":[{"name":"admin","role":"admin","language":"de","key":"9f86d081",
 *                                "password":"$argon2id$v=19$m=19456,t=2,p=1$...$..."}],
 *                      "tokens":[{"id":"1b4f0e98","name":"grafana","role":"viewer",
 *                                 "created":"2026-11-21T10:00:00Z","sha256":"60303ae2..."}]}
 * DIR/users.json.old  what the button put aside
 * DIR/users.lock      held by whoever changes it: the appliance, or busbar token beside it
 * DIR/throttle.json   how often somebody failed to log in, for as long as it counts
 * DIR/setup-code      when it is there, a claim must give what stands in it
 * </pre>
 *
 * <p>Neither a password nor a token can be read out of these files.
 */
package io.busbar.appliance.access;
