package io.busbar.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Style sheets, scripts and icon, from the jar. Their address holds a hash of their content, so a
 * browser keeps them for good and still never shows an old one after an update. They are compressed
 * once, at the start.
 */
final class Assets {
  /** Every file there is; pico, htmx and chart.umd come from their Maven artifacts. */
  private static final List<String> NAMES =
      List.of(
          "pico.classless.min.css",
          "app.css",
          "registers.css",
          "io.css",
          "support.css",
          "system.css",
          "cloud.css",
          "notices.css",
          "wizard.css",
          "htmx.min.js",
          "chart.umd.min.js",
          "page.js",
          "live.js",
          "chart.js",
          "wizard.js",
          "icon.svg");

  private static final Map<String, String> TYPE_BY_ENDING =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> contents = new TreeMap<>();
  private final Map<String, String> urls = new TreeMap<>();

  /** One file, as it is and compressed. */
  private static final class Asset {
    final String type;
    final byte[] plain;
    final byte[] gzip;

    Asset(String type, byte[] plain) {
      this.type = type;
      this.plain = plain;
      this.gzip = compressed(plain);
    }
  }

  Assets() {
    for (String name : NAMES) {
      byte[] content = read(name);
      String url = "/assets/" + hash(content) + "/" + name;
      contents.put(url, new Asset(type(name), content));
      urls.put(name, url);
    }
  }

  /** Address by file name. */
  Map<String, String> urls() {
    return urls;
  }

  void serve(Context ctx) {
    Asset asset = contents.get(ctx.path());
    if (asset == null) {
      throw new Refusal(404, "there is no such file; load the page again");
    }
    ctx.header("Cache-Control", "public, max-age=31536000, immutable")
        .header("Vary", "Accept-Encoding")
        .contentType(asset.type);
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
      ctx.header("Content-Encoding", "gzip").result(asset.gzip);
    } else {
      ctx.result(asset.plain);
    }
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Objects.requireNonNull(TYPE_BY_ENDING.get(ending), name);
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
