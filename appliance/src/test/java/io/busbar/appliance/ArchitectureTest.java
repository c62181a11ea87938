package io.busbar.appliance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls of the house (the compiler keeps those between the modules). */
class ArchitectureTest {
  private static final String ROOT = "io.busbar.appliance";

  /** What MindSphere and SCorp-io both speak. */
  private static final String LANGUAGE = ROOT + ".cloud.mindconnect";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(
              Path.of("target/classes"),
              Path.of("../drivers/target/classes"),
              Path.of("../web/target/classes"));

  /** Which packages of the appliance each may know; the root package knows all. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("process", List.of()),
          Map.entry("access", List.of("process")),
          Map.entry("clock", List.of("process")),
          Map.entry("logbook", List.of("process")),
          Map.entry("system", List.of()),
          Map.entry("store", List.of("process")),
          Map.entry("cloud", List.of("process", "store")),
          Map.entry("journey", List.of("process", "store", "cloud")),
          Map.entry("cloud.juconn", List.of("cloud", "process", "store", "tixml.codec")),
          Map.entry("config", List.of("process", "clock", "store", "cloud", "logbook")),
          Map.entry("console.backup", List.of("process", "config")),
          Map.entry("console.care", List.of("process", "config", "access", "logbook", "store")),
          Map.entry("tixml.codec", List.of()),
          Map.entry("tixml", List.of("tixml.codec", "process", "config", "logbook")),
          Map.entry(
              "console",
              List.of(
                  "access",
                  "process",
                  "clock",
                  "store",
                  "cloud",
                  "journey",
                  "config",
                  "logbook",
                  "tixml",
                  "tixml.codec")));

  @Test
  void packagesOfTheApplianceKnowOnlyThoseBelowThem() {
    MAY_KNOW.forEach((part, known) -> {
      DescribedPredicate<JavaClass> others = resideInAPackage(ROOT);
      for (String other : MAY_KNOW.keySet()) {
        if (!other.equals(part) && !known.contains(other)) {
          others = others.or(in(other));
        }
      }
      noClasses()
          .that(in(part))
          .should()
          .dependOnClassesThat(others)
          .because("design: " + part + " may know " + known)
          .check(ALL);
    });
  }

  /** A part with what is below it, but for what is a part of its own. */
  private static DescribedPredicate<JavaClass> in(String part) {
    DescribedPredicate<JavaClass> all = resideInAPackage(ROOT + "." + part + "..");
    for (String other : MAY_KNOW.keySet()) {
      if (other.startsWith(part + ".")) {
        all = all.and(not(resideInAPackage(ROOT + "." + other + "..")));
      }
    }
    return all;
  }

  @Test
  void theWebIsKnownByTheConsoleAndItsRolesByWhoKeepsUsers() {
    noClasses()
        .that(resideInAPackage(ROOT + ".*..").and(not(resideInAPackage(ROOT + ".console.."))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.busbar.web..").and(not(called("io.busbar.web.Role"))))
        .check(ALL);
  }

  /** And there every part of it is put behind its roles. */
  @Test
  void theConsoleIsMadeInOnePlace() {
    noClasses()
        .that(not(called(ROOT + ".console.ApplianceConsole")))
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "Console", call -> call.getTargetOwner().getName().equals("io.busbar.web.Console")))
        .check(ALL);
  }

  private static DescribedPredicate<JavaClass> called(String name) {
    return DescribedPredicate.describe("called " + name, one -> one.getName().equals(name));
  }

  @Test
  void xmlIsParsedInOnePlace() {
    classes()
        .that(
            new DescribedPredicate<JavaClass>("make readers of XML") {
              @Override
              public boolean test(JavaClass user) {
                return user.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d ->
                        resideInAnyPackage("javax.xml..", "org.xml.sax..", "org.w3c.dom..")
                            .test(d.getTargetClass()));
              }
            })
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                new DescribedPredicate<JavaClass>("TextForm, which is hardened") {
                  @Override
                  public boolean test(JavaClass user) {
                    return user.getSimpleName().equals("TextForm");
                  }
                }))
        .check(ALL);
  }

  @Test
  void platformsDoNotKnowEachOther() {
    slices()
        .matching(ROOT + ".cloud.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(LANGUAGE))
        .check(ALL);
    noClasses()
        .that(resideInAPackage(LANGUAGE))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + ".cloud.*..").and(not(resideInAPackage(LANGUAGE))))
        .because("MindConnect is a language that platforms share, no platform")
        .check(ALL);
  }

  @Test
  void allButTheRootKnowOfDriversOnlyTheVocabulary() {
    noClasses()
        .that(resideInAPackage(ROOT + ".*.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.busbar.drivers..")
                .and(not(resideInAnyPackage("io.busbar.drivers", "io.busbar.drivers.schema"))))
        .check(ALL);
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "com.fazecast.jSerialComm.., io.busbar.drivers.serial",
    "com.pi4j.., io.busbar.drivers.io",
    "org.eclipse.paho.., io.busbar.appliance.cloud",
    "java.sql.., io.busbar.appliance.store",
    "io.javalin.., io.busbar.web",
    "picocli.., io.busbar.appliance",
    "io.prometheus.., io.busbar.appliance.console"
  })
  void aLibraryIsKnownInOnePackage(String library, String owner) {
    noClasses()
        .that(not(resideInAPackage(owner)))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(ALL);
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "com.fazecast.jSerialComm.., LocalPort",
    "com.pi4j.., Pi4jPins",
    "org.eclipse.paho.., MqttLink",
    "com.password4j.., Passwords"
  })
  void aLibraryIsKnownInOneClass(String library, String owner) {
    classes()
        .that(
            new DescribedPredicate<JavaClass>("use " + library) {
              @Override
              public boolean test(JavaClass user) {
                return user.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d -> resideInAPackage(library).test(d.getTargetClass()));
              }
            })
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                new DescribedPredicate<JavaClass>("part of " + owner) {
                  @Override
                  public boolean test(JavaClass user) {
                    return user.getName().matches(".*\\." + owner + "(\\$.*)?");
                  }
                }))
        .check(ALL);
  }

  /** A Pi has no clock chip: the wall clock is an argument, and only labels. */
  @Test
  void theWallClockIsAlwaysPassedIn() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(ALL);
  }

  @Test
  void nobodyDeserialisesJavaObjectsOrStartsPrograms() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(ALL);
  }
}
