package io.busbar.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Style sheets, script and icon, from the jar. Their address holds a hash of their content, so a
 * browser keeps them for good and still never shows an old one after an update.
 */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "pico.classless.min.css", "text/css; charset=utf-8",
          "app.css", "text/css; charset=utf-8",
          "live.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, byte[]> contents = new TreeMap<>();
  private final Map<String, String> urls = new TreeMap<>();

  Assets() {
    for (String name : TYPES.keySet()) {
      byte[] content = read(name);
      String url = "/assets/" + hash(content) + "/" + name;
      contents.put(url, content);
      urls.put(name, url);
    }
  }

  /** Address by file name. */
  Map<String, String> urls() {
    return urls;
  }

  void serve(Context ctx) {
    byte[] content = contents.get(ctx.path());
    String type = TYPES.get(ctx.pathParam("name"));
    if (content == null || type == null) {
      throw new Refusal(404, "there is no such file; load the page again");
    }
    ctx.header("Cache-Control", "public, max-age=31536000, immutable")
        .contentType(type)
        .result(content);
  }

  private static byte[] read(String name) {
    // "public" is a keyword, hence no package, hence readable from a named module.
    try (InputStream in = Assets.class.getResourceAsStream("/public/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks /public/" + name + "; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
