package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;

@Timeout(60)
class ModelDownloadTest {
    private static final int NUMBERS = 50_000;
    /** Long against the work between two bytes on a busy machine, short against a test. */
    private static final Duration STALL = Duration.ofMillis(1500);

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private byte[] content = new byte[0];
    private ModelStore store = new ModelStore(Path.of(""));
    private UnreliableServer server = startServer();

    private static UnreliableServer startServer() {
        try {
            return new UnreliableServer(new byte[0]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void offerAModel() throws IOException {
        content = weights(1);
        server.replace(content, "\"one\"");
        store = new ModelStore(folder.resolve("store"));
    }

    @AfterEach
    void stopServing() {
        server.close();
    }

    @Test
    void bringsAModelIntoTheStore() throws IOException {
        StoredModel model = pull(published(true));
        assertThat(store.find("model")).contains(model);
        assertThat(model.source()).isEqualTo(server.address().toString());
        assertThat(Files.readAllBytes(store.file(model))).isEqualTo(content);
        assertThat(notes).isEmpty();
        assertThat(pull(published(true))).isEqualTo(model);
        assertThat(notes).containsExactly("model is already in the store.");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesOnWhereItWasCut() throws IOException {
        server.then(server.cutAfter(30_000)).then(server.cutAfter(40_000));
        StoredModel model = pull(published(true));
        assertThat(Files.readAllBytes(store.file(model))).isEqualTo(content);
        assertThat(server.requests()).startsWith("- if -").hasSize(3);
        assertThat(server.requests().get(2)).matches("bytes=\\d+- if \"one\"");
    }

    @Test
    void beginsAnewWhereTheServerNamesNoVersion() throws IOException {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 30_000);
            exchange.getResponseBody().flush();
        });
        assertThat(Files.readAllBytes(store.file(pull(published(true))))).isEqualTo(content);
        assertThat(server.requests()).containsExactly("- if -", "- if -");
    }

    @Test
    void goesOnInAnotherProcess() throws IOException {
        server.then(server.cutAfter(100_000));
        for (int i = 0; i < 9; i++) {
            server.then(server.lie(503, null, new byte[0]));
        }
        refused(ExitCode.OFFLINE, published(true)).hasMessageContaining("the server answered 503");
        refused(ExitCode.OFFLINE, published(true));
        StoredModel model = pull(published(true));
        assertThat(Files.readAllBytes(store.file(model))).isEqualTo(content);
        assertThat(server.requests().get(server.requests().size() - 1)).matches("bytes=\\d+- if \"one\"");
    }

    @Test
    void beginsAnewWhenTheFileChangedMeanwhile() throws IOException {
        server.then(exchange -> {
            server.cutAfter(60_000).to(exchange);
            server.replace(weights(2), "\"two\"");
        });
        StoredModel model = pull(published(false));
        assertThat(Files.readAllBytes(store.file(model))).isEqualTo(weights(2));
    }

    @Test
    void addsNothingFromAServerThatSendsAnotherPart() throws IOException {
        String total = "/" + content.length;
        for (String lie : List.of(
                "bytes 0-99" + total,
                "bytes 30001-" + (content.length - 1) + total,
                "bytes 30000-30099/99999",
                "bytes x",
                "")) {
            server.then(server.cutAfter(30_000)).then(server.lie(206, lie, new byte[100]));
            StoredModel model = pull(published(true));
            assertThat(Files.readAllBytes(store.file(model))).as(lie).isEqualTo(content);
            store.remove("model");
        }
    }

    @Test
    void addsNothingOfAnotherVersionThatIsSentAsAPart() throws IOException {
        server.then(server.cutAfter(30_000)).then(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"two\"");
            String range = "bytes 30000-" + (content.length - 1) + "/" + content.length;
            exchange.getResponseHeaders().set("Content-Range", range);
            exchange.sendResponseHeaders(206, content.length - 30_000);
            exchange.getResponseBody().write(new byte[content.length - 30_000]);
        });
        assertThat(Files.readAllBytes(store.file(pull(published(true))))).isEqualTo(content);
    }

    @Test
    void givesUpOnAServerThatNeverSendsWhatItShould() {
        for (int i = 0; i < 20; i++) {
            server.then(server.lie(206, "bytes 5-9/10", new byte[5]));
        }
        refused(ExitCode.OFFLINE, published(true)).hasMessageContaining("another part than it was asked for");
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void goesOnAfterAServerFellSilent() throws IOException {
        server.then(server.stallAfter(50_000));
        StoredModel model = pull(published(true));
        assertThat(Files.readAllBytes(store.file(model))).isEqualTo(content);
        assertThat(notes).containsExactly("model: nothing came for a while; trying again.");
    }

    @Test
    void followsWithoutALengthUntilTheEnd() throws IOException {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(content);
        });
        assertThat(Files.readAllBytes(store.file(pull(published(false))))).isEqualTo(content);
    }

    @Test
    void refusesAFileOfAnotherLengthBeforeReadingIt() {
        server.replace(new byte[content.length + 1], "\"one\"");
        refused(ExitCode.MODEL, published(true)).hasMessageContaining((content.length + 1) + " bytes, expected");
        nothingIsLeft();
    }

    @Test
    void stopsAnEndlessFile() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(zeros);
            }
        });
        refused(ExitCode.MODEL, published(false)).hasMessageContaining("expected at most");
        nothingIsLeft();
    }

    @Test
    void refusesAFileWithAnotherSha256() throws IOException {
        server.replace(weights(2), "\"one\"");
        refused(ExitCode.MODEL, published(true)).hasMessageContaining("SHA-256").hasMessageContaining("expected");
        nothingIsLeft();
    }

    @Test
    void trustsTheFirstDownloadAndRefusesAnotherOneLater() throws IOException {
        pull(published(false));
        assertThat(notes).singleElement().asString().contains("nobody published its SHA-256");
        store.remove("model");
        server.replace(weights(2), "\"two\"");
        refused(ExitCode.MODEL, published(false)).hasMessageContaining("expected");
        nothingIsLeft();
    }

    @Test
    void refusesWhatIsNotTheModel() throws IOException {
        server.replace("cos\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII), "\"one\"");
        refused(ExitCode.MODEL, published(false));
        nothingIsLeft();
        PublishedModel other = new PublishedModel(
                "model", "", server.address(), OptionalLong.empty(), null, "{}", NUMBERS + 1, OptionalInt.of(1));
        server.replace(weights(1), "\"one\"");
        refused(ExitCode.MODEL, other).hasMessageContaining("has 1 tensors with 50000 numbers, model has 1 with 50001");
        nothingIsLeft();
    }

    @Test
    void saysThatAFileIsGoneOrHasNoAddress() {
        server.then(server.lie(404, null, new byte[0]));
        refused(ExitCode.MODEL, published(true)).hasMessageContaining("answered 404");
        assertThat(server.requests()).hasSize(1);
        PublishedModel nowhere =
                new PublishedModel("model", "", null, OptionalLong.empty(), null, "{}", 1, OptionalInt.of(1));
        refused(ExitCode.MODEL, nowhere).hasMessageContaining("offers no address");
    }

    @Test
    void saysThatTheNetworkIsAway() {
        PublishedModel model = published(true);
        server.close();
        refused(ExitCode.OFFLINE, model).hasMessageContaining("no answer");
    }

    @Test
    void letsOneProcessAtATimeDownloadAModel() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        server.then(exchange -> {
            reached.countDown();
            await(goOn);
            server.asItShould(exchange);
        });
        var threads = Executors.newSingleThreadExecutor();
        try {
            var first = threads.submit(() -> download(Duration.ofSeconds(30)).pull(published(true)));
            await(reached);
            refused(ExitCode.RESOURCES, published(true)).hasMessageContaining("another process");
            goOn.countDown();
            assertThat(Files.readAllBytes(store.file(first.get()))).isEqualTo(content);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StoredModel pull(PublishedModel model) {
        return download(STALL).pull(model);
    }

    private ModelDownload download(Duration stall) {
        var listener = new ModelDownload.Listener() {
            @Override
            public void progress(long bytes, OptionalLong total) {
                assertThat(total.orElse(bytes)).isGreaterThanOrEqualTo(bytes);
            }

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
        return new ModelDownload(store, listener, new ModelDownload.Patience(stall, Duration.ofMillis(1)));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(ExitCode code, PublishedModel model) {
        return assertThatThrownBy(() -> pull(model))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void nothingIsLeft() {
        assertThat(store.list()).isEmpty();
        assertThat(store.root().resolve("downloads").resolve("model.part")).doesNotExist();
        assertThat(store.root().resolve("downloads").resolve("model.version")).doesNotExist();
    }

    /** The model on the server; with its length and SHA-256 where {@code known}. */
    private PublishedModel published(boolean known) {
        @Nullable String sha256 = null;
        if (known) {
            Path copy = folder.resolve("copy");
            try {
                Files.write(copy, content);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            sha256 = ModelStore.sha256(copy);
        }
        OptionalLong bytes = known ? OptionalLong.of(content.length) : OptionalLong.empty();
        return new PublishedModel("model", "", server.address(), bytes, sha256, "{}", NUMBERS, OptionalInt.of(1));
    }

    private byte[] weights(int seed) throws IOException {
        byte[] numbers = new byte[4 * NUMBERS];
        new Random(seed).nextBytes(numbers);
        var tensors = new LinkedHashMap<String, TensorData>();
        tensors.put("w", new TensorData(DType.F32, new long[] {NUMBERS}, ByteBuffer.wrap(numbers)));
        Path file = folder.resolve("weights");
        SafetensorsWriter.write(file, Map.of(), tensors);
        return Files.readAllBytes(file);
    }
}
