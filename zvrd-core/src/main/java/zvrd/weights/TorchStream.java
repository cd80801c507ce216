package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zvrd.weights.PickleValue.Dict;
import zvrd.weights.PickleValue.Items;
import zvrd.weights.PickleValue.Storage;

/** The container before torch 1.6: pickles one after the other, then the storages, each behind its element count. */
final class TorchStream implements TorchContainer {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Long PROTOCOL = 1001L;
    /** The pickles stand in front; what lies behind this many bytes can only be storages. */
    private static final long MAX_PICKLES = 1L << 30;

    private final MappedFile file;
    private final Object object;
    private final Map<String, Long> positions = new HashMap<>();

    private TorchStream(MappedFile file) {
        this.file = file;
        var input = new PickleInput(file.path(), file.map(0, Math.min(file.size(), MAX_PICKLES)));
        if (!MAGIC.equals(next(input).object())) {
            throw refuse("does not begin with torch's magic number; is it a checkpoint?");
        }
        if (!PROTOCOL.equals(next(input).object())) {
            throw refuse("is of an unknown version, expected protocol " + PROTOCOL);
        }
        if (!(next(input).object() instanceof Dict system)
                || !Boolean.TRUE.equals(system.map().get("little_endian"))) {
            throw refuse("does not say that it is little-endian");
        }
        Unpickler.Pickle pickle = next(input);
        this.object = pickle.object();
        List<Object> keys = next(input).object() instanceof Items items ? items.list() : List.of();
        locate(keys, pickle.storages(), input.position());
    }

    static TorchStream open(MappedFile file) {
        return new TorchStream(file);
    }

    @Override
    public Object object() {
        return object;
    }

    @Override
    public Region region(Storage storage) {
        Long position = positions.get(storage.key());
        if (position == null) {
            throw refuse("does not hold the storage " + quoted(storage.key()));
        }
        return new Region(position, () -> {}); // this container has no checksums
    }

    private void locate(List<Object> keys, Map<String, Storage> storages, long start) {
        long position = start;
        for (Object key : keys) {
            Storage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null || positions.containsKey(storage.key())) {
                throw refuse("lists a storage that no tensor uses, or twice the same");
            }
            long bytes = storage.stored() * storage.type().bytes();
            if (!file.contains(position, Long.BYTES) || !file.contains(position + Long.BYTES, bytes)) {
                throw refuse("ends before the " + bytes + " bytes of the storage " + quoted(storage.key()));
            }
            long counted = file.map(position, Long.BYTES).getLong();
            if (counted != storage.stored()) {
                throw refuse("storage " + quoted(storage.key()) + " has " + counted + " elements, expected "
                        + storage.stored());
            }
            positions.put(storage.key(), position + Long.BYTES);
            position += Long.BYTES + bytes;
        }
    }

    private WeightFormatException refuse(String what) {
        return new WeightFormatException(file.path(), what);
    }

    private static Unpickler.Pickle next(PickleInput input) {
        return Unpickler.load(input, false);
    }
}
