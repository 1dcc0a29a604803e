package dev.fluxftp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The laws of the house that a compiler does not know. */
class ArchitectureTest {

    private static final String HOUSE = "dev.fluxftp";
    private static final int LONGEST_FILE = 500;

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);

    @Test
    void coreIsHere() {
        assertThat(CORE).hasSizeGreaterThan(40);
        assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
                .contains(HOUSE + ".protocol", HOUSE + ".session", HOUSE + ".transfer");
    }

    @Test
    void coreNeedsAlmostNothing() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.slf4j..", "org.jspecify..", "com.google.errorprone.annotations..", HOUSE + "..")
                .check(CORE);
    }

    @Test
    void coreDoesNoInputOrOutput() {
        noClasses()
                .should()
                .dependOnClassesThat(inJava("java.net")
                        .and(DescribedPredicate.not(named("java.net.URI", "java.net.URISyntaxException"))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "javax.net..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat(named(
                        "java.io.File",
                        "java.io.FileInputStream",
                        "java.io.FileOutputStream",
                        "java.io.RandomAccessFile",
                        "java.lang.Thread",
                        "java.lang.ThreadLocal",
                        "java.lang.Runtime",
                        "java.lang.ProcessBuilder",
                        "java.util.Timer"))
                .check(CORE);
    }

    @Test
    void coreHasNoClock() {
        noClasses()
                .should()
                .dependOnClassesThat(named(Clock.class.getName(), "java.time.InstantSource"))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.Year.class, "now")
                .orShould()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .check(CORE);
    }

    @Test
    void arrowsPointOneWay() {
        room("protocol");
        room("listing", "protocol");
        room("session", "protocol");
        room("transfer", "protocol", "listing", "session");
    }

    private static void room(String room, String... mayEnter) {
        List<String> rooms = Stream.concat(Stream.of(room), Stream.of(mayEnter))
                .map(name -> HOUSE + '.' + name + "..")
                .toList();
        noClasses()
                .that()
                .resideInAPackage(HOUSE + '.' + room + "..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("reside in another room than " + rooms) {
                    @Override
                    public boolean test(JavaClass target) {
                        return JavaClass.Predicates.resideInAPackage(HOUSE + "..")
                                        .test(target)
                                && !JavaClass.Predicates.resideInAnyPackage(rooms.toArray(String[]::new))
                                        .test(target);
                    }
                })
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void noCircles() {
        slices().matching(HOUSE + ".(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void everyTypeIsClosed() {
        classes()
                .should(new ArchCondition<>("be final, sealed, an interface or an enum") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean closed = type.isInterface()
                                || type.isEnum()
                                || type.isRecord()
                                || type.isAnonymousClass()
                                || isConstantOfAnEnum(type)
                                || type.getModifiers().contains(JavaModifier.FINAL)
                                || type.reflect().isSealed();
                        events.add(new SimpleConditionEvent(type, closed, type.getFullName() + " is open to anybody"));
                    }
                })
                .check(CORE);
    }

    private static boolean isConstantOfAnEnum(JavaClass type) {
        return type.getRawSuperclass().map(JavaClass::isEnum).orElse(false);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(CORE);
    }

    @Test
    void everyRoomIsDescribedAndNullMarked() throws IOException {
        for (String name :
                CORE.stream().map(JavaClass::getPackageName).distinct().toList()) {
            Path description = main().resolve(name.replace('.', '/')).resolve("package-info.java");
            assertThat(description).exists();
            assertThat(Files.readString(description)).as(name).startsWith("/**").contains("@NullMarked");
            assertThat(CORE.getPackage(name).isAnnotatedWith(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void filesStaySmall() throws IOException {
        try (Stream<Path> files = Files.walk(main())) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            for (Path source : sources) {
                try (Stream<String> lines = Files.lines(source)) {
                    assertThat(lines.count()).as("lines of %s", source).isLessThanOrEqualTo(LONGEST_FILE);
                }
            }
        }
    }

    private static Path main() {
        // Maven runs the tests of a module in its own folder
        Path here = Path.of("src/main/java");
        return Files.isDirectory(here) ? here : Path.of("core").resolve(here);
    }

    private static DescribedPredicate<JavaClass> inJava(String name) {
        return JavaClass.Predicates.resideInAPackage(name);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        List<String> all = List.of(names);
        return DescribedPredicate.describe("are one of " + all, type -> all.contains(type.getFullName()));
    }
}
