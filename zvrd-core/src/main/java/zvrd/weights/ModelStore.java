package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import zvrd.ExitCode;
import zvrd.Sha256;
import zvrd.Spelling;
import zvrd.UserError;

/**
 * The models on this computer: files called by their SHA-256, and names that point to them. What appears in it appears
 * whole, and several processes may use it at once.
 */
public final class ModelStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path root;
    private final Path blobs;
    private final Path incoming;
    private final StoreIndex index;

    /** The store in the folder {@code root}, which is made when something is put into it. */
    public ModelStore(Path root) {
        this.root = root;
        this.blobs = root.resolve("blobs");
        this.incoming = root.resolve("incoming");
        this.index = new StoreIndex(root.resolve("names"));
    }

    /** This user's store: {@code zvrd/models} under XDG_DATA_HOME, or under ~/.local/share. */
    public static ModelStore standard() {
        return new ModelStore(standardRoot(System.getenv(), Path.of(System.getProperty("user.home", "."))));
    }

    static Path standardRoot(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_DATA_HOME", "");
        // The XDG specification says that relative paths are to be ignored.
        Path data = !named.isEmpty() && Path.of(named).isAbsolute() ? Path.of(named) : home.resolve(".local/share");
        return data.resolve("zvrd").resolve("models");
    }

    /** The folder everything lies in. */
    public Path root() {
        return root;
    }

    /** All models, by name. */
    public List<StoredModel> list() {
        return index.list();
    }

    /** The model called {@code name}. */
    public Optional<StoredModel> find(String name) {
        return NAME.matcher(name).matches() ? index.find(name) : Optional.empty();
    }

    /** The file of {@code model}. */
    public Path file(StoredModel model) {
        return blobs.resolve(model.sha256());
    }

    /**
     * Opens the prior inside the program for {@code builtin}, the model called {@code nameOrFile}, or else the file of that
     * name.
     *
     * @throws UserError with exit code 4 if there is none of them, or it is no weight file
     */
    public TensorFile open(String nameOrFile) {
        if (nameOrFile.equals(BuiltinModel.NAME)) {
            return BuiltinModel.open();
        }
        return WeightFiles.open(find(nameOrFile).map(this::file).orElseGet(() -> existing(nameOrFile)));
    }

    private Path existing(String nameOrFile) {
        Path file = Path.of(nameOrFile);
        if (Files.exists(file)) {
            return file;
        }
        if (ModelCatalog.find(nameOrFile).isPresent()) {
            throw new UserError(
                    ExitCode.MODEL,
                    nameOrFile + ": this published model is not in the store",
                    "zvrd models pull " + nameOrFile + " brings it there");
        }
        List<String> known = new ArrayList<>(List.of(BuiltinModel.NAME));
        index.list().forEach(model -> known.add(model.name()));
        ModelCatalog.models().forEach(model -> known.add(model.name()));
        String nearest = Spelling.nearest(nameOrFile, known);
        throw new UserError(
                ExitCode.MODEL,
                nameOrFile + ": there is no such file, and no model of that name"
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"),
                "zvrd models list shows the models there are");
    }

    /**
     * Copies {@code file} into the store under {@code name}. It must be a weight file that can be read whole; a name
     * that another file has is refused.
     */
    public StoredModel importFile(Path file, String name) {
        refuseName(name);
        readWhole(file);
        try {
            Files.createDirectories(incoming);
            Path copy = incoming.resolve(name + "." + UUID.randomUUID() + ".part");
            try {
                Sha256 sha256 = new Sha256();
                try (InputStream in = Files.newInputStream(file);
                        OutputStream out = sha256.over(Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW))) {
                    in.transferTo(out);
                }
                return adopt(copy, new StoredModel(name, sha256.hex(), Files.size(copy), file.toString()));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Moves {@code complete}, a file on the store's own disk whose content is {@code model}'s, into the store. */
    StoredModel adopt(Path complete, StoredModel model) throws IOException {
        refuseName(model.name());
        Files.createDirectories(blobs);
        try (var lock = StoreLock.of(root)) {
            Optional<StoredModel> there = index.find(model.name());
            if (there.isPresent() && !there.get().sha256().equals(model.sha256())) {
                throw new UserError(
                        ExitCode.OUTPUT,
                        model.name() + ": the store has another model of that name, with SHA-256 "
                                + there.get().sha256(),
                        "Choose another name, or remove it with: zvrd models rm " + model.name());
            }
            Files.move(complete, file(model), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            index.put(model);
            return model;
        }
    }

    /** Reads the file of {@code model} again; a {@link WeightFormatException} where it is no longer what it was. */
    public void verify(StoredModel model) {
        Path file = file(model);
        String found = sha256(file);
        if (!found.equals(model.sha256())) {
            throw new WeightFormatException(file, "is damaged: its SHA-256 is " + found);
        }
        readWhole(file);
    }

    /**
     * The SHA-256 of the weights that {@link #open} opens, in lower-case hexadecimal digits.
     *
     * @throws UserError with exit code 4 if there are none of that name
     */
    public String sha256(String nameOrFile) {
        if (nameOrFile.equals(BuiltinModel.NAME)) {
            return BuiltinModel.sha256();
        }
        return find(nameOrFile).map(StoredModel::sha256).orElseGet(() -> sha256(existing(nameOrFile)));
    }

    /** Of a file's content. */
    static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Removes the model called {@code name}, and its file unless another name points to it. */
    public void remove(String name) {
        try (var lock = StoreLock.of(root)) {
            if (find(name).isEmpty()) {
                throw new UserError(
                        ExitCode.MODEL, name + ": the store has no such model", "zvrd models list shows those it has.");
            }
            index.remove(name);
            sweep();
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    /** Deletes files that no name points to, and copies that an interrupted import left behind. */
    private void sweep() throws IOException {
        Set<String> used = new HashSet<>();
        index.list().forEach(model -> used.add(model.sha256()));
        for (Path blob : files(blobs)) {
            if (!used.contains(String.valueOf(blob.getFileName()))) {
                Files.delete(blob);
            }
        }
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (Path copy : files(incoming)) {
            if (Files.getLastModifiedTime(copy).toInstant().isBefore(yesterday)) {
                Files.deleteIfExists(copy);
            }
        }
    }

    static void refuseName(String name) {
        if (name.equals(BuiltinModel.NAME)) {
            throw new UserError(
                    ExitCode.USAGE,
                    name + ": is what the prior inside the program is called, another model could never be chosen",
                    "give the model another name with --name");
        }
        if (!NAME.matcher(name).matches()) {
            throw new UserError(
                    ExitCode.USAGE,
                    WeightFormatException.quoted(name) + " is no name for a model",
                    "Use up to 100 letters, digits, dots, hyphens and underscores, a letter or digit first.");
        }
    }

    static UserError failed(Path path, IOException cause) {
        return new UserError(
                ExitCode.RESOURCES,
                path + ": cannot be read or written: " + cause,
                "Check the permissions and the free space of the disk.",
                cause);
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    /** Checks every tensor that can be checked. */
    private static void readWhole(Path path) {
        try (TensorFile file = WeightFiles.open(path)) {
            file.names().forEach(file::read);
        }
    }
}
