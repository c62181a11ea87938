package io.busbar.appliance.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.access.AccessControl.Change;
import io.busbar.appliance.access.AccessControl.Claim;
import io.busbar.appliance.access.AccessControl.Login;
import io.busbar.appliance.access.AccessControl.Wanted;
import io.busbar.web.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessControlTest {
  private static final String HERE = "127.0.0.1";
  private static final String GOOD = "three plain words";

  @TempDir private Path folder = Path.of("");
  private final AtomicLong nanos = new AtomicLong(-7);
  private AccessControl access;

  @BeforeEach
  void start() {
    access = started();
  }

  private AccessControl started() {
    return new AccessControl(folder, () -> Instant.EPOCH, nanos::get);
  }

  @Test
  void ofFiftyClaimsAtOnceExactlyOneWins() throws Exception {
    List<Future<Claim>> claims = new ArrayList<>();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        String password = GOOD + i;
        claims.add(all.submit(() -> access.claim(password, "de", null, HERE)));
      }
    }
    List<String> winners = new ArrayList<>();
    int late = 0;
    for (int i = 0; i < claims.size(); i++) {
      switch (claims.get(i).get()) {
        case Claim.Done _ -> winners.add(GOOD + i);
        case Claim.Already _ -> late++;
        case Claim.Closed _, Claim.Misfit _, Claim.NotSaved _ -> {
          // Neither won nor late: the counts below do not add up.
        }
      }
    }
    assertEquals(1, winners.size());
    assertEquals(49, late);
    assertInstanceOf(Login.In.class, access.enter("admin", winners.getFirst(), HERE));
  }

  @Test
  void anApplianceIsClaimedWithinAnHourOfItsStart() {
    nanos.addAndGet(Duration.ofMinutes(60).toNanos() + 1);
    assertTrue(closed(HERE, null).contains("start it anew"));
    access = started();
    assertInstanceOf(Claim.Done.class, access.claim(GOOD, "en", null, HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "2001:db8::7", "handed on by another machine", ""})
  void anApplianceIsClaimedFromANetworkThatItIsPluggedInto(String from) {
    assertTrue(closed(from, null).contains("connect your computer to the same network"));
    assertFalse(access.isClaimed());
  }

  @Test
  void withASetupCodeAClaimNeedsItAndFiveWrongOnesEndIt() throws IOException {
    Files.writeString(folder.resolve("setup-code"), "K7-QX\n");
    assertTrue(closed(HERE, null).contains("code:"));
    for (int i = 0; i < 5; i++) {
      assertTrue(closed(HERE, "K7-Q" + i).contains("code:"));
    }
    assertTrue(closed(HERE, "K7-QX").contains("wrong 5 times"));
    access = started();
    assertInstanceOf(Claim.Done.class, access.claim(GOOD, "en", "K7-QX", HERE));
  }

  private String closed(String from, @Nullable String code) {
    return assertInstanceOf(Claim.Closed.class, access.claim(GOOD, "en", code, from)).sentence();
  }

  @Test
  void aWeakPasswordOrAnotherLanguageClaimsNothing() {
    assertInstanceOf(Claim.Misfit.class, access.claim("ninechars", "en", null, HERE));
    assertInstanceOf(Claim.Misfit.class, access.claim(GOOD, "fr", null, HERE));
    assertFalse(access.isClaimed());
  }

  @Test
  void aPasswordIsKeptAsArgon2idWithTheParametersOfOwaspAndReadByNobodyElse() throws IOException {
    claim();
    String file = Files.readString(folder.resolve("users.json"));
    assertTrue(file.contains("\"$argon2id$v=19$m=19456,t=2,p=1$"), file);
    assertFalse(file.contains(GOOD), file);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("users.json"))));
  }

  @Test
  void aWeakHashIsComputedAnewAtTheNextLoginAndSessionsStay() throws Exception {
    String weak =
        com.password4j.Argon2Function.getInstance(1024, 1, 1, 32, com.password4j.types.Argon2.ID)
            .hash(GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[16])
            .getResult();
    new AccessFile(folder)
        .<RuntimeException>change(
            _ -> Accounts.NONE.withUser(new User("old", Role.ADMIN, "en", "key", weak)));
    assertInstanceOf(Login.In.class, access.enter("old", GOOD, HERE));
    User now = Objects.requireNonNull(access.accounts().user("old"));
    assertTrue(now.password().contains("m=19456,t=2"), now.password());
    assertEquals("key", now.key());
    assertInstanceOf(Login.In.class, access.enter("old", GOOD, HERE));
  }

  @Test
  void fromTheFifthFailureOnWaitsDoubleToAQuarterOfAnHourAndOutliveARestart() throws Exception {
    claim();
    for (int i = 0; i < 4; i++) {
      assertInstanceOf(Login.Wrong.class, access.enter("admin", "wrong", "10.0.0." + i));
    }
    long wait = 1;
    for (int i = 4; i < 18; i++) {
      assertInstanceOf(Login.Wrong.class, access.enter("admin", "wrong", "10.0.0." + i));
      Duration left = left("admin", "10.0.0.99");
      assertEquals(Duration.ofSeconds(wait), left, "after failure " + (i + 1));
      nanos.addAndGet(left.toNanos() / 2);
      access = started();
      assertEquals(left, left("admin", "10.0.0.99"), "a restart begins it again");
      nanos.addAndGet(left.toNanos());
      wait = Math.min(2 * wait, 900);
    }
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE), "never for good");
    assertInstanceOf(Login.Wrong.class, access.enter("admin", "wrong", HERE));
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE), "counted anew");
  }

  @Test
  void anAddressThatTriesManyNamesWaitsToo() throws Exception {
    claim();
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(
          Login.Wrong.class, access.enter("name" + i, "wrong", "2001:db8::" + i), "one /64");
    }
    assertEquals(Duration.ofSeconds(1), left("admin", "2001:db8::77"));
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE));
  }

  private Duration left(String user, String from) throws InterruptedException {
    return assertInstanceOf(Login.Wait.class, access.enter(user, GOOD, from)).left();
  }

  @Test
  void aNameThatNobodyHasTakesAsLongAsOneThatSomebodyHas() throws Exception {
    claim();
    long known = median("admin");
    long unknown = median("nobody");
    assertTrue(
        Math.max(known, unknown) < 2 * Math.min(known, unknown),
        "known " + known / 1000 + " us, unknown " + unknown / 1000 + " us");
  }

  private long median(String name) throws InterruptedException {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nanos.addAndGet(Duration.ofHours(2).toNanos());
      long start = System.nanoTime();
      assertInstanceOf(Login.Wrong.class, access.enter(name, "wrong password", HERE));
      all.add(System.nanoTime() - start);
    }
    return all.stream().sorted().toList().get(4);
  }

  @Test
  void theLastAdministratorStays() {
    claim();
    assertInstanceOf(Change.Conflict.class, access.remove("admin"));
    assertInstanceOf(
        Change.Conflict.class, access.update(new Wanted("admin", Role.VIEWER, null, null)));
    assertInstanceOf(
        Change.Done.class, access.add(new Wanted("ines", Role.ADMIN, "another good one", null)));
    assertInstanceOf(Change.Done.class, access.remove("admin"));
    assertInstanceOf(Change.Conflict.class, access.remove("ines"));
  }

  @Test
  void aChangeOfPasswordOrRoleMakesAnotherKeyAndOneOfTheLanguageDoesNot() {
    claim();
    access.add(new Wanted("ines", Role.VIEWER, "another good one", "de"));
    String key = key();
    access.update(new Wanted("ines", null, null, "en"));
    assertEquals(key, key());
    access.update(new Wanted("ines", Role.INSTALLER, null, null));
    assertNotEquals(key, key());
    key = key();
    access.update(new Wanted("ines", null, "yet another one", null));
    assertNotEquals(key, key());
  }

  private String key() {
    return Objects.requireNonNull(access.accounts().user("ines")).key();
  }

  @Test
  void theButtonMakesItNobodysAndOpensTheTimeForAClaim() throws Exception {
    claim();
    nanos.addAndGet(Duration.ofDays(3).toNanos());
    access.reset();
    assertFalse(access.isClaimed());
    assertTrue(Files.exists(folder.resolve("users.json.old")));
    assertInstanceOf(Login.Wrong.class, access.enter("admin", GOOD, HERE));
    claim();
  }

  @Test
  void ofManyUsersAllAreTakenOrNone() {
    claim();
    Change change =
        access.put(
            List.of(
                new Wanted("ines", Role.INSTALLER, "another good one", null),
                new Wanted("otto", Role.VIEWER, "short", null)));
    assertInstanceOf(Change.Misfit.class, change);
    assertNull(access.accounts().user("ines"));
  }

  @Test
  void aTokenIsKeptAsItsDigestAloneAndWorksBesideAnotherProcess() throws IOException {
    AccessControl other = started();
    assertFalse(access.isClaimed());
    String text = other.addToken("grafana", Role.VIEWER).text();
    assertTrue(access.isClaimed());
    Token token = Objects.requireNonNull(access.token(text));
    assertEquals("grafana VIEWER", token.name() + " " + token.role());
    assertFalse(Files.readString(folder.resolve("users.json")).contains(text));
    assertNull(access.token(token.sha256()));
    assertInstanceOf(Claim.Already.class, access.claim(GOOD, "en", null, HERE));
    assertInstanceOf(Change.Conflict.class, access.removeToken(token.id()), "the last way in");
    claim(other);
    other.addToken("second", Role.ADMIN);
    assertInstanceOf(Change.Done.class, access.removeToken(token.id()));
    assertNull(other.token(text));
  }

  private static void claim(AccessControl taken) {
    assertInstanceOf(Claim.Already.class, taken.claim(GOOD, "en", null, HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "{\"users\":[{}],\"tokens\":[]}", "[]"})
  void aDamagedFileLetsNobodyNewInAndNobodyClaim(String content) throws Exception {
    claim();
    Files.writeString(folder.resolve("users.json"), content);
    AccessControl next = started();
    for (AccessControl each : List.of(access, next)) {
      assertTrue(each.isClaimed());
      assertTrue(String.valueOf(each.alarm()).contains("damaged"), each.alarm());
      assertInstanceOf(Claim.Already.class, each.claim(GOOD, "en", null, HERE));
      assertInstanceOf(Change.NotSaved.class, each.put(List.of()));
    }
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE), "known before");
    assertInstanceOf(Login.Wrong.class, next.enter("admin", GOOD, HERE));
    assertEquals(content, Files.readString(folder.resolve("users.json")));
  }

  @Test
  void aDiskThatGoesForAWhileTakesTheApplianceFromNobody() throws Exception {
    claim();
    byte[] good = Files.readAllBytes(folder.resolve("users.json"));
    Files.delete(folder.resolve("users.json"));
    assertTrue(access.isClaimed());
    assertInstanceOf(Claim.Already.class, access.claim(GOOD, "en", null, HERE));
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE));
    Files.write(folder.resolve("users.json"), good);
    assertNull(access.alarm());
    assertInstanceOf(Login.In.class, access.enter("admin", GOOD, HERE));
  }

  private void claim() {
    assertInstanceOf(Claim.Done.class, access.claim(GOOD, "en", null, HERE));
  }
}
