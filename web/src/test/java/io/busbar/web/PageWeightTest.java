package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What a phone must load to show the first page and the values. */
class PageWeightTest extends Served {
  private static final int MOST_BYTES = 100_000;
  private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

  @Test
  void theFirstPageAndTheValuesWeighLessThanAHundredKilobytes() throws Exception {
    for (int i = 0; i < 60; i++) {
      fake.set(FakeConsole.good("/Process/Lan/PAC1/variable" + i, 230.0 + i, "V"));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/", "/values"}) {
        HttpResponse<byte[]> page = get(client, server.port(), path);
        assertEquals(200, page.statusCode());
        int bytes = page.body().length;
        var links = ASSET.matcher(new String(plain(page), StandardCharsets.UTF_8));
        Set<String> seen = new HashSet<>();
        while (links.find()) {
          if (seen.add(links.group(1))) {
            HttpResponse<byte[]> file = get(client, server.port(), links.group(1));
            assertEquals("gzip", file.headers().firstValue("Content-Encoding").orElse("none"));
            assertTrue(plain(file).length > 0);
            bytes += file.body().length;
          }
        }
        assertTrue(bytes < MOST_BYTES, path + " weighs " + bytes + " bytes");
      }
    }
  }

  private static byte[] plain(HttpResponse<byte[]> answer) throws Exception {
    boolean gzip = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    return gzip
        ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
        : answer.body();
  }

  private static HttpResponse<byte[]> get(HttpClient client, int port, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept-Encoding", "gzip")
            .header("Accept", "text/html,*/*")
            .header("Authorization", "Bearer " + FakeAccess.VIEWER)
            .build(),
        BodyHandlers.ofByteArray());
  }
}
