package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.weights.PickleValue.Dict;
import zvrd.weights.PickleValue.ScriptObject;
import zvrd.weights.PickleValue.View;

/** Finds the named tensors in the object a checkpoint holds, under what training scripts wrap around them. */
final class TorchNames {
    /** Entries under which training scripts keep the network, the averaged weights before the last ones. */
    private static final List<String> WRAPPERS = List.of("state_dict", "params_ema", "params", "model");
    /** What DataParallel puts before every name. */
    private static final String PARALLEL = "module.";

    private static final int MAX_WRAPPERS = 4;
    private static final int MAX_NAME = 1024;
    private static final int MAX_SCRIPT_ATTRIBUTES = 20_000;
    private static final int MAX_TEXT = 4096;
    private static final int KEYS_SHOWN = 5;

    private final Path path;
    private final Map<String, View> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int attributes;

    /** Of {@code object}, the content of the checkpoint {@code path}; a {@link WeightFormatException} if there are none. */
    TorchNames(Path path, Object object) {
        this.path = path;
        if (object instanceof ScriptObject script && script.attributes() != null) {
            addMetadata(script.attributes());
            addAttributes("", script.attributes());
        } else if (object instanceof Dict dict) {
            addEntries(unwrap(dict));
        }
        if (tensors.isEmpty()) {
            throw new WeightFormatException(path, "holds no named tensors" + contents(object));
        }
    }

    /** The tensors, in the file's order, without the prefix that all of them share. */
    Map<String, View> tensors() {
        if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
            return tensors;
        }
        var bare = new LinkedHashMap<String, View>();
        tensors.forEach((name, view) -> bare.put(name.substring(PARALLEL.length()), view));
        return bare;
    }

    /** Texts, numbers and truth values that stand beside the tensors or their wrapper. */
    Map<String, String> metadata() {
        return metadata;
    }

    private Dict unwrap(Dict outermost) {
        Dict dict = outermost;
        for (int depth = 0; depth < MAX_WRAPPERS; depth++) {
            addMetadata(dict);
            Dict inner = wrapped(dict);
            if (inner == null) {
                return dict;
            }
            dict = inner;
        }
        throw new WeightFormatException(path, "wraps its tensors more than " + MAX_WRAPPERS + " times");
    }

    private static @Nullable Dict wrapped(Dict dict) {
        for (String wrapper : WRAPPERS) {
            if (dict.map().get(wrapper) instanceof Dict inner) {
                return inner;
            }
        }
        return null;
    }

    private void addEntries(Dict dict) {
        dict.map().forEach((key, value) -> {
            if (key instanceof String name && value instanceof View view) {
                add(name, view);
            }
        });
    }

    /** The recursion is as deep as names are long; that an object is shared or contains itself only lets it visit more. */
    private void addAttributes(String prefix, Dict dict) {
        dict.map().forEach((key, value) -> {
            if (key instanceof String name && value instanceof View view) {
                add(prefix + name, view);
            } else if (key instanceof String name
                    && value instanceof ScriptObject child
                    && child.attributes() != null) {
                checkName(prefix + name);
                addAttributes(prefix + name + ".", child.attributes());
            }
        });
    }

    private void add(String name, View view) {
        checkName(name);
        tensors.put(name, view);
    }

    private void checkName(String name) {
        if (name.length() > MAX_NAME || ++attributes > MAX_SCRIPT_ATTRIBUTES) {
            throw new WeightFormatException(path, "has more or deeper names than any network, such as " + quoted(name));
        }
    }

    private void addMetadata(Dict dict) {
        dict.map().forEach((key, value) -> {
            boolean plain = value instanceof Long || value instanceof Double || value instanceof Boolean;
            if (key instanceof String name && (plain || value instanceof String text && text.length() <= MAX_TEXT)) {
                metadata.putIfAbsent(name, value.toString());
            }
        });
    }

    private static String contents(Object object) {
        if (!(object instanceof Dict dict)) {
            return "; it is no dict";
        }
        List<String> keys = dict.map().keySet().stream()
                .filter(String.class::isInstance)
                .limit(KEYS_SHOWN)
                .map(key -> quoted((String) key))
                .toList();
        return keys.isEmpty() ? "" : ", only entries such as " + String.join(", ", keys);
    }
}
