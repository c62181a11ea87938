package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secrets that stay inside, and what resets take away, at the packaged appliance. */
class SystemIT {
  private static final String LOGIN = "sentinel-login-words";
  private static final String BROKER = "sentinel-broker-words";
  private static final String KEY = "c2VudGluZWwta2V5LWJ5dGVz";
  private static final String HISTORY = "SentinelDevice";

  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)\"");

  /** Asking these would end the session, or the stream would never end. */
  private static final Set<String> NOT_ASKED = Set.of("/api/v1/live");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  /** Rule S-22: planted secrets are found on no page, in no answer, log, bundle or backup. */
  @Test
  void noPageNoAnswerNoLogNoBundleAndNoBackupHoldsASecret() throws Exception {
    ApplianceProcess appliance = claimed();
    WebSession admin = WebSession.in(appliance.address(), "admin", LOGIN);
    JsonNode made =
        admin.post("/api/v1/tokens", "{\"name\": \"robot\", \"role\": \"viewer\"}", 201);
    Set<String> secrets =
        new LinkedHashSet<>(List.of(LOGIN, BROKER, KEY, made.path("token").asText(), admin.sid()));
    secrets.addAll(hashes());
    assertTrue(secrets.size() > 5, "the file of users holds no hash");
    // What fails is logged; so is what a broker that is not there was offered.
    admin.postQuietly("/api/v1/connectors/Cloud/test", "{}");

    String token = installer(admin);
    try (Api installer = new Api(appliance.address(), token)) {
      String parts = installer.ask("/api/v1/diagnostics/parts").body();
      assertTrue(parts.contains("logs/SupportLog"), parts);
      assertFalse(parts.contains("logs/Audit") || parts.contains("logs/Login"), parts);
    }
    Map<String, String> seen = crawl(admin);
    assertTrue(seen.keySet().containsAll(List.of("/", "/system", "/api/v1/config")), "" + seen);
    seen.putAll(unpacked("diagnostics", admin.bytes("/api/v1/diagnostics")));
    seen.putAll(unpacked("backup", admin.bytes("/api/v1/backup")));
    assertTrue(seen.containsKey("diagnostics/logs/SupportLog.jsonl"), "" + seen.keySet());
    assertTrue(seen.containsKey("backup/config.json"), "" + seen.keySet());
    seen.put("the log", appliance.printed());
    seen.forEach((where, text) ->
        secrets.forEach(secret -> assertFalse(text.contains(secret), where + " holds " + secret)));
  }

  /** Complaints C14 and C18: whatever people type, and the rule holds at the API, too. */
  @Test
  void aPasswordOfAnyCharactersLogsInAndAShortOneIsRefusedByTheApi() throws Exception {
    ApplianceProcess appliance = claimed();
    WebSession admin = WebSession.in(appliance.address(), "admin", LOGIN);
    List<String> passwords =
        List.of(
            "M\u00fc\u00dfiggang & <Zeit> 100%",
            "\u043f\u0430\u0440\u043e\u043b\u044c \u043f\u0430\u0440\u043e\u043b\u044c",
            "\uD83D\uDD0B\uD83D\uDD0C\uD83D\uDCA1\uD83D\uDE80\uD83C\uDF1E\uD83C\uDF1A\u26A1\u26A1\u2615\u2615",
            "\"quoted\" \\ 'and' + more",
            "  blanks at both ends  ");
    for (int i = 0; i < passwords.size(); i++) {
      ObjectNode user = new ObjectMapper().createObjectNode().put("name", "user" + i);
      user.put("role", "viewer").put("language", "de").put("password", passwords.get(i));
      admin.post("/api/v1/users", user.toString(), 201);
      WebSession in = WebSession.in(appliance.address(), "user" + i, passwords.get(i));
      assertEquals(200, in.status("/api/v1/values"), passwords.get(i));
    }
    ObjectNode weak = new ObjectMapper().createObjectNode().put("name", "weak");
    weak.put("role", "viewer").put("language", "de").put("password", "nine char");
    assertEquals(422, admin.postQuietly("/api/v1/users", weak.toString()));
  }

  private static String installer(WebSession admin) throws Exception {
    String order = "{\"name\": \"fitter\", \"role\": \"installer\"}";
    return admin.post("/api/v1/tokens", order, 201).path("token").asText();
  }

  @Test
  void aResetOfTheLoginsKeepsTheConfigurationAndOpensTheClaim() throws Exception {
    ApplianceProcess appliance = claimed();
    WebSession admin = WebSession.in(appliance.address(), "admin", LOGIN);
    assertEquals(422, reset(admin, "credentials", "another password"));
    assertTrue(isClaimed(appliance));
    assertEquals(204, reset(admin, "credentials", LOGIN));
    assertFalse(isClaimed(appliance));
    assertEquals(401, admin.status("/api/v1/values"));
    assertTrue(Files.readString(cabinet.data().resolve("config.json")).contains(HISTORY));
  }

  @Test
  void aResetOfTheConfigurationKeepsUsersAndNameAndNoCertificateOrOlderVersion() throws Exception {
    ApplianceProcess appliance = claimed();
    WebSession admin = WebSession.in(appliance.address(), "admin", LOGIN);
    String name = admin.get("/api/v1/config").at("/gateway/name").asText();
    assertEquals(204, reset(admin, "configuration", LOGIN));
    JsonNode now = admin.get("/api/v1/config");
    assertEquals(name, now.at("/gateway/name").asText());
    assertTrue(now.path("buses").isEmpty() && now.path("connectors").isEmpty(), now.toString());
    assertEquals(List.of(), filesWith(BROKER));
    assertEquals(List.of(), filesWith(KEY));
  }

  /** Rule S-61: what identified owner and site is in no file afterwards. */
  @Test
  void aResetOfEverythingStartsAnewAsOnTheFirstDay() throws Exception {
    ApplianceProcess appliance = claimed();
    WebSession admin = WebSession.in(appliance.address(), "admin", LOGIN);
    long pid = appliance.pid();
    assertEquals(204, reset(admin, "everything", LOGIN));
    await()
        .atMost(Cabinet.SOON)
        .ignoreExceptions()
        .until(() -> appliance.api().ask("/api/v1/status").body().contains("\"claimed\":false"));
    assertEquals(pid, appliance.pid());
    for (String secret : List.of(BROKER, KEY)) {
      assertEquals(List.of(), filesWith(secret), secret);
    }
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("password", "four other words here").put("language", "de");
    assertEquals(201, appliance.api().post("/api/v1/claim", body).statusCode());
    assertTrue(appliance.stop(), "it does not end after a reset");
  }

  private ApplianceProcess claimed() throws Exception {
    CabinetConfig config =
        CabinetConfig.empty()
            .tcp(HISTORY, 1)
            .cloud("Cloud", "tcp://127.0.0.1:1")
            .section("Realtime1", "1s", HISTORY, List.of("voltageL1"));
    ObjectNode broker = (ObjectNode) config.json().at("/connectors/0/broker");
    broker.put("username", "gateway").put("password", BROKER);
    Path first = cabinet.folder().resolve("first.json");
    Files.writeString(first, config.json().toPrettyString());
    Path key = cabinet.data().resolve("keys/client.pem");
    Files.createDirectories(key.resolveSibling("."));
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + KEY + "\n-----END PRIVATE KEY-----\n");
    ApplianceProcess appliance =
        cabinet.add(
            ApplianceProcess.start(
                Cabinet.DISTRIBUTION,
                cabinet.data(),
                first,
                cabinet.httpPort(),
                cabinet.folder().resolve("appliance.log")));
    appliance.ready(Cabinet.SOON);
    // What it begins with after a reset of everything must not hold the sentinels again.
    Files.writeString(first, CabinetConfig.empty().json().toPrettyString());
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("password", LOGIN).put("language", "en");
    assertEquals(201, appliance.api().post("/api/v1/claim", body).statusCode());
    return appliance;
  }

  private static boolean isClaimed(ApplianceProcess appliance) throws Exception {
    return appliance.api().ask("/api/v1/status").body().contains("\"claimed\":true");
  }

  private static int reset(WebSession admin, String extent, String password) throws Exception {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("extent", extent).put("password", password);
    return admin.postQuietly("/api/v1/reset", body.toString());
  }

  /** The digests of passwords and tokens. */
  private Set<String> hashes() throws IOException {
    Set<String> hashes = new TreeSet<>();
    String users = Files.readString(cabinet.data().resolve("users.json"));
    Matcher text = Pattern.compile("\"([A-Za-z0-9+/=$_.,-]{32,})\"").matcher(users);
    while (text.find()) {
      hashes.add(text.group(1));
    }
    return hashes;
  }

  /** Every page that a link leads to, and every address of the API that wants nothing given. */
  private static Map<String, String> crawl(WebSession admin) throws Exception {
    Map<String, String> seen = new TreeMap<>();
    Deque<String> wanted = new ArrayDeque<>(List.of("/"));
    JsonNode description = admin.get("/api/v1/openapi.json");
    description
        .path("paths")
        .properties()
        .forEach(path -> {
          if (path.getValue().has("get") && !path.getKey().contains("{")) {
            wanted.add(path.getKey());
          }
        });
    while (!wanted.isEmpty()) {
      String path = wanted.pop();
      if (!seen.containsKey(path) && !NOT_ASKED.contains(path) && seen.size() < 300) {
        String text = new String(admin.bytes(path), StandardCharsets.UTF_8);
        seen.put(path, text);
        Matcher link = LINK.matcher(text);
        while (link.find()) {
          wanted.add(link.group(1).replace("&amp;", "&"));
        }
      }
    }
    return seen;
  }

  private static Map<String, String> unpacked(String name, byte[] archive) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
        parts.put(
            name + "/" + one.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  /** Every file of the data folder that holds a text. */
  private List<Path> filesWith(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(cabinet.data())) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, secret)).toList();
    }
  }

  private static boolean contains(Path file, String secret) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
    } catch (IOException gone) {
      return false; // A file that went while it was looked for.
    }
  }
}
