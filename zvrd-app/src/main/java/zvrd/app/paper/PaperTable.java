package zvrd.app.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import zvrd.app.option.UsageError;
import zvrd.app.report.PaperScore;
import zvrd.backbone.Preset;

/** A table of the paper: the damage, the restorers it compares, and what it printed of them where that is known to us. */
public enum PaperTable {
    SR(
            "4x4 means",
            List.of("--task", "sr"),
            List.of("hqs", "ddnm", "gdp"),
            paper(
                    row("VRT", 23.68, .7434, 157.87, .4797, .9858, .1563),
                    row("DDNM", 23.46, .6876, 110.13, 1.3103, .9513, .3212),
                    row("DDNM + ZVRD", 23.53, .6925, 106.84, .5339, .9754, .2596),
                    row("GDP", 20.44, .5252, 171.59, 4.0327, .8950, 4.3595),
                    row("GDP + ZVRD", 21.39, .5843, 167.44, .4234, .9885, .9948))),
    COLORIZE(
            "luma alone",
            List.of("--task", "colorize"),
            List.of("hqs", "ddnm", "gdp"),
            paper(
                    row("BiSTNet", 23.67, .9920, 131.04, 1.1752, .9787, .1213),
                    row("DDNM", 24.60, .9932, 123.29, 2.4315, .9371, .7094),
                    row("DDNM + ZVRD", 24.86, .9945, 121.87, 1.2992, .9866, .1386),
                    row("GDP", 24.58, .9333, 134.56, 1.3125, .9176, .3658),
                    row("GDP + ZVRD", 24.64, .9416, 133.39, .9208, .9850, .2875))),
    LOWLIGHT(
            "pairs: NAME/low and NAME/normal",
            List.of("--task", "lowlight"),
            List.of("gdp"),
            paper(
                    row("FastLLVE", 12.76, .6572, 261.69, .7236, .9791, .5306),
                    row("SGZ", 17.22, .6576, 49.49, .4548, .9904, .3844),
                    row("GDP", 17.35, .8072, 62.05, .6029, .9827, .3533),
                    row("GDP + ZVRD", 17.56, .8237, 60.54, .3352, .9910, .3181))),
    DENOISE("noise of 25 levels", List.of("--task", "denoise", "--sigma", "25"), List.of("hqs", "ddnm"), Map.of()),
    DEBLUR(
            "gaussian:2",
            List.of("--task", "deblur", "--kernel", "gaussian:2"),
            List.of("hqs", "ddnm", "gdp"),
            Map.of()),
    INPAINT(
            "half of the pixels",
            List.of("--task", "inpaint", "--mask", "random:0.5"),
            List.of("hqs", "ddnm", "gdp"),
            Map.of()),
    ABLATION("4x4 means, GDP", List.of("--task", "sr"), List.of("gdp"), ladder());

    private final String damage;
    private final List<String> words;
    private final List<String> restorers;
    private final Map<String, PaperScore> paper;

    PaperTable(String damage, List<String> words, List<String> restorers, Map<String, PaperScore> paper) {
        this.damage = damage;
        this.words = words;
        this.restorers = restorers;
        this.paper = paper;
    }

    /** The table called {@code word}. */
    public static PaperTable parse(String word) {
        return Stream.of(values())
                .filter(table -> table.toString().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageError(
                        "TABLE: one of " + List.of(values()) + " expected, got " + word, "say for example sr"));
    }

    /** What the row of the damaged clips is called. */
    public String input() {
        return this == SR || this == ABLATION ? "input, to size by Lanczos" : "input";
    }

    /** What was done to the clean clips, and by what they are restored where that is one. */
    public String damage() {
        return damage;
    }

    /** The damage, as {@code degrade} and {@code restore} are told. */
    public List<String> words() {
        return words;
    }

    /** What the paper did otherwise, with what was done here by these options. */
    public List<String> others(String model, Preset preset, String flow) {
        var others = new ArrayList<String>();
        others.add("its own clips");
        if (preset != Preset.PAPER) {
            others.add("preset paper (here " + preset.word() + ")");
        }
        others.add("the ImageNet prior of 256² (here " + model + ")");
        others.add("RAFT or FlowNet2 for the motion (here " + flow + ")");
        if (this == COLORIZE) {
            others.add("grey as the plain mean of red, green and blue (here the luma of BT.601)");
        }
        return others;
    }

    /** Whether the damaged clips are there, as nothing we know makes them of clean ones. */
    public boolean isOfPairs() {
        return this == LOWLIGHT;
    }

    /** Its restorers, each frame by itself and with the modules; of the ablation the modules added one by one. */
    public List<Trial> trials() {
        var trials = new ArrayList<Trial>();
        for (String restorer : restorers) {
            if (this == ABLATION) {
                Stream.of(Rung.values()).forEach(rung -> trials.add(trial(restorer, rung)));
            } else {
                trials.add(trial(restorer, restorer.toUpperCase(Locale.ROOT), Rung.NONE));
                trials.add(trial(restorer, restorer.toUpperCase(Locale.ROOT) + " + ZVRD", Rung.EARLY_STOP));
            }
        }
        return trials;
    }

    /** What the paper printed, by method. */
    public Map<String, PaperScore> paper() {
        return paper;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Trial trial(String restorer, Rung rung) {
        return trial(restorer, rung.label(), rung);
    }

    private static Trial trial(String restorer, String label, Rung rung) {
        return new Trial(
                label, restorer + "-" + rung.file(), List.of("--backbone", restorer, "--temporal", rung.modules()));
    }

    private static Map<String, PaperScore> ladder() {
        var rows = new LinkedHashMap<String, PaperScore>();
        Stream.of(Rung.values()).forEach(rung -> rows.put(rung.label(), rung.paper()));
        return rows;
    }

    @SafeVarargs
    private static Map<String, PaperScore> paper(Map.Entry<String, PaperScore>... rows) {
        var all = new LinkedHashMap<String, PaperScore>();
        Stream.of(rows).forEach(row -> all.put(row.getKey(), row.getValue()));
        return all;
    }

    private static Map.Entry<String, PaperScore> row(
            String method, double psnr, double ssim, double fid, double we, double fs, double ofme) {
        return Map.entry(method, new PaperScore(psnr, ssim, fid, we, fs, ofme));
    }
}
