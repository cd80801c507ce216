package zvrd.tensor;

/** The number format a network computes in. */
public enum Precision {
    /** IEEE single precision: the reference. */
    FLOAT32,
    /** bfloat16 activations and convolution weights, statistics and softmax in float32. */
    BFLOAT16;

    /** bfloat16 where the CPU has instructions for it, else float32; decided by features, never by a timing. */
    public static Precision auto() {
        return CpuFeatures.ofThisMachine().bfloat16() ? BFLOAT16 : FLOAT32;
    }
}
