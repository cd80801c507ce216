package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zvrd.weights.PickleValue.Storage;

/** The container of torch 1.6 and newer, and of TorchScript: a ZIP archive with a pickle and one entry per storage. */
final class TorchArchive implements TorchContainer {
    private static final String PICKLE = "/data.pkl";

    private final MappedFile file;
    private final ZipDirectory directory;
    private final String root;
    private final Object object;
    private final Map<String, Checked> storages = new HashMap<>();

    private TorchArchive(MappedFile file) {
        this.file = file;
        this.directory = ZipDirectory.read(file);
        this.root = findRoot();
        checkByteOrder();
        var pickle = new Checked(root + PICKLE);
        pickle.verify();
        ByteBuffer bytes = file.map(pickle.stored.position(), pickle.stored.bytes());
        this.object =
                Unpickler.load(new PickleInput(file.path(), bytes), isScript()).object();
    }

    static TorchArchive open(MappedFile file) {
        return new TorchArchive(file);
    }

    @Override
    public Object object() {
        return object;
    }

    @Override
    public Region region(Storage storage) {
        Checked entry = storages.computeIfAbsent(storage.key(), key -> new Checked(root + "/data/" + key));
        long expected = storage.stored() * storage.type().bytes();
        if (entry.stored.bytes() != expected) {
            throw new WeightFormatException(
                    file.path(),
                    "storage " + quoted(storage.key()) + " has " + entry.stored.bytes() + " bytes, expected " + expected
                            + " for " + storage.stored() + " elements of " + storage.type());
        }
        return new Region(entry.stored.position(), entry::verify);
    }

    /** The one folder everything lies in. */
    private String findRoot() {
        List<String> roots = directory.names().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .toList();
        if (roots.size() != 1) {
            throw new WeightFormatException(
                    file.path(), "is a ZIP archive with " + roots.size() + " entries */data.pkl, a checkpoint has one");
        }
        return roots.get(0);
    }

    private boolean isScript() {
        return directory.names().contains(root + "/constants.pkl");
    }

    private void checkByteOrder() {
        String name = root + "/byteorder";
        if (directory.names().contains(name)) {
            ZipDirectory.Stored stored = directory.stored(name);
            byte[] text = new byte[(int) Math.min(stored.bytes(), 16)];
            file.map(stored.position(), text.length).get(text);
            String order = new String(text, StandardCharsets.ISO_8859_1);
            if (!order.equals("little")) {
                throw new WeightFormatException(
                        file.path(), "has the byte order " + quoted(order) + ", expected little");
            }
        }
    }

    /** An entry whose CRC-32 is compared once. */
    private final class Checked {
        private final String name;
        private final ZipDirectory.Stored stored;
        private boolean verified;

        Checked(String name) {
            this.name = name;
            this.stored = directory.stored(name);
        }

        synchronized void verify() {
            if (!verified && file.crc32(stored.position(), stored.bytes()) != stored.crc32()) {
                throw new WeightFormatException(
                        file.path(), "entry " + quoted(name) + " is damaged: its CRC-32 differs from the archive's");
            }
            verified = true;
        }
    }
}
