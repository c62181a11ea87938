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
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(
              Path.of("target/classes"),
              Path.of("../drivers/target/classes"),
              Path.of("../web/target/classes"));

  /** Which packages of the appliance each may know; the root package knows all. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "process", List.of(),
          "store", List.of("process"),
          "cloud", List.of("process", "store"),
          "config", List.of("process", "store", "cloud"),
          "console", List.of("process", "store", "cloud", "config"));

  @Test
  void packagesOfTheApplianceKnowOnlyThoseBelowThem() {
    MAY_KNOW.forEach((part, known) -> {
      String[] others =
          MAY_KNOW.keySet().stream()
              .filter(other -> !other.equals(part) && !known.contains(other))
              .map(other -> ROOT + "." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that(resideInAPackage(ROOT + "." + part + ".."))
          .should()
          .dependOnClassesThat(resideInAnyPackage(others).or(resideInAPackage(ROOT)))
          .because("design: " + part + " may know " + known)
          .check(ALL);
    });
  }

  @Test
  void platformsDoNotKnowEachOther() {
    slices().matching(ROOT + ".cloud.(*)..").should().notDependOnEachOther().check(ALL);
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
    "com.ghgande.j2mod.., io.busbar.drivers.modbus",
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
    "com.ghgande.j2mod.., ModbusMaster",
    "com.fazecast.jSerialComm.., LocalPort",
    "com.pi4j.., Pi4jPins",
    "org.eclipse.paho.., MqttLink"
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
