package dev.ringpost;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ringpost.compression.Decompressor;
import dev.ringpost.intake.LaneEngine;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The package arrows: who may know whom. An arrow that is not here has to be argued for. */
@AnalyzeClasses(packages = "dev.ringpost", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.ringpost";
    private static final String[] INNER = {
        "ring", "wire", "confirm", "pack", "stage", "topology", "retry", "lane", "intake", "metrics", "jfr"
    };

    private static String of(String part) {
        return part.isEmpty() ? ROOT : ROOT + "." + part;
    }

    /** A rule: of this library, a package uses nothing but itself and those. */
    private static ArchRule only(String part, String... allowed) {
        String[] packages = Stream.concat(
                        Stream.of(of(part)), Stream.of(allowed).map(ArchitectureTest::of))
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> notAllowed = resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages)));
        return noClasses()
                .that()
                .resideInAPackage(of(part))
                .should()
                .dependOnClassesThat(notAllowed.as("are in none of %s", String.join(", ", packages)));
    }

    @ArchTest
    static final ArchRule apiUsesSerializationCompressionAndTls = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".*")
                    .and(resideOutsideOfPackage(of("serialization")))
                    .and(resideOutsideOfPackage(of("compression")))
                    .and(resideOutsideOfPackage(of("tls")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(LaneEngine.class)))
                    .and(resideOutsideOfPackage(of("config"))));

    /** The one arrow from the API to configuration, which itself sees the API alone. */
    @ArchTest
    static final ArchRule onlyLoadingAndTheCommandKnowTheConfiguration = noClasses()
            .that()
            .resideOutsideOfPackages(of("config"), of("cli") + "..")
            .and()
            .doNotHaveFullyQualifiedName(PublisherEngine.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage(of("config"));

    @ArchTest
    static final ArchRule config = only("config", "", "serialization", "compression", "tls");

    @ArchTest
    static final ArchRule onlyTheBuilderKnowsTheEngineBehindTheApi = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .doNotHaveFullyQualifiedName(EngineBuilder.class.getName())
            .should()
            .dependOnClassesThat()
            .areAssignableTo(LaneEngine.class);

    @ArchTest
    static final ArchRule serialization = noClasses()
            .that()
            .resideInAPackage(of("serialization"))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(of("serialization")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(RingpostException.class))));

    /** So that an application without them can load all other classes. */
    @ArchTest
    static final ArchRule eachOptionalFormatIsKnownToItsSerializerAlone = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Yaml")
            .and()
            .haveSimpleNameNotStartingWith("Msgpack")
            .and()
            .doNotHaveSimpleName("PlainPickler")
            .and()
            .resideOutsideOfPackages(of("cli") + "..", of("embedded") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.yaml..", "org.msgpack..", "net.razorvine..");

    @ArchTest
    static final ArchRule compression = noClasses()
            .that()
            .resideInAPackage(of("compression"))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(of("compression")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(RingpostException.class))));

    /** Each is an optional dependency: who lacks it must be able to load every other class. */
    @ArchTest
    static final ArchRule eachCodecLibraryIsKnownToItsCompressorAndDecompressorAlone = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(of("compression"))
                    .and(HasName.Predicates.nameMatching(".*[Cc]ompressor(\\$.*)?"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.commons.compress..",
                    "org.tukaani.xz..",
                    "com.aayushatharva.brotli4j..",
                    "com.github.luben.zstd..",
                    "net.jpountz..");

    @ArchTest
    static final ArchRule tls = noClasses()
            .that()
            .resideInAPackage(of("tls"))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(of("tls")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(RingpostException.class))));

    @ArchTest
    static final ArchRule ring = only("ring", "", "serialization");

    @ArchTest
    static final ArchRule topology = only("topology", "", "ring", "jfr");

    @ArchTest
    static final ArchRule wire = only("wire", "", "topology", "compression", "tls");

    @ArchTest
    static final ArchRule confirm = only("confirm", "");

    @ArchTest
    static final ArchRule metrics = only("metrics", "");

    @ArchTest
    static final ArchRule retry = only("retry", "", "ring");

    @ArchTest
    static final ArchRule pack = only("pack", "", "ring", "wire", "confirm", "metrics", "compression");

    @ArchTest
    static final ArchRule stage =
            only("stage", "", "pack", "ring", "wire", "confirm", "metrics", "jfr", "serialization", "compression");

    @ArchTest
    static final ArchRule lane = only(
            "lane",
            "",
            "stage",
            "pack",
            "ring",
            "wire",
            "topology",
            "confirm",
            "retry",
            "metrics",
            "jfr",
            "serialization");

    @ArchTest
    static final ArchRule intake = only(
            "intake",
            "",
            "lane",
            "stage",
            "ring",
            "wire",
            "topology",
            "confirm",
            "metrics",
            "serialization",
            "compression");

    @ArchTest
    static final ArchRule jfr = only("jfr", "");

    @ArchTest
    static final ArchRule micrometer = only("micrometer", "");

    /** An optional dependency: who lacks it must be able to load every class of another package. */
    @ArchTest
    static final ArchRule micrometerIsKnownToItsBinderAlone = noClasses()
            .that()
            .resideOutsideOfPackages(of("micrometer"), of("cli") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", of("micrometer"));

    /** Who consumes needs nothing of who publishes: the formats' names and the decompressors are what they share. */
    @ArchTest
    static final ArchRule consumerNeedsNoEngine = noClasses()
            .that()
            .resideInAPackage(of("consumer"))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(of("consumer")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(RingpostException.class)))
                    .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(RecordFormat.class)))
                    .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Decompressor.class))));

    @ArchTest
    static final ArchRule embeddedStandsAlone = only("embedded");

    /** So that an application without OpenTelemetry can load all other classes. */
    @ArchTest
    static final ArchRule openTelemetryIsKnownToItsPackageAlone = noClasses()
            .that()
            .resideOutsideOfPackage(of("opentelemetry"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..", of("opentelemetry"));

    @ArchTest
    static final ArchRule openTelemetryUsesTheApiOnly = only("opentelemetry", "");

    @ArchTest
    static final ArchRule optionalPartsAreUsedByNobody = noClasses()
            .that()
            .resideOutsideOfPackages(of("embedded") + "..", of("cli") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(of("embedded") + "..", of("cli") + "..");

    @ArchTest
    static final ArchRule embeddedDoesNotKnowTheCommand = noClasses()
            .that()
            .resideInAPackage(of("embedded") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(of("cli") + "..");

    /** A user of the engine meets no type of an internal package in what is public. */
    @ArchTest
    static final ArchRule theCommandUsesTheApiOnly = noClasses()
            .that()
            .resideInAPackage(of("cli") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Stream.of(INNER).map(ArchitectureTest::of).toArray(String[]::new))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatTheCommandsPartsShareKnowsNoneOfThem = only("cli.base", "", "tls");

    @ArchTest
    static final ArchRule theDashboardShowsAnEngineAndKnowsNoCommand = only("cli.dashboard", "");

    @ArchTest
    static final ArchRule theDoctorKnowsNoCommand = only("cli.doctor", "", "cli.base");

    /** So that who lacks the library can still publish everything but CSV. */
    @ArchTest
    static final ArchRule csvIsReadInOnePlace = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("CsvReading")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("de.siegmar..");

    @ArchTest
    static final ArchRule onlyTheDashboardServesHttp = noClasses()
            .that()
            .resideOutsideOfPackage(of("cli.dashboard"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule theClientIsKnownToTheWireAlone = noClasses()
            .that()
            .resideOutsideOfPackages(of("wire"), of("cli") + "..", of("embedded") + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq.client..");

    @ArchTest
    static final ArchRule itsInsideIsKnownToTheWireAlone = noClasses()
            .that()
            .resideOutsideOfPackage(of("wire"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq.client.impl..");

    @ArchTest
    static final ArchRule theDisruptorIsKnownToFew = noClasses()
            .that()
            .resideOutsideOfPackages(of("ring"), of("stage"), of("lane"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.lmax.disruptor..");

    /** But for {@link EngineBuilder#start()}, which makes the engine and so points back at {@code intake}. */
    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("dev.ringpost.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false);
                    if (!marked) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                    }
                }
            });
}
