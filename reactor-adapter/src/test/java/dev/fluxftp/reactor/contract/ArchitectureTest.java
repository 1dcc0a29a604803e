package dev.fluxftp.reactor.contract;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.fluxftp.session.ActionHandler;
import dev.fluxftp.session.ProtocolInterpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;

/** The laws of the house, for the adapter's own classes. */
class ArchitectureTest {

    private static final String PUBLIC = "dev.fluxftp.reactor";
    private static final String ROOM = PUBLIC + ".internal.";
    private static final int MAX_LINES = 500;

    /** The drivers: where a subscription is made by hand. */
    private static final Set<String> SUBSCRIBERS =
            Set.of("CheckpointDriver", "DataLink", "PacedFlux", "ReceiveFlux", "SendMono");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PUBLIC);

    private static List<JavaCodeUnit> callers(Predicate<JavaMethodCall> call) {
        return MAIN.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call)
                .map(JavaMethodCall::getOrigin)
                .toList();
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @ParameterizedTest(name = "{0} knows nothing of {1}")
    @CsvSource({
        "tls, data control pool transfer file journal",
        "data, control pool transfer file journal",
        "control, pool transfer file journal",
        "file, tls data control pool transfer journal",
        "journal, tls data control pool transfer",
        "pool, transfer file journal"
    })
    void arrows_point_one_way(String room, String unknown) {
        String[] others =
                Stream.of(unknown.split(" ")).map(other -> ROOM + other + "..").toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOM + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(MAIN);
    }

    @Test
    void inner_rooms_do_not_know_the_public_one() {
        noClasses()
                .that()
                .resideInAPackage(PUBLIC + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PUBLIC)
                .check(MAIN);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.fluxftp.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void public_signatures_show_no_inner_room() {
        assertThat(MAIN.stream()
                        .filter(type -> type.getPackageName().equals(PUBLIC)
                                && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)
                                || unit.getModifiers().contains(JavaModifier.PROTECTED))
                        .filter(unit -> unit.getAllInvolvedRawTypes().stream()
                                .anyMatch(type -> type.getPackageName().startsWith(ROOM))))
                .isEmpty();
    }

    @Test
    void one_driver_performs_what_the_interpreter_says() {
        assertThat(MAIN.stream().filter(type -> type.isAssignableTo(ActionHandler.class)))
                .extracting(JavaClass::getSimpleName)
                .containsExactly("ControlChannel");
        assertThat(callers(call -> call.getTargetOwner().isEquivalentTo(ProtocolInterpreter.class)))
                .extracting(unit -> outermost(unit.getOwner()))
                .containsOnly("ControlChannel");
    }

    @Test
    void nothing_blocks() {
        Set<String> blocking = Set.of("block", "blockFirst", "blockLast", "blockOptional", "toIterable", "toStream");
        assertThat(callers(call ->
                        call.getTargetOwner().isAssignableTo(Publisher.class) && blocking.contains(call.getName())))
                .isEmpty();
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
        noMethods().should().haveModifier(SYNCHRONIZED).check(MAIN);
        assertThat(sources()).noneSatisfy(source -> assertThat(source).content().contains("synchronized ("));
    }

    @Test
    void only_drivers_subscribe() {
        assertThat(callers(call -> call.getName().equals("subscribe")
                        && call.getTargetOwner().isAssignableTo(Publisher.class)))
                .extracting(unit -> outermost(unit.getOwner()))
                .isSubsetOf(SUBSCRIBERS);
    }

    @Test
    void classes_are_made_to_be_used_and_not_to_be_extended() {
        assertThat(MAIN.stream()
                        .filter(type -> !type.isInterface() && !type.isAnonymousClass())
                        .filter(type -> !type.getModifiers().contains(FINAL)
                                && !type.reflect().isSealed()
                                && !type.isEnum()))
                .isEmpty();
    }

    @Test
    void packages_say_what_null_means() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(room -> room.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void names_say_what_a_class_is() {
        assertThat(MAIN.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.matches(".*(Manager|Helper|Utils?|Impl)") || name.startsWith("Abstract"));
    }

    @Test
    void files_stay_small() {
        assertThat(sources())
                .allSatisfy(source -> assertThat(Files.readAllLines(source))
                        .as("lines of %s", source)
                        .hasSizeLessThanOrEqualTo(MAX_LINES));
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
