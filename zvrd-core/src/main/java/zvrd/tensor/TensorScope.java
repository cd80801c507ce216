package zvrd.tensor;

import java.util.Iterator;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** Bounds the native life of every tensor made on this thread while it is open. */
public final class TensorScope implements AutoCloseable {
    private final PointerScope frame = new PointerScope();

    /** Runs {@code body} in a scope of its own and hands its one result to the caller's scope. */
    public static <T extends Pointer> T compute(Supplier<T> body) {
        try (var scope = new TensorScope()) {
            return scope.keep(body.get());
        }
    }

    /** Runs {@code body} in a scope of its own, of which nothing native survives. */
    public static void run(Runnable body) {
        try (var scope = new TensorScope()) {
            body.run();
        }
    }

    /** Moves {@code result} to the enclosing scope; with none, the caller owns it and must close it. */
    public <T extends Pointer> T keep(T result) {
        PointerScope outer = enclosing();
        if (outer != null) {
            outer.attach(result); // attach() retains; our close() then releases only our own share
        } else {
            result.retainReference();
        }
        return result;
    }

    @Override
    public void close() {
        frame.close();
    }

    private @Nullable PointerScope enclosing() {
        Iterator<PointerScope> innermostFirst = PointerScope.getScopeIterator();
        while (innermostFirst.hasNext()) {
            if (innermostFirst.next() == frame) {
                return innermostFirst.hasNext() ? innermostFirst.next() : null;
            }
        }
        throw new IllegalStateException("tensor scope was closed, or belongs to another thread");
    }
}
