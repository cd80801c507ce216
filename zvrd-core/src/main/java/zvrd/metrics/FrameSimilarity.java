package zvrd.metrics;

/**
 * How alike neighbouring frames are to CLIP: the cosine between their embeddings, -1 to 1 (FateZero's frame consistency).
 *
 * @param name the name in reports
 * @param clip whose frames
 */
record FrameSimilarity(String name, String clip) implements Measure {
    static final FrameSimilarity RESTORED = new FrameSimilarity("fs", "restored clip's");

    /** What a perfect restoration would have. */
    static final FrameSimilarity REFERENCE = new FrameSimilarity("fs_reference", "reference's");

    @Override
    public String convention() {
        return "cosine between the CLIP embeddings of the " + clip + " neighbouring frames, in OpenAI's preparation";
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
