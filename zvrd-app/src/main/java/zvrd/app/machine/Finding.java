package zvrd.app.machine;

import java.util.Locale;

/**
 * What one check of {@code zvrd doctor} found.
 *
 * @param subject what was looked at
 * @param grade how it is
 * @param text in a few words
 */
public record Finding(String subject, Grade grade, String text) {
    /** How something is. */
    public enum Grade {
        /** As it should be. */
        FINE,
        /** Missing, and not needed. */
        ABSENT,
        /** Without it nothing is restored. */
        BROKEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is as it should be. */
    public static Finding fine(String subject, String text) {
        return new Finding(subject, Grade.FINE, text);
    }

    static Finding absent(String subject, String text) {
        return new Finding(subject, Grade.ABSENT, text);
    }

    /** What is needed and fails. */
    public static Finding broken(String subject, String text) {
        return new Finding(subject, Grade.BROKEN, text);
    }

    /** The same in a line, its columns under those of others. */
    public String line() {
        String mark = switch (grade) {
            case FINE -> "ok  ";
            case ABSENT -> "-   ";
            case BROKEN -> "FAIL";
        };
        return String.format(Locale.ROOT, "%s  %-18s  %s", mark, subject, text);
    }
}
