package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves native objects or an open scope behind. */
public final class LeakGuard implements BeforeEachCallback, AfterEachCallback {
    private long before;

    @Override
    public void beforeEach(ExtensionContext test) {
        before = Pointer.totalCount();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        assertThat(PointerScope.getInnerScope())
                .as("scope left open by %s", test.getDisplayName())
                .isNull();
        assertThat(Pointer.totalCount() - before)
                .as("native objects leaked by %s", test.getDisplayName())
                .isZero();
    }
}
