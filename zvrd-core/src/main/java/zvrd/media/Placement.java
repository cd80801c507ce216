package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import zvrd.WholeFile;

/**
 * Finished pictures on their way to their names: all get them, or none does and what stood there stands there again. The
 * renames open no channel, so an interrupt does not stop them half way, and a program that ends waits for them.
 */
final class Placement {
    private record Rename(Path from, Path to) {
        void run() throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        Rename back() {
            return new Rename(to, from);
        }
    }

    private final PartFile aside;
    private final List<Rename> done = new ArrayList<>();

    private Placement(PartFile aside) {
        this.aside = aside;
    }

    /**
     * Gives each work the name it maps to; {@code old}, be it in the way or not, is gone afterwards. Until the last work has
     * its name it waits beside {@code target}, called after it, where nobody sweeps it away if this is cut short.
     */
    static void place(Map<Path, Path> names, Collection<Path> old, Path target) throws IOException {
        for (Path work : names.keySet()) {
            PartFile.sync(work);
        }
        PartFile aside = PartFile.beside(target, "old");
        PartFile.uninterrupted(() -> new Placement(aside).exchange(names, old));
        for (Path folder :
                names.values().stream().map(Path::getParent).distinct().toList()) {
            WholeFile.syncFolder(folder);
        }
        aside.discard();
    }

    private void exchange(Map<Path, Path> names, Collection<Path> old) throws IOException {
        try {
            if (!old.isEmpty()) {
                Files.createDirectory(aside.path());
            }
            for (Path each : old) {
                rename(each, aside.path().resolve(each.getFileName()));
            }
            for (Map.Entry<Path, Path> name : names.entrySet()) {
                rename(name.getKey(), name.getValue());
            }
        } catch (IOException | RuntimeException failed) {
            undo(failed);
            throw failed;
        }
    }

    private void rename(Path from, Path to) throws IOException {
        var rename = new Rename(from, to);
        rename.run();
        done.add(rename);
    }

    private void undo(Exception failed) throws IOException {
        for (int i = done.size() - 1; i >= 0; i--) {
            try {
                done.get(i).back().run();
            } catch (IOException kept) {
                aside.keep();
                failed.addSuppressed(kept);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw new IOException(failed.getMessage() + "; what stood there is kept in " + aside.path(), failed);
        }
        aside.discard();
    }
}
