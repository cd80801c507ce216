package zvrd.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import zvrd.WholeFile;

/** The names in a model store: a folder with one small JSON file each, which appears and vanishes as a whole. */
final class StoreIndex {
    private static final String ENDING = ".json";

    private final Path folder;

    StoreIndex(Path folder) {
        this.folder = folder;
    }

    List<StoredModel> list() {
        try {
            var models = new ArrayList<StoredModel>();
            for (Path file : ModelStore.files(folder)) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(ENDING)) {
                    find(name.substring(0, name.length() - ENDING.length())).ifPresent(models::add);
                }
            }
            return List.copyOf(models);
        } catch (IOException e) {
            throw ModelStore.failed(folder, e);
        }
    }

    Optional<StoredModel> find(String name) {
        Path file = file(name);
        try {
            StoredModel model = JsonMapper.shared().readValue(Files.readString(file), StoredModel.class);
            if (!name.equals(model.name()) || !model.sha256().matches("[0-9a-f]{64}")) {
                throw new WeightFormatException(file, "is no entry of the store's for " + name);
            }
            return Optional.of(model);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new WeightFormatException(file, "is no entry of the store's: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw ModelStore.failed(file, e);
        }
    }

    void put(StoredModel model) throws IOException {
        Files.createDirectories(folder);
        WholeFile.write(file(model.name()), JsonMapper.shared().writeValueAsString(model));
    }

    void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    private Path file(String name) {
        return folder.resolve(name + ENDING);
    }
}
