package zvrd.app.console;

import java.util.Locale;

/** How progress is shown. */
public enum ProgressMode {
    /** A bar on a screen, plain lines elsewhere. */
    AUTO,
    /** One line that is drawn over. */
    BAR,
    /** A line every few seconds. */
    PLAIN,
    /** A JSON object a line. */
    JSON,
    /** Nothing. */
    NONE;

    ProgressView view(Terminal terminal) {
        return switch (this) {
            case AUTO -> (terminal.interactive() ? BAR : PLAIN).view(terminal);
            case BAR -> new ProgressView.Bar(terminal.err());
            case PLAIN -> new ProgressView.Lines(terminal.err());
            case JSON -> new ProgressView.JsonLines(terminal.err());
            case NONE -> new ProgressView.Nothing();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
