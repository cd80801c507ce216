package zvrd.train;

/** Hears of a training, on the thread that trains. */
public interface TrainingListener {
    /** About once a minute. */
    default void progressed(TrainingProgress progress) {}

    /** After each validation. */
    default void validated(TrainingProgress progress, ValidationScore score) {}

    /** Something the user may want to know, in one line: images that were left out, a state that was resumed. */
    default void noted(String line) {}

    /** Asked after every step; true saves the state and ends the training early. */
    default boolean stopRequested() {
        return false;
    }
}
