package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;

class ModelStoreTest {
    @TempDir
    Path folder;

    private ModelStore store = new ModelStore(Path.of(""));

    @BeforeEach
    void openAStore() {
        store = new ModelStore(folder.resolve("store"));
    }

    @Test
    void liesUnderTheUsersDataFolder() {
        Path home = Path.of("/home/u");
        assertThat(ModelStore.standardRoot(Map.of(), home)).isEqualTo(home.resolve(".local/share/zvrd/models"));
        assertThat(ModelStore.standardRoot(Map.of("XDG_DATA_HOME", "/data"), home))
                .isEqualTo(Path.of("/data/zvrd/models"));
        assertThat(ModelStore.standardRoot(Map.of("XDG_DATA_HOME", "relative"), home))
                .isEqualTo(home.resolve(".local/share/zvrd/models"));
    }

    @Test
    void keepsOneFileUnderTwoNamesUntilBothAreRemoved() {
        Path file = weights("a.safetensors", 1);
        StoredModel first = store.importFile(file, "first");
        StoredModel second = store.importFile(file, "second");
        assertThat(store.list()).containsExactly(first, second);
        assertThat(store.file(first)).isEqualTo(store.file(second)).hasSameBinaryContentAs(file);

        store.remove("first");
        assertThat(store.find("first")).isEmpty();
        try (TensorFile opened = store.open("second")) {
            assertThat(opened.names()).containsExactly("w");
        }
        store.remove("second");
        assertThat(store.list()).isEmpty();
        assertThat(store.file(second)).doesNotExist();
    }

    @Test
    void opensFilesThatAreNoNames() {
        Path file = weights("a.safetensors", 1);
        try (TensorFile opened = store.open(file.toString())) {
            assertThat(opened.names()).containsExactly("w");
        }
        assertThatThrownBy(() -> store.open("nothing")).hasMessageContaining("nothing: there is no such file");
    }

    @Test
    void saysHowToGetAModelThatIsNotThere() {
        assertThatThrownBy(() -> store.open("256x256_diffusion_uncond")).isInstanceOfSatisfying(UserError.class, e -> {
            assertThat(e.code()).isEqualTo(ExitCode.MODEL);
            assertThat(e.remedy()).contains("zvrd models pull 256x256_diffusion_uncond");
        });
        store.importFile(weights("a.safetensors", 1), "landscapes");
        assertThatThrownBy(() -> store.open("landscpaes"))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.remedy()).contains("zvrd models list"))
                .hasMessageContaining("did you mean landscapes?");
    }

    @Test
    void takesNoModelUnderTheNameOfTheOneInsideTheProgram() {
        refused(ExitCode.USAGE, () -> store.importFile(weights("a.safetensors", 1), BuiltinModel.NAME));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void importedFilesMayBeReadByWhomeverTheUsersOtherFilesMay() throws IOException {
        Path file = weights("a.safetensors", 1);
        Path plain = Files.writeString(folder.resolve("plain"), "");
        StoredModel model = store.importFile(file, "name");
        assertThat(Files.getPosixFilePermissions(store.file(model))).isEqualTo(Files.getPosixFilePermissions(plain));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void refusesANameThatAnotherFileHas() {
        store.importFile(weights("a.safetensors", 1), "name");
        store.importFile(weights("a.safetensors", 1), "name");
        refused(ExitCode.OUTPUT, () -> store.importFile(weights("b.safetensors", 2), "name"));
        for (String name : List.of("", "../up", "a/b", ".hidden", "x".repeat(101))) {
            refused(ExitCode.USAGE, () -> store.importFile(weights("a.safetensors", 1), name));
        }
        refused(ExitCode.MODEL, () -> {
            store.remove("another");
            return 0;
        });
    }

    @Test
    void refusesWhatIsNoModelAndKeepsNothingOfIt() throws IOException {
        Path hostile = Files.writeString(folder.resolve("x.pt"), "cos\nsystem\n(S'true'\ntR.");
        refused(ExitCode.MODEL, () -> store.importFile(hostile, "hostile"));
        assertThat(store.list()).isEmpty();
        assertThat(store.root().resolve("blobs")).doesNotExist();
    }

    @Test
    void noticesAFileThatChanged() throws IOException {
        StoredModel model = store.importFile(weights("a.safetensors", 1), "name");
        store.verify(model);
        byte[] content = Files.readAllBytes(store.file(model));
        content[content.length - 1] ^= 1;
        Files.write(store.file(model), content);
        assertThatThrownBy(() -> store.verify(model))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("is damaged: its SHA-256 is");
    }

    @Test
    void survivesAnImportThatWasInterruptedAtAnyPoint() throws IOException {
        StoredModel model = store.importFile(weights("a.safetensors", 1), "name");
        Files.writeString(store.root().resolve("blobs").resolve("0".repeat(64)), "a file without a name");
        Files.writeString(store.root().resolve("names").resolve(".other123.part"), "{\"na");
        Path copy = Files.writeString(store.root().resolve("incoming").resolve("other1.part"), "a copy that was cut");
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        assertThat(store.list()).containsExactly(model);
        store.remove("name");
        assertThat(store.root().resolve("blobs")).isEmptyDirectory();
        assertThat(copy).doesNotExist();
    }

    @Test
    void servesManyAtOnce() throws Exception {
        Path shared = weights("shared.safetensors", 1);
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<StoredModel>> imports = IntStream.range(0, 24)
                    .<Callable<StoredModel>>mapToObj(i -> () -> {
                        ModelStore same = new ModelStore(folder.resolve("store"));
                        StoredModel model = same.importFile(shared, "m" + i);
                        if (i % 3 == 0) {
                            same.remove(model.name());
                        }
                        return model;
                    })
                    .toList();
            for (Future<StoredModel> done : threads.invokeAll(imports)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.list()).hasSize(16);
        store.list().forEach(store::verify);
        assertThat(ModelStore.files(store.root().resolve("blobs"))).hasSize(1);
        assertThat(store.root().resolve("incoming")).isEmptyDirectory();
    }

    private Path weights(String name, int value) {
        var tensors = new LinkedHashMap<String, TensorData>();
        tensors.put("w", new TensorData(DType.U8, new long[] {1}, ByteBuffer.wrap(new byte[] {(byte) value})));
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, Map.of(), tensors);
        return file;
    }

    private static void refused(ExitCode code, Callable<?> action) {
        assertThatThrownBy(action::call)
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
