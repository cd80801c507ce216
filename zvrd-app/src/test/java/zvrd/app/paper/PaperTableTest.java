package zvrd.app.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.app.report.PaperScore;
import zvrd.backbone.Preset;

class PaperTableTest {
    /** As the paper prints it: PSNR, SSIM, FID, WE in percent, FS, OFME; of the ablation no SSIM and no FID. */
    private static final String PRINTED = """
            sr       VRT          23.68 .7434 157.87  .4797 .9858  .1563
            sr       DDNM         23.46 .6876 110.13 1.3103 .9513  .3212
            sr       DDNM + ZVRD  23.53 .6925 106.84  .5339 .9754  .2596
            sr       GDP          20.44 .5252 171.59 4.0327 .8950 4.3595
            sr       GDP + ZVRD   21.39 .5843 167.44  .4234 .9885  .9948
            colorize BiSTNet      23.67 .9920 131.04 1.1752 .9787  .1213
            colorize DDNM         24.60 .9932 123.29 2.4315 .9371  .7094
            colorize DDNM + ZVRD  24.86 .9945 121.87 1.2992 .9866  .1386
            colorize GDP          24.58 .9333 134.56 1.3125 .9176  .3658
            colorize GDP + ZVRD   24.64 .9416 133.39  .9208 .9850  .2875
            lowlight FastLLVE     12.76 .6572 261.69  .7236 .9791  .5306
            lowlight SGZ          17.22 .6576  49.49  .4548 .9904  .3844
            lowlight GDP          17.35 .8072  62.05  .6029 .9827  .3533
            lowlight GDP + ZVRD   17.56 .8237  60.54  .3352 .9910  .3181
            ablation each frame by itself 20.44 NaN NaN 4.0327 .8950 4.3595
            ablation + attention          21.12 NaN NaN 2.2806 .9220 1.8654
            ablation + guidance           21.15 NaN NaN 1.9281 .9653 1.3540
            ablation + noise sharing      21.42 NaN NaN  .4586 .9867  .9972
            ablation + early stopping     21.39 NaN NaN  .4234 .9885  .9948
            """;

    private static final int VALUES = 6;

    @ParameterizedTest
    @EnumSource
    void thePapersNumbersAreThoseItPrints(PaperTable table) {
        var known = new ArrayList<String>();
        table.paper().forEach((method, score) -> known.add(method + " " + score));
        assertThat(known).containsExactlyElementsOf(printed(table));
    }

    private static List<String> printed(PaperTable table) {
        return PRINTED.lines()
                .map(line -> List.of(line.split(" +")))
                .filter(words -> words.get(0).equals(table.toString()))
                .map(words -> {
                    int first = words.size() - VALUES;
                    double[] v = Stream.of(words.subList(first, words.size()).toArray(String[]::new))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    var score = new PaperScore(v[0], v[1], v[2], v[3], v[4], v[5]);
                    return String.join(" ", words.subList(1, first)) + " " + score;
                })
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatThePaperDidOtherwiseIsSaidOfEveryTable(PaperTable table) {
        assertThat(table.others("builtin", Preset.BALANCED, "dis"))
                .contains("preset paper (here balanced)", "RAFT or FlowNet2 for the motion (here dis)")
                .filteredOn(other -> other.contains("plain mean"))
                .hasSize(table == PaperTable.COLORIZE ? 1 : 0);
        assertThat(table.others("builtin", Preset.PAPER, "dis")).noneMatch(other -> other.startsWith("preset"));
    }

    @ParameterizedTest
    @EnumSource
    void trialsHaveNamesAndFilesOfTheirOwn(PaperTable table) {
        assertThat(table.trials()).extracting(Trial::label).doesNotHaveDuplicates();
        assertThat(table.trials()).extracting(Trial::file).doesNotHaveDuplicates();
    }
}
