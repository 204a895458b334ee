package stratoscope;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of packages: which there are, what of ours each may import (towards the packet, never back), and which third-party
 * packages it may touch. A package that is still empty passes; a new one is a new line here.
 */
class ArchitectureTest {
  private static final String NETTY_CODECS = "io.netty..";
  private static final String JACKSON_CORE = "com.fasterxml.jackson.core..";

  /** Allowed everywhere: the JDK, and annotations that are gone at run time. */
  private static final String[] EVERYWHERE = {
    "java..", "javax..", "jdk.net..", "org.jspecify.annotations..", "com.google.errorprone.annotations.."
  };

  private static final JavaClasses MAIN = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("stratoscope");

  /**
   * The packages, from the packet upwards. Each may import those that stand before it, save what its line says otherwise.
   * {@link #ROOT} is the package {@code stratoscope} itself, without those inside it.
   */
  private enum Part {
    /** Imports none of ours and serves everyone: any part may say what it observed. */
    EVIDENCE(),
    CAPTURE("org.pcap4j..", "com.sun.jna..", "io.airlift.compress.."),
    PACKET(),
    STATE(),
    NAMES("io.netty.buffer.."),
    FLOW("io.netty.buffer..", "io.netty.util.."),
    CARRIER(NETTY_CODECS),
    STRATUM(NETTY_CODECS, JACKSON_CORE),
    RHYTHM("io.netty.buffer.."),
    INVENTORY("com.maxmind.db..", "de.siegmar.fastcsv.."),
    PROFILE(),
    CIRCUMSTANCE("io.netty.buffer.."),
    HOST("com.github.benmanes.caffeine.cache.."),
    RECORD(JACKSON_CORE, "org.sqlite.."),
    REPORT("gg.jte..", JACKSON_CORE),
    METRICS("io.micrometer..", "io.prometheus.metrics.."),
    ALERT(NETTY_CODECS, JACKSON_CORE),
    CONFIG("org.snakeyaml.engine..", "de.siegmar.fastcsv..", JACKSON_CORE),
    ROOT(NETTY_CODECS, JACKSON_CORE, "org.pcap4j..", "com.github.benmanes.caffeine.cache..", "io.micrometer.."),
    WEB(NETTY_CODECS, JACKSON_CORE, "io.micrometer..", "io.prometheus.metrics.."),
    CLI("picocli..", JACKSON_CORE, "org.snakeyaml.engine..", "com.sun.jna..");

    private final String[] thirdParty;

    Part(String... thirdParty) {
      this.thirdParty = thirdParty;
    }

    /** ArchUnit's pattern of the package: with what is inside it, except for the root. */
    String pattern() {
      return this == ROOT ? "stratoscope" : "stratoscope." + label() + "..";
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean mayImport(Part other) {
      return switch (this) {
        case EVIDENCE -> other == this;
        case PACKET -> other == this || other == EVIDENCE;
        default -> other.ordinal() <= ordinal();
      };
    }
  }

  @Test
  void everyPackage_isInTheTable() {
    classes().should().resideInAnyPackage(patterns(Arrays.asList(Part.values())))
        .because("a new package needs a line in ArchitectureTest that says what it may import")
        .check(MAIN);
  }

  @ParameterizedTest
  @EnumSource
  void ourPackages_areImportedTowardsThePacketOnly(Part part) {
    List<Part> forbidden = Arrays.stream(Part.values()).filter(other -> !part.mayImport(other)).toList();
    noClasses().that().resideInAPackage(part.pattern())
        .should().dependOnClassesThat().resideInAnyPackage(patterns(forbidden))
        .because("imports go towards the packet, never back; " + part.label() + " may not use " + forbidden)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @ParameterizedTest
  @EnumSource
  void thirdParties_areTouchedWhereTheTableSays(Part part) {
    List<String> allowed = new ArrayList<>(List.of(EVERYWHERE));
    allowed.add("stratoscope..");
    allowed.addAll(List.of(part.thirdParty));
    noClasses().that().resideInAPackage(part.pattern())
        .should().dependOnClassesThat(not(resideInAnyPackage(allowed.toArray(String[]::new))))
        .because(part.label() + " may touch " + allowed + " and nothing else")
        .allowEmptyShould(true)
        .check(MAIN);
  }

  private static String[] patterns(List<Part> parts) {
    return parts.stream().map(Part::pattern).toArray(String[]::new);
  }
}
