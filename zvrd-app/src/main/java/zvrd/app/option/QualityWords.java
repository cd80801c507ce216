package zvrd.app.option;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import zvrd.backbone.QualityWish;

/** The words of {@code --quality}: the losses on the look of a picture, and how much they count. */
final class QualityWords {
    private enum Loss {
        EXPOSURE,
        COLOUR,
        SMOOTHNESS
    }

    private QualityWords() {}

    /** Such as {@code exposure,colour=200}; what is not named counts nothing. */
    static QualityWish parse(String list) {
        Map<Loss, Double> weights = new EnumMap<>(Loss.class);
        for (String part : list.split(",", -1)) {
            String[] word = part.strip().split("=", 2);
            Loss loss = loss(word[0], list);
            weights.put(loss, word.length == 1 ? published(loss) : weight(word[1], list));
        }
        return new QualityWish(
                weights.getOrDefault(Loss.EXPOSURE, 0.0),
                weights.getOrDefault(Loss.COLOUR, 0.0),
                weights.getOrDefault(Loss.SMOOTHNESS, 0.0));
    }

    private static Loss loss(String word, String list) {
        try {
            return Loss.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw wrong(list);
        }
    }

    private static double published(Loss loss) {
        return switch (loss) {
            case EXPOSURE -> QualityWish.PUBLISHED.exposure();
            case COLOUR -> QualityWish.PUBLISHED.colour();
            case SMOOTHNESS -> QualityWish.PUBLISHED.smoothness();
        };
    }

    private static double weight(String word, String list) {
        OptionalDouble weight = Numbers.number(word);
        if (weight.isEmpty() || !(weight.getAsDouble() >= 0)) {
            throw wrong(list);
        }
        return weight.getAsDouble();
    }

    private static UsageError wrong(String list) {
        return new UsageError(
                "--quality expects some of exposure, colour and smoothness, each alone or with =WEIGHT, got " + list,
                "say for example --quality exposure,colour=200");
    }
}
