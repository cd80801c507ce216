package zvrd.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint's pickle may hold besides text, numbers and truth values. Containers are compared by identity:
 * hashing or printing what a hostile file nested could take for ever.
 */
sealed interface PickleValue {
    /** Python's None, and every object whose content means nothing to us. */
    enum Nothing implements PickleValue {
        NOTHING
    }

    /** A list, tuple or set. */
    final class Items implements PickleValue {
        private final List<Object> list = new ArrayList<>();

        List<Object> list() {
            return list;
        }
    }

    /** A dict. */
    final class Dict implements PickleValue {
        private final Map<Object, Object> map = new LinkedHashMap<>();

        Map<Object, Object> map() {
            return map;
        }
    }

    /** An object of a TorchScript archive: only its attributes. */
    final class ScriptObject implements PickleValue {
        private @Nullable Dict attributes;

        @Nullable
        Dict attributes() {
            return attributes;
        }

        void setAttributes(Dict attributes) {
            this.attributes = attributes;
        }
    }

    /** A class or function the file names and we know; what it means is ours, none is ever looked up by its name. */
    enum Known implements PickleValue {
        /** Builds a dict. */
        DICT,
        /** Builds a list, tuple or set. */
        ITEMS,
        /** Builds a tensor from its storage, offset, sizes and strides. */
        TENSOR,
        /** Gives back its first argument: parameters, sizes, typed lists of TorchScript. */
        FIRST_ARGUMENT,
        /** A class of a TorchScript archive. */
        SCRIPT_CLASS,
        /** A value we have no use for, such as a device. */
        IGNORED
    }

    /** The class of a storage. */
    record StorageClass(DType type) implements PickleValue {}

    /** {@code elements} elements from {@code begin} on of the storage {@code key}, which has {@code stored} in all. */
    record Storage(String key, DType type, long stored, long begin, long elements) implements PickleValue {}

    /** A view of a storage as a tensor, known to lie inside it. */
    record View(Storage storage, StridedLayout layout) implements PickleValue {}
}
