package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/** Sees what the modules of a network put out, as they do. */
@FunctionalInterface
public interface FeatureTap {
    /**
     * Called with every block's and layer's output.
     *
     * @param module its name in the checkpoint, such as {@code middle_block} or {@code output_blocks.6.1}
     * @param output in the network's own precision, valid until the call returns
     */
    void output(String module, Tensor output);

    /** Looks at nothing. */
    static FeatureTap none() {
        return (module, output) -> {};
    }
}
