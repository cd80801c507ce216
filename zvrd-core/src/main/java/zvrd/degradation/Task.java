package zvrd.degradation;

import java.util.Arrays;
import java.util.stream.Collectors;
import zvrd.ExitCode;
import zvrd.UserError;

/** What is to be mended, by the word of the command line. */
public enum Task {
    /** More pixels than were recorded. */
    SUPER_RESOLUTION("sr"),
    /** Sharpness lost to a known kernel. */
    DEBLUR("deblur"),
    /** Grain and sensor noise. */
    DENOISE("denoise"),
    /** Pixels that a mask says are lost. */
    INPAINT("inpaint"),
    /** Colours of a clip of greys. */
    COLORIZE("colorize"),
    /** Frames taken in too little light, nobody knows how little. */
    LOW_LIGHT("lowlight"),
    /** More pixels than were recorded, through a lens that nobody knows. */
    BLIND_SUPER_RESOLUTION("blind-sr"),
    /** Whatever an operator of the user's own does. */
    OWN("own");

    private final String word;

    Task(String word) {
        this.word = word;
    }

    /** The word on the command line. */
    public String word() {
        return word;
    }

    /** The task of that word. @throws UserError exit 2 where there is none */
    public static Task parse(String word) {
        return Arrays.stream(values())
                .filter(task -> task.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        ExitCode.USAGE,
                        "--task expects one of "
                                + Arrays.stream(values()).map(Task::word).collect(Collectors.joining(", ")) + ", got "
                                + word,
                        "say for example --task sr --scale 4"));
    }
}
