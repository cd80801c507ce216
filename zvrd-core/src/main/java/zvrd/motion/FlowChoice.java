package zvrd.motion;

/**
 * What sees the motion of frames.
 *
 * @param name {@code dis}, which needs no weights, or {@code raft}
 * @param iterations how often RAFT refines its flow, at least 1
 */
public record FlowChoice(String name, int iterations) {
    /** The default, which needs nothing installed. */
    public static final FlowChoice DIS = new FlowChoice("dis", 12);
}
