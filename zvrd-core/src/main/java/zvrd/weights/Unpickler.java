package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zvrd.weights.PickleValue.Dict;
import zvrd.weights.PickleValue.Items;
import zvrd.weights.PickleValue.Nothing;
import zvrd.weights.PickleValue.Storage;

/** Reads the opcodes of Python's pickle that checkpoints use, as data: no class is loaded and nothing is called. */
final class Unpickler {
    /** Heap an entry of a dict takes, about. */
    static final int DICT_ENTRY_COST = 64;

    private static final int OPCODE_COST = 16;
    private static final int CONTAINER_COST = 128;
    private static final int HIGHEST_PROTOCOL = 5;

    private final PickleInput input;
    private final TorchGlobals globals;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    private Unpickler(PickleInput input, boolean script) {
        this.input = input;
        this.globals = new TorchGlobals(input, script);
    }

    /**
     * What a pickle holds: a String, Long, BigInteger, Double, Boolean, byte[] or {@link PickleValue}; and the storages
     * it named, by key.
     */
    record Pickle(Object object, Map<String, Storage> storages) {}

    /** Reads the next pickle of {@code input}, which may name classes of its own where it is of a TorchScript archive. */
    static Pickle load(PickleInput input, boolean script) {
        var unpickler = new Unpickler(input, script);
        return new Pickle(unpickler.run(), unpickler.storages);
    }

    private Object run() {
        while (true) {
            int opcode = input.unsigned1();
            input.charge(OPCODE_COST);
            if (opcode == '.') {
                return pop();
            }
            if (!number(opcode) && !text(opcode) && !container(opcode) && !object(opcode)) {
                throw input.refuse(String.format("has the opcode 0x%02x, which checkpoints do not use", opcode));
            }
        }
    }

    private boolean number(int opcode) {
        switch (opcode) {
            case 'J' -> push((long) input.signed4()); // BININT
            case 'K' -> push((long) input.unsigned1()); // BININT1
            case 'M' -> push((long) input.unsigned2()); // BININT2
            case 0x8a -> push(input.integer(input.unsigned1())); // LONG1
            case 0x8b -> push(input.integer(input.signed4())); // LONG4
            case 'G' -> push(input.bigEndianDouble()); // BINFLOAT
            case 'L' -> push(input.decimalLine()); // LONG
            case 'I' -> push(input.decimalOrTruthLine()); // INT
            case 'F' -> push(input.fractionLine()); // FLOAT
            case 0x88 -> push(true); // NEWTRUE
            case 0x89 -> push(false); // NEWFALSE
            case 'N' -> push(Nothing.NOTHING); // NONE
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int opcode) {
        switch (opcode) {
            case 'X' -> push(input.utf8(input.length(Integer.toUnsignedLong(input.signed4())))); // BINUNICODE
            case 0x8c -> push(input.utf8(input.length(input.unsigned1()))); // SHORT_BINUNICODE
            case 0x8d -> push(input.utf8(input.length(input.signed8()))); // BINUNICODE8
            case 'U' -> push(latin1(input.unsigned1())); // SHORT_BINSTRING
            case 'T' -> push(latin1(input.signed4())); // BINSTRING
            case 'V' -> push(input.textLine()); // UNICODE
            case 'S' -> push(input.quotedLine()); // STRING
            case 'C' -> push(input.bytes(input.length(input.unsigned1()))); // SHORT_BINBYTES
            case 'B' -> push(input.bytes(input.length(Integer.toUnsignedLong(input.signed4())))); // BINBYTES
            case 0x8e -> push(input.bytes(input.length(input.signed8()))); // BINBYTES8
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '(' -> mark(); // MARK
            case ')', ']', 0x8f -> push(items(List.of())); // EMPTY_TUPLE, EMPTY_LIST, EMPTY_SET
            case 't', 'l', 0x91 -> push(items(popToMark())); // TUPLE, LIST, FROZENSET
            case 0x85 -> push(items(pop(1))); // TUPLE1
            case 0x86 -> push(items(pop(2))); // TUPLE2
            case 0x87 -> push(items(pop(3))); // TUPLE3
            case '}' -> push(dict(List.of())); // EMPTY_DICT
            case 'd' -> push(dict(popToMark())); // DICT
            case 'a' -> append(pop(1)); // APPEND
            case 'e', 0x90 -> append(popToMark()); // APPENDS, ADDITEMS
            case 's' -> put(pop(2)); // SETITEM
            case 'u' -> put(popToMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 0x80 -> checkProtocol(input.unsigned1()); // PROTO
            case 0x95 -> input.length(input.signed8()); // FRAME: its bytes follow as usual
            case '0' -> pop(); // POP
            case 'q' -> remember(input.unsigned1()); // BINPUT
            case 'r' -> remember(Integer.toUnsignedLong(input.signed4())); // LONG_BINPUT
            case 'p' -> remember(memoLine()); // PUT
            case 0x94 -> remember(memo.size()); // MEMOIZE
            case 'h' -> recall(input.unsigned1()); // BINGET
            case 'j' -> recall(Integer.toUnsignedLong(input.signed4())); // LONG_BINGET
            case 'g' -> recall(memoLine()); // GET
            case 'c' -> push(globals.named(input.line(), input.line())); // GLOBAL
            case 0x93 -> pushNamed(pop(2)); // STACK_GLOBAL
            case 'Q' -> pushStorage(pop()); // BINPERSID
            case 'R', 0x81 -> call(pop(2)); // REDUCE, NEWOBJ
            case 'b' -> build(pop()); // BUILD
            default -> {
                return false;
            }
        }
        return true;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object pop() {
        if (stack.size() <= floor()) {
            throw input.refuse("takes more from its stack than it put there");
        }
        return stack.remove(stack.size() - 1);
    }

    /** The top of the stack that stays there. */
    private Object top() {
        Object top = pop();
        push(top);
        return top;
    }

    private List<Object> pop(int count) {
        if (stack.size() - floor() < count) {
            throw input.refuse("takes more from its stack than it put there");
        }
        return popFrom(stack.size() - count);
    }

    private void mark() {
        marks.add(stack.size());
    }

    private List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw input.refuse("looks for a mark it never made");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<Object> popFrom(int begin) {
        List<Object> tail = stack.subList(begin, stack.size());
        List<Object> popped = new ArrayList<>(tail);
        tail.clear();
        return popped;
    }

    private Items items(List<Object> values) {
        input.charge(CONTAINER_COST);
        var items = new Items();
        items.list().addAll(values);
        return items;
    }

    private void append(List<Object> values) {
        if (!(top() instanceof Items items)) {
            throw input.refuse("appends to something that is no list");
        }
        items.list().addAll(values);
    }

    private Dict dict(List<Object> keysAndValues) {
        input.charge(CONTAINER_COST);
        push(new Dict());
        put(keysAndValues);
        return (Dict) pop();
    }

    private void put(List<Object> keysAndValues) {
        if (!(top() instanceof Dict dict) || keysAndValues.size() % 2 != 0) {
            throw input.refuse("sets entries of something that is no dict, or a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            input.charge(DICT_ENTRY_COST);
            dict.map().put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private void remember(long slot) {
        input.charge(DICT_ENTRY_COST);
        memo.put(slot, top());
    }

    private void recall(long slot) {
        Object value = memo.get(slot);
        if (value == null) {
            throw input.refuse("recalls the object " + slot + ", which it never stored");
        }
        push(value);
    }

    private long memoLine() {
        if (input.decimalLine() instanceof Long slot) {
            return slot;
        }
        throw input.refuse("has an object number that is too large");
    }

    private void pushNamed(List<Object> moduleAndName) {
        if (!(moduleAndName.get(0) instanceof String module) || !(moduleAndName.get(1) instanceof String name)) {
            throw input.refuse("names a class by something that is no text");
        }
        push(globals.named(module, name));
    }

    private void pushStorage(Object identifier) {
        input.charge(CONTAINER_COST);
        Storage storage = globals.storage(identifier);
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && (before.type() != storage.type() || before.stored() != storage.stored())) {
            throw input.refuse("describes the storage " + quoted(storage.key()) + " in two ways");
        }
        push(storage);
    }

    private void call(List<Object> functionAndArguments) {
        if (!(functionAndArguments.get(1) instanceof Items arguments)) {
            throw input.refuse("passes arguments that are no tuple");
        }
        input.charge(CONTAINER_COST);
        push(globals.call(functionAndArguments.get(0), arguments));
    }

    private void build(Object state) {
        globals.build(top(), state);
    }

    private void checkProtocol(int protocol) {
        if (protocol > HIGHEST_PROTOCOL) {
            throw input.refuse("has protocol " + protocol + ", the highest known is " + HIGHEST_PROTOCOL);
        }
    }

    private String latin1(int length) {
        return new String(input.bytes(input.length(length)), StandardCharsets.ISO_8859_1);
    }
}
