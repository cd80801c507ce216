package zvrd.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.Spelling;
import zvrd.UserError;
import zvrd.app.console.ByteSize;
import zvrd.app.console.DownloadLines;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.weights.BuiltinModel;
import zvrd.weights.ModelCatalog;
import zvrd.weights.ModelDownload;
import zvrd.weights.ModelStore;
import zvrd.weights.PublishedModel;
import zvrd.weights.StoredModel;
import zvrd.weights.TensorFile;

/** {@code zvrd models}: the networks on this computer, and the published ones it knows. */
@Command(
        name = "models",
        synopsisSubcommandLabel = "COMMAND",
        description = "The networks on this computer, and the published ones that can be brought here.")
final class ModelsCommand {
    private final Remarks remarks;
    private final ModelStore store;

    ModelsCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Command(name = "list", description = "Lists what is here and what can be brought here.")
    int list(@Option(names = "--json", description = "As JSON.") boolean json) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        rows.add(row(BuiltinModel.NAME, "inside the program", OptionalLong.empty(), "the default"));
        for (StoredModel model : store.list()) {
            rows.add(row(model.name(), "in the store", OptionalLong.of(model.bytes()), "from " + model.source()));
        }
        for (PublishedModel model : ModelCatalog.models()) {
            if (store.find(model.name()).isEmpty()) {
                String how = model.address() == null ? "to be got by hand" : "to be pulled";
                rows.add(row(model.name(), how, model.bytes(), model.description()));
            }
        }
        if (json) {
            remarks.out().println(Json.text(rows));
            return ExitCode.DONE.value();
        }
        for (Map<String, @Nullable Object> row : rows) {
            Object bytes = row.get("bytes");
            String size = bytes == null ? "" : new ByteSize((Long) bytes).toString();
            remarks.out().printf("%-41s %-18s %8s  %s%n", row.get("name"), row.get("state"), size, row.get("about"));
        }
        return ExitCode.DONE.value();
    }

    private static Map<String, @Nullable Object> row(String name, String state, OptionalLong bytes, String about) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", name);
        row.put("state", state);
        row.put("bytes", bytes.isPresent() ? bytes.getAsLong() : null);
        row.put("about", about);
        return row;
    }

    @Command(name = "info", description = "Tells what a model is: builtin, a name of the list, or a file.")
    int info(
            @Parameters(paramLabel = "NAME|FILE") String model,
            @Option(names = "--json", description = "As JSON.") boolean json) {
        Map<String, Object> facts = isOnlyPublished(model) ? published(model) : ofFile(model);
        if (json) {
            remarks.out().println(Json.text(facts));
        } else {
            facts.forEach((fact, value) -> remarks.out().printf("%-14s %s%n", fact, value));
        }
        return ExitCode.DONE.value();
    }

    private boolean isOnlyPublished(String model) {
        return store.find(model).isEmpty()
                && !Files.exists(Path.of(model))
                && ModelCatalog.find(model).isPresent();
    }

    private static Map<String, Object> published(String name) {
        PublishedModel model = ModelCatalog.find(name).orElseThrow();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("name", name);
        facts.put("state", "not on this computer");
        facts.put("about", model.description());
        facts.put("address", model.address() == null ? "none" : model.address().toString());
        model.bytes().ifPresent(bytes -> facts.put("bytes", bytes));
        facts.put("sha256", model.sha256() == null ? "not published" : model.sha256());
        model.tensors().ifPresent(tensors -> facts.put("tensors", tensors));
        facts.put("parameters", model.parameters());
        if (model.options() != null) {
            facts.put("options", model.options());
        }
        return facts;
    }

    private Map<String, Object> ofFile(String model) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("name", model);
        store.find(model).ifPresent(stored -> {
            facts.put("file", store.file(stored).toString());
            facts.put("bytes", stored.bytes());
            facts.put("sha256", stored.sha256());
            facts.put("source", stored.source());
        });
        try (TensorFile file = store.open(model)) {
            facts.put("tensors", file.names().size());
            facts.put("parameters", ModelCatalog.parameters(file));
            Optional<PublishedModel> twin = ModelCatalog.match(file);
            twin.ifPresent(like -> facts.put("architecture of", like.name()));
            String own = file.metadata().get("config");
            String options =
                    own != null ? own : twin.map(PublishedModel::options).orElse("unknown");
            facts.put("options", options);
            file.metadata().forEach((key, value) -> {
                if (!key.equals("config")) {
                    facts.put(key, value);
                }
            });
        }
        return facts;
    }

    @Command(name = "import", description = "Copies a file into the store, after it was read whole.")
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--name", paramLabel = "NAME", description = "What to call it. Default: the file's name.")
                    @Nullable
                    String name) {
        StoredModel model = store.importFile(file, name == null ? stem(file) : name);
        remarks.say(model.name() + ": " + new ByteSize(model.bytes()) + ", SHA-256 " + model.sha256());
        return ExitCode.DONE.value();
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    @Command(name = "verify", description = "Reads stored models again and compares them with their SHA-256.")
    int verify(
            @Parameters(arity = "0..*", paramLabel = "NAME", description = "All if none.") @Nullable List<String> names)
            throws InterruptedException {
        List<StoredModel> chosen = names == null || names.isEmpty()
                ? store.list()
                : names.stream().map(this::stored).toList();
        for (StoredModel model : chosen) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            store.verify(model);
            remarks.say(model.name() + ": as it was when it came");
        }
        return ExitCode.DONE.value();
    }

    private StoredModel stored(String name) {
        return store.find(name)
                .orElseThrow(() -> new UserError(
                        ExitCode.MODEL,
                        name + ": the store has no such model" + similar(name),
                        "zvrd models list shows those it has"));
    }

    private String similar(String name) {
        String nearest = Spelling.nearest(
                name, store.list().stream().map(StoredModel::name).toList());
        return nearest == null ? "" : ", but " + nearest;
    }

    @Command(name = "rm", description = "Removes models from the store.")
    int remove(@Parameters(arity = "1..*", paramLabel = "NAME") List<String> names) {
        names.forEach(store::remove);
        return ExitCode.DONE.value();
    }

    @Command(name = "pull", description = "Downloads a published model from its publisher into the store.")
    int pull(@Parameters(paramLabel = "NAME") String name) {
        PublishedModel published = ModelCatalog.find(name)
                .orElseThrow(() -> new UserError(
                        ExitCode.MODEL,
                        name + ": no published model of that name is known" + alike(name),
                        "zvrd models list shows those that can be pulled"));
        var download = new ModelDownload(store, new DownloadLines(name, remarks, System::nanoTime));
        StoredModel model = download.pull(published);
        remarks.say(model.name() + ": " + new ByteSize(model.bytes()) + ", SHA-256 " + model.sha256());
        return ExitCode.DONE.value();
    }

    private static String alike(String name) {
        String nearest = Spelling.nearest(
                name, ModelCatalog.models().stream().map(PublishedModel::name).toList());
        return nearest == null ? "" : ", but " + nearest;
    }
}
