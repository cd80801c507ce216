package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The figures of a page as files beside it: curves as SVG, pictures bare as PNG and labelled as SVG. */
final class PageFigures {
    private final ReportFolder folder;
    private final PageReading read;
    private final Map<String, String> written = new LinkedHashMap<>();

    PageFigures(ReportFolder folder, PageReading read) {
        this.folder = folder;
        this.read = read;
    }

    /**
     * Writes them all in place of those of an older page.
     *
     * @param shown the frames of the sheet, the first of which has its warping errors drawn
     * @return their names and what they show
     */
    Map<String, String> write(List<Curve> curves, PageData data, List<ChosenFrames.Word> shown, String latex) {
        folder.removeFigures();
        folder.write("table.tex", latex);
        written.put("table.tex", "the measures for LaTeX, with booktabs");
        for (Curve curve : curves) {
            String name = "curve-" + curve.measure() + ".svg";
            folder.write(name, data.svg(curve, CurveFigure.WIDTH));
            written.put(name, curve.title() + ", by frame");
        }
        sheet(shown);
        slices();
        heat(shown.get(0));
        return written;
    }

    private void sheet(List<ChosenFrames.Word> shown) {
        List<Integer> at = shown.stream()
                .map(word -> read.frames().shown().indexOf(word.frame()))
                .toList();
        List<List<BufferedImage>> rows = clips().stream()
                .map(clip -> at.stream()
                        .map(place -> Pictures.read(clip.pictures().get(place)))
                        .toList())
                .toList();
        List<String> words = shown.stream().map(ChosenFrames.Word::label).toList();
        write("sheet", Sheets.grid(rows), words, labels(), String.join(", ", words));
    }

    private void slices() {
        int y = read.plan().height() / 2;
        List<List<BufferedImage>> rows = clips().stream()
                .map(clip -> List.of(Sheets.slice(clip.pictures(), y)))
                .toList();
        String words = "x–t slices through row " + y;
        write("slices", Sheets.grid(rows), List.of(words + ", time downwards"), labels(), words);
    }

    private void heat(ChosenFrames.Word shown) {
        int at = read.frames().shown().indexOf(shown.frame());
        List<BufferedImage> heats = clips().stream()
                .map(clip -> clip.heats().get(at))
                .filter(Objects::nonNull)
                .map(Pictures::read)
                .toList();
        if (!heats.isEmpty()) { // no clip has one at the first frame of a shot
            write(
                    "heat",
                    Sheets.grid(List.of(heats)),
                    labels(),
                    List.of(shown.label()),
                    "warping errors, " + shown.label());
        }
    }

    private void write(String name, BufferedImage grid, List<String> columns, List<String> rows, String shows) {
        folder.write(name + ".svg", LabelledSheet.svg(grid, columns, rows));
        folder.write(name + ".png", grid);
        written.put(name + ".svg", shows);
        written.put(name + ".png", "the same without labels; clips in the page's order");
    }

    private List<PageFrames.OfClip> clips() {
        return read.frames().clips();
    }

    private List<String> labels() {
        return read.clips().stream().map(clip -> clip.label(read.clips())).toList();
    }
}
