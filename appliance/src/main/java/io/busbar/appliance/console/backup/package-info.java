/**
 * The appliance as one file: written on one device, restored on another.
 *
 * <p>A backup is a ZIP archive:
 *
 * <pre>
 * manifest.json         format, program, name and serial number of the device, time, what it lacks
 * config.json           the configuration, a mark in place of each secret
 * meters/ID.json        the user's own register maps
 * keys/NAME             certificates; a private key never stands here
 * secrets.bin           passwords and private keys, only when a passphrase was given:
 *                       salt (16) nonce (12) AES-256-GCM(JSON), key by PBKDF2-HMAC-SHA256
 * </pre>
 */
package io.busbar.appliance.console.backup;
