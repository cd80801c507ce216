package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/** A checkpoint's tensors under one prefix, as a network's module asks for them: by name, with the shape it expects. */
public final class StateDict {
    private static final int NAMES_SHOWN = 5;

    private final TensorFile file;
    private final String prefix;
    private final Set<String> asked;

    private StateDict(TensorFile file, String prefix, Set<String> asked) {
        this.file = file;
        this.prefix = prefix;
        this.asked = asked;
    }

    /** All tensors of {@code file}, which must stay open while they are asked for. */
    public static StateDict of(TensorFile file) {
        return new StateDict(file, "", ConcurrentHashMap.newKeySet());
    }

    /** The tensors of the sub-module {@code child}, such as "in_layers.0". */
    public StateDict at(String child) {
        return new StateDict(file, prefix + child + ".", asked);
    }

    /**
     * The tensor {@code name} as float32 in the caller's scope; a {@link WeightFormatException} where it is missing or
     * has not exactly {@code shape}.
     */
    public Tensor get(String name, long... shape) {
        String full = prefix + name;
        if (!file.names().contains(full)) {
            throw new WeightFormatException(
                    file.path(),
                    "tensor " + quoted(full) + " is missing among the "
                            + file.names().size() + " of the file; the network expects it with shape "
                            + Arrays.toString(shape));
        }
        TensorInfo info = file.info(full);
        if (!info.hasShape(shape)) {
            throw new WeightFormatException(
                    file.path(),
                    "tensor " + quoted(full) + " has shape " + Arrays.toString(info.shape()) + ", the network expects "
                            + Arrays.toString(shape));
        }
        asked.add(full);
        return TensorScope.compute(() ->
                TensorData.newTensor(info, room -> file.readInto(full, room)).to(ScalarType.Float));
    }

    /** Whether there is a tensor {@code name} under the prefix. */
    public boolean has(String name) {
        return file.names().contains(prefix + name);
    }

    /** Type and shape of the tensor {@code name}; a {@link WeightFormatException} where there is none. */
    public TensorInfo info(String name) {
        return file.info(prefix + name);
    }

    /** Full names of the tensors under the prefix that were never asked for, in the file's order. */
    public Set<String> unused() {
        var unused = new LinkedHashSet<String>();
        for (String name : file.names()) {
            if (name.startsWith(prefix) && !asked.contains(name)) {
                unused.add(name);
            }
        }
        return Collections.unmodifiableSet(unused);
    }

    /** Refuses the file, naming the tensors, where some under the prefix were never asked for. */
    public void refuseUnused() {
        List<String> extra = List.copyOf(unused());
        if (!extra.isEmpty()) {
            String shown = String.join(
                    ", ",
                    extra.stream()
                            .limit(NAMES_SHOWN)
                            .map(WeightFormatException::quoted)
                            .toList());
            String more = extra.size() > NAMES_SHOWN ? " and " + (extra.size() - NAMES_SHOWN) + " more" : "";
            throw new WeightFormatException(file.path(), "has tensors the network does not know: " + shown + more);
        }
    }

    /** The file's metadata. */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /** The file. */
    public Path path() {
        return file.path();
    }
}
