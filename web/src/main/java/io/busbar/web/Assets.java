package io.busbar.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Style sheets, scripts and icon, from the jar. Their address holds a hash of their content, so a
 * browser keeps them for good and still never shows an old one after an update. They are compressed
 * once, at the start.
 */
final class Assets {
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final Map<String, String> TYPES =
      byName(
          "system.css", STYLE,
          "pico.classless.min.css", STYLE,
          "app.css", STYLE,
          "registers.css", STYLE,
          "htmx.min.js", SCRIPT,
          "chart.umd.min.js", SCRIPT,
          "page.js", SCRIPT,
          "live.js", SCRIPT,
          "chart.js", SCRIPT,
          "icon.svg", "image/svg+xml");

  /** Names and types in turn; {@code Map.of} takes no more than ten. */
  private static Map<String, String> byName(String... namesAndTypes) {
    Map<String, String> types = new TreeMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      types.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return types;
  }

  private final Map<String, Asset> contents = new TreeMap<>();
  private final Map<String, String> urls = new TreeMap<>();

  /** One file, as it is and compressed. */
  private static final class Asset {
    final byte[] plain;
    final byte[] gzip;

    Asset(byte[] plain) {
      this.plain = plain;
      this.gzip = compressed(plain);
    }
  }

  Assets() {
    for (String name : TYPES.keySet()) {
      byte[] content = read(name);
      String url = "/assets/" + hash(content) + "/" + name;
      contents.put(url, new Asset(content));
      urls.put(name, url);
    }
  }

  /** Address by file name. */
  Map<String, String> urls() {
    return urls;
  }

  void serve(Context ctx) {
    Asset asset = contents.get(ctx.path());
    String type = TYPES.get(ctx.pathParam("name"));
    if (asset == null || type == null) {
      throw new Refusal(404, "there is no such file; load the page again");
    }
    ctx.header("Cache-Control", "public, max-age=31536000, immutable")
        .header("Vary", "Accept-Encoding")
        .contentType(type);
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
      ctx.header("Content-Encoding", "gzip").result(asset.gzip);
    } else {
      ctx.result(asset.plain);
    }
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new Smallest(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static final class Smallest extends GZIPOutputStream {
    Smallest(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
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
