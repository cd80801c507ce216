package zvrd.degradation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import zvrd.ExitCode;
import zvrd.Sha256;
import zvrd.Spelling;
import zvrd.UserError;

/**
 * Operators that users bring: classes named in {@code META-INF/services/zvrd.degradation.DegradationOperator}, on the class
 * path or in jars. Keep it open while one of them is used: its classes are loaded when they are needed.
 */
public final class UserOperators implements AutoCloseable {
    private static final String SERVICES = "META-INF/services";

    private final URLClassLoader loader;
    private final TreeMap<String, DegradationOperator> operators;

    private UserOperators(URLClassLoader loader, TreeMap<String, DegradationOperator> operators) {
        this.loader = loader;
        this.operators = operators;
    }

    /**
     * Finds all there are.
     *
     * @param places jars, folders of jars, or folders of classes; their code is run
     * @throws UserError exit 3 where a place is not there, or an operator in it cannot be made
     */
    public static UserOperators in(List<Path> places) {
        URL[] urls = places.stream().flatMap(UserOperators::jars).toArray(URL[]::new);
        var loader = new URLClassLoader(urls, UserOperators.class.getClassLoader());
        var found = new TreeMap<String, DegradationOperator>();
        try {
            for (DegradationOperator operator : ServiceLoader.load(DegradationOperator.class, loader)) {
                String name = operator.name();
                if (name == null || name.isBlank()) {
                    throw new IllegalStateException(operator.getClass().getName() + " has no name");
                }
                if (found.putIfAbsent(name, operator) != null) {
                    throw new IllegalStateException("two of them are called " + name);
                }
            }
            return new UserOperators(loader, found);
        } catch (ServiceConfigurationError
                | LinkageError
                | RuntimeException cause) { // a user's name() may throw anything
            close(loader);
            throw broken(places, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    /**
     * The SHA-256 of all files in {@code places}, names and contents, in lower-case hexadecimal digits.
     *
     * @throws UserError exit 3 where a place cannot be read
     */
    public static String sha256(List<Path> places) {
        var files = new ArrayList<Path>();
        try {
            for (Path place : places) {
                try (Stream<Path> all = Files.walk(place)) {
                    all.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            }
            return Sha256.of(files);
        } catch (IOException | UncheckedIOException cause) {
            throw broken(places, String.valueOf(cause.getMessage()));
        }
    }

    /** The operator whose {@link DegradationOperator#name()} is {@code name}. @throws UserError exit 2 where there is none */
    public DegradationOperator get(String name) {
        DegradationOperator operator = operators.get(name);
        if (operator == null) {
            String nearest = Spelling.nearest(name, operators.keySet());
            throw new UserError(
                    ExitCode.USAGE,
                    "--operator " + name + ": no operator of that name was found"
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"),
                    operators.isEmpty()
                            ? "name the jar it is in with --operator-path FILE.jar"
                            : "there are: " + String.join(", ", operators.keySet()));
        }
        return operator;
    }

    @Override
    public void close() {
        close(loader);
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<URL> jars(Path place) {
        if (!Files.exists(place)) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--operator-path " + place + ": is not there",
                    "name a jar, or a folder of jars or classes");
        }
        if (!Files.isDirectory(place) || Files.isDirectory(place.resolve(SERVICES))) {
            return Stream.of(url(place));
        }
        try (Stream<Path> inside = Files.list(place)) {
            return new ArrayList<>(inside.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList())
                    .stream().map(UserOperators::url);
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--operator-path " + place + ": cannot be read (" + e.getMessage() + ")",
                    "check its permissions",
                    e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " has no address", e);
        }
    }

    private static UserError broken(List<Path> places, String why) {
        return new UserError(
                ExitCode.INPUT,
                "--operator-path " + places + ": operators cannot be loaded: " + why,
                "an operator is a public class with a public constructor without arguments that implements"
                        + " zvrd.degradation.DegradationOperator; see docs/own-operator.md");
    }
}
