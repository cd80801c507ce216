package zvrd.app.option;

import java.util.Locale;
import zvrd.tensor.Precision;

/** The words of {@code --precision}. */
public enum PrecisionChoice {
    AUTO,
    FLOAT32,
    BFLOAT16;

    /** What to compute in; {@link #AUTO} asks the CPU's features. */
    public Precision choice() {
        return switch (this) {
            case AUTO -> Precision.auto();
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
