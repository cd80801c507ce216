package zvrd.weights;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/**
 * Brings published models into a store. What was received stays in a .part file beside the store, so that a transfer
 * that was cut goes on where it stopped; nothing enters the store before its length, SHA-256 and tensors were checked.
 */
public final class ModelDownload {
    private static final int MOST_FAILURES_IN_A_ROW = 5;
    private static final int MOST_ATTEMPTS = 100;
    /** A file may be this much longer than its numbers in double precision, where its length was not published. */
    private static final long SLACK = 64L << 20;

    private final ModelStore store;
    private final Listener listener;
    private final Patience patience;

    /** Is told how a download goes. */
    public interface Listener {
        /** So many bytes are there, of so many if that is known. */
        void progress(long bytes, OptionalLong total);

        /** Something the user should know, in a sentence. */
        void note(String sentence);
    }

    /**
     * How long to wait.
     *
     * @param stall without a byte, before the transfer is begun again
     * @param backOff after the first failure; doubled after each further one in a row
     */
    record Patience(Duration stall, Duration backOff) {}

    /** Downloads into {@code store}. */
    public ModelDownload(ModelStore store, Listener listener) {
        this(store, listener, new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1)));
    }

    ModelDownload(ModelStore store, Listener listener, Patience patience) {
        this.store = store;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Downloads {@code model}, unless the store has it. Throws a {@link UserError}: exit 4 where the publisher offers
     * no file or another one, 5 where the disk is full or another process downloads it, 9 where the network is away.
     */
    public StoredModel pull(PublishedModel model) {
        Optional<StoredModel> there = store.find(model.name());
        if (there.isPresent()) {
            listener.note(model.name() + " is already in the store.");
            return there.get();
        }
        URI address = model.address();
        if (address == null) {
            throw new UserError(
                    ExitCode.MODEL,
                    model.name() + ": its publisher offers no address to download it from",
                    "Get the file by hand, then: zvrd models import FILE --name " + model.name());
        }
        ModelStore.refuseName(model.name());
        try (PartialDownload part = PartialDownload.open(store.root().resolve("downloads"), model.name(), address)) {
            transfer(model, address, part);
            return accept(model, address, part);
        } catch (IOException e) {
            throw ModelStore.failed(store.root(), e);
        }
    }

    private void transfer(PublishedModel model, URI address, PartialDownload part) throws IOException {
        long most = model.bytes().orElse(Double.BYTES * model.parameters() + SLACK);
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience.stall())
                .build();
        var transfer = new Transfer(client, address, patience.stall(), listener);
        int failures = 0;
        long farthest = part.bytes();
        for (int attempt = 1; !part.isComplete(); attempt++) {
            try {
                transfer.attempt(model, part, most);
            } catch (Transfer.Interruption e) {
                failures = part.bytes() > farthest ? 1 : failures + 1;
                farthest = Math.max(farthest, part.bytes());
                if (failures == MOST_FAILURES_IN_A_ROW || attempt == MOST_ATTEMPTS) {
                    throw gaveUp(model, address, part, e);
                }
                listener.note(model.name() + ": " + e.getMessage() + "; trying again.");
                pause(patience.backOff().multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private StoredModel accept(PublishedModel model, URI address, PartialDownload part) throws IOException {
        String sha256 = ModelStore.sha256(part.path());
        Path trusted = store.root().resolve("trusted").resolve(model.name());
        String expected =
                model.sha256() != null ? model.sha256() : Files.exists(trusted) ? Files.readString(trusted) : sha256;
        if (!expected.equals(sha256)) {
            part.discard();
            throw new UserError(
                    ExitCode.MODEL,
                    model.name() + ": " + address + " sent a file with SHA-256 " + sha256 + ", expected " + expected,
                    model.sha256() != null
                            ? "Try again later; the file that is offered is damaged or another one."
                            : "It differs from the one first downloaded. If that is right, delete " + trusted);
        }
        refuseOthers(model, part);
        if (model.sha256() == null) {
            listener.note(model.name() + ": nobody published its SHA-256, so this first download is trusted; it is "
                    + sha256);
            Files.createDirectories(store.root().resolve("trusted"));
            WholeFile.write(trusted, sha256);
        }
        return store.adopt(part.path(), new StoredModel(model.name(), sha256, part.bytes(), address.toString()));
    }

    /** Refuses a file that is none, or holds another network than the catalogue says, as far as it does. */
    private static void refuseOthers(PublishedModel model, PartialDownload part) throws IOException {
        try (TensorFile file = WeightFiles.open(part.path())) {
            if (model.tensors().isPresent() && !model.hasCountsOf(file)) {
                throw new WeightFormatException(
                        part.path(),
                        "has " + file.names().size() + " tensors with " + ModelCatalog.parameters(file) + " numbers, "
                                + model.name() + " has "
                                + model.tensors().getAsInt() + " with " + model.parameters());
            }
        } catch (WeightFormatException e) {
            part.discard();
            throw e;
        }
    }

    private static UserError gaveUp(
            PublishedModel model, URI address, PartialDownload part, Transfer.Interruption cause) throws IOException {
        return new UserError(
                ExitCode.OFFLINE,
                model.name() + ": " + address + " could not be read to its end: " + cause.getMessage(),
                "Check the network and run it again; it goes on behind the " + part.bytes() + " bytes that are there.",
                cause);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw Transfer.interrupted(e);
        }
    }
}
