package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zvrd.weights.PickleValue.Dict;
import zvrd.weights.PickleValue.Items;
import zvrd.weights.PickleValue.Known;
import zvrd.weights.PickleValue.Nothing;
import zvrd.weights.PickleValue.ScriptObject;
import zvrd.weights.PickleValue.Storage;
import zvrd.weights.PickleValue.StorageClass;
import zvrd.weights.PickleValue.View;

/** The classes and functions a checkpoint may name, and what we make of them; every other name is refused. */
final class TorchGlobals {
    /** torch itself stops at 64 dimensions. */
    private static final int MAX_RANK = 64;
    /** The most that a tensor may take beyond its storage, by repeating elements. */
    private static final long MAX_REPEATED_BYTES = 16 << 20;

    private static final Map<String, DType> STORAGES = Map.of(
            "DoubleStorage", DType.F64,
            "FloatStorage", DType.F32,
            "HalfStorage", DType.F16,
            "BFloat16Storage", DType.BF16,
            "LongStorage", DType.I64,
            "IntStorage", DType.I32,
            "ShortStorage", DType.I16,
            "CharStorage", DType.I8,
            "ByteStorage", DType.U8,
            "BoolStorage", DType.BOOL);

    private static final Map<String, Known> NAMES = Map.ofEntries(
            Map.entry("collections.OrderedDict", Known.DICT),
            Map.entry("builtins.set", Known.ITEMS),
            Map.entry("__builtin__.set", Known.ITEMS),
            Map.entry("torch._utils._rebuild_tensor", Known.TENSOR),
            Map.entry("torch._utils._rebuild_tensor_v2", Known.TENSOR),
            Map.entry("torch._utils._rebuild_parameter", Known.FIRST_ARGUMENT),
            Map.entry("torch._utils._rebuild_parameter_with_state", Known.FIRST_ARGUMENT),
            Map.entry("torch.Size", Known.FIRST_ARGUMENT),
            Map.entry("torch.jit._pickle.build_intlist", Known.FIRST_ARGUMENT),
            Map.entry("torch.jit._pickle.build_doublelist", Known.FIRST_ARGUMENT),
            Map.entry("torch.jit._pickle.build_boollist", Known.FIRST_ARGUMENT),
            Map.entry("torch.jit._pickle.build_tensorlist", Known.FIRST_ARGUMENT),
            Map.entry("torch.jit._pickle.restore_type_tag", Known.FIRST_ARGUMENT),
            Map.entry("torch.device", Known.IGNORED),
            Map.entry("_codecs.encode", Known.IGNORED));

    private static final Set<String> TYPES =
            Set.of("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool");

    private final PickleInput input;
    private final boolean script;

    /** For the pickle {@code input}; only those of TorchScript archives may name classes of their own. */
    TorchGlobals(PickleInput input, boolean script) {
        this.input = input;
        this.script = script;
    }

    /** What the file means by {@code module} and {@code name}. */
    PickleValue named(String module, String name) {
        Known known = NAMES.get(module + "." + name);
        if (known != null) {
            return known;
        }
        DType storage = module.equals("torch") || module.equals("torch.cuda") ? STORAGES.get(name) : null;
        if (storage != null) {
            return new StorageClass(storage);
        }
        if (module.equals("torch") && TYPES.contains(name)) {
            return Nothing.NOTHING;
        }
        if (script && (module.equals("__torch__") || module.startsWith("__torch__."))) {
            return Known.SCRIPT_CLASS;
        }
        throw input.refuse("asks for " + quoted(module + "." + name)
                + ", which is not needed for tensors and was not run; save the state_dict alone");
    }

    /** What {@code function} makes of {@code arguments}. */
    Object call(Object function, Items arguments) {
        if (!(function instanceof Known known)) {
            throw input.refuse("calls something that is no function");
        }
        List<Object> list = arguments.list();
        return switch (known) {
            case DICT -> dict(list);
            case TENSOR -> tensor(list);
            case SCRIPT_CLASS -> new ScriptObject();
            case ITEMS -> list.isEmpty() ? new Items() : list.get(0);
            case FIRST_ARGUMENT -> argument(list, 0, Object.class);
            case IGNORED -> Nothing.NOTHING;
        };
    }

    /** Gives {@code object} its state; what is not an attribute of a TorchScript object has no meaning for us. */
    void build(Object object, Object state) {
        if (object instanceof ScriptObject made) {
            if (state instanceof Dict attributes) {
                made.setAttributes(attributes);
            }
        } else if (!(object instanceof Dict || object instanceof View || object == Nothing.NOTHING)) {
            throw input.refuse("gives a state to something that has none");
        }
    }

    /** The storage a persistent identifier describes: ("storage", class, key, device, elements[, view]). */
    Storage storage(Object identifier) {
        List<Object> parts = identifier instanceof Items items ? items.list() : List.of();
        if (parts.size() < 5 || parts.size() > 6 || !"storage".equals(parts.get(0))) {
            throw input.refuse("has a persistent identifier that is no storage");
        }
        DType type = argument(parts, 1, StorageClass.class).type();
        String key = argument(parts, 2, String.class);
        long stored = argument(parts, 4, Long.class);
        long begin = 0;
        long elements = stored;
        if (parts.size() == 6 && parts.get(5) instanceof Items view) { // (key of the view, offset, elements)
            begin = argument(view.list(), 1, Long.class);
            elements = argument(view.list(), 2, Long.class);
        }
        if (stored < 0 || stored > Long.MAX_VALUE / type.bytes()) {
            throw input.refuse("has a storage " + quoted(key) + " of " + stored + " elements");
        }
        if (begin < 0 || elements < 0 || begin > stored - elements) {
            throw input.refuse("has a view outside the storage " + quoted(key));
        }
        return new Storage(key, type, stored, begin, elements);
    }

    private Dict dict(List<Object> arguments) {
        var dict = new Dict();
        if (!arguments.isEmpty()) { // protocol 1 passes a list of [key, value]
            for (Object pair : argument(arguments, 0, Items.class).list()) {
                List<Object> keyAndValue = pair instanceof Items items ? items.list() : List.of();
                dict.map().put(argument(keyAndValue, 0, Object.class), argument(keyAndValue, 1, Object.class));
                input.charge(Unpickler.DICT_ENTRY_COST);
            }
        }
        return dict;
    }

    private View tensor(List<Object> arguments) {
        Storage storage = argument(arguments, 0, Storage.class);
        long[] sizes = longs(argument(arguments, 2, Items.class));
        long[] strides = longs(argument(arguments, 3, Items.class));
        try {
            var layout = new StridedLayout(argument(arguments, 1, Long.class), sizes, strides);
            long bytes = new TensorInfo(storage.type(), sizes).bytes();
            if (layout.end() > storage.elements()) {
                throw input.refuse("has a tensor that reaches element " + (layout.end() - 1) + " of storage "
                        + quoted(storage.key()) + " with " + storage.elements());
            }
            if (bytes / storage.type().bytes() > storage.elements() && bytes > MAX_REPEATED_BYTES) {
                throw input.refuse("has a tensor that repeats the " + storage.elements() + " elements of storage "
                        + quoted(storage.key()) + " to " + bytes + " bytes");
            }
            return new View(storage, layout);
        } catch (IllegalArgumentException e) {
            throw input.refuse("has a tensor with " + e.getMessage());
        }
    }

    private long[] longs(Items items) {
        if (items.list().size() > MAX_RANK) {
            throw input.refuse("has a tensor of " + items.list().size() + " dimensions");
        }
        long[] longs = new long[items.list().size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = argument(items.list(), i, Long.class);
        }
        return longs;
    }

    private <T> T argument(List<Object> arguments, int index, Class<T> expected) {
        @Nullable Object argument = index < arguments.size() ? arguments.get(index) : null;
        if (!expected.isInstance(argument)) {
            throw input.refuse("passes a wrong argument where a " + expected.getSimpleName() + " is expected");
        }
        return expected.cast(argument);
    }
}
