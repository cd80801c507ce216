package zvrd.backbone;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import zvrd.ExitCode;
import zvrd.UserError;

/** How much work a restoration may be. */
public enum Preset {
    /** A first look. */
    DRAFT,
    /** What most clips deserve. */
    BALANCED,
    /** As the restorer's paper did it. */
    PAPER;

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset of that word. @throws UserError exit 2 where there is none */
    public static Preset parse(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        ExitCode.USAGE,
                        "--preset expects one of "
                                + Arrays.stream(values()).map(Preset::word).collect(Collectors.joining(", ")) + ", got "
                                + word,
                        "say for example --preset balanced"));
    }
}
