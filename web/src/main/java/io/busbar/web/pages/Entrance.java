package io.busbar.web.pages;

import org.jspecify.annotations.Nullable;

/**
 * What stands on the pages that strangers see.
 *
 * @param path of the page
 * @param user what was typed as a name before
 * @param fault what was wrong with what was sent; null when nothing was sent
 */
public record Entrance(String path, String user, @Nullable String fault) {}
