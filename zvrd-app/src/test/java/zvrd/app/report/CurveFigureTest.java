package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CurveFigureTest {
    private static Document drawn(Curve curve, List<Integer> shots, List<Integer> windows) throws Exception {
        String svg = CurveFigure.svg(curve, CurveFigure.WIDTH, shots, windows);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> all(Document svg, String tag, String type) {
        return IntStream.range(0, svg.getElementsByTagName(tag).getLength())
                .mapToObj(i -> (Element) svg.getElementsByTagName(tag).item(i))
                .filter(element -> element.getAttribute("class").equals(type))
                .toList();
    }

    @Test
    void aLineIsBrokenWhereThereIsNoValueAndBordersAreDrawn() throws Exception {
        double[] values = {Double.NaN, 3, 4, Double.NaN, 5, 6};
        var curve = new Curve("we", "warping error", List.of(new Curve.Line(1, values)));
        Document svg = drawn(curve, List.of(3), List.of(2, 5));
        assertThat(all(svg, "path", "v s1"))
                .singleElement()
                .satisfies(path -> assertThat(path.getAttribute("d")
                                .chars()
                                .filter(c -> c == 'M')
                                .count())
                        .isEqualTo(2));
        assertThat(all(svg, "circle", "d f1")).hasSize(4);
        assertThat(all(svg, "line", "shot")).hasSize(1);
        assertThat(all(svg, "line", "window")).hasSize(2);
    }

    @Test
    void noLineCrossesACut() throws Exception {
        var curve = new Curve("psnr", "PSNR", List.of(new Curve.Line(0, new double[] {3, 4, 5, 6})));
        assertThat(all(drawn(curve, List.of(2), List.of()), "path", "v s0"))
                .singleElement()
                .satisfies(path -> assertThat(path.getAttribute("d").replaceAll("[^ML]", ""))
                        .isEqualTo("MLML"));
    }

    @Test
    void largerValuesAreHigherAndInsideTheFigure() throws Exception {
        for (double scale : new double[] {1e-4, 1, 1e4}) {
            double[] values = {1 * scale, 2 * scale, 7 * scale};
            List<Element> dots = all(
                    drawn(new Curve("x", "x", List.of(new Curve.Line(0, values))), List.of(), List.of()),
                    "circle",
                    "d f0");
            double[] heights = dots.stream()
                    .mapToDouble(dot -> Double.parseDouble(dot.getAttribute("cy")))
                    .toArray();
            assertThat(heights[0]).isGreaterThan(heights[1]).isLessThan(170);
            assertThat(heights[1]).isGreaterThan(heights[2]);
            assertThat(heights[2]).isGreaterThan(20);
        }
    }

    @Test
    void oneFrameAndValuesThatAreAllAlikeAreDrawnToo() throws Exception {
        for (double[] values : new double[][] {{0}, {5, 5, 5}, {Double.NaN}, {100}}) {
            var curve = new Curve("x", "x", List.of(new Curve.Line(0, values)));
            assertThat(CurveFigure.svg(curve, CurveFigure.NARROW, List.of(), List.of()))
                    .doesNotContain("NaN")
                    .doesNotContain("Infinity");
        }
    }

    @Test
    void anAxisWithoutZeroSaysSo() {
        var far = new Curve("x", "x", List.of(new Curve.Line(0, new double[] {25, 27})));
        var near = new Curve("x", "x", List.of(new Curve.Line(0, new double[] {0.01, 27})));
        for (int width : new int[] {CurveFigure.WIDTH, CurveFigure.NARROW}) {
            assertThat(CurveFigure.svg(far, width, List.of(), List.of())).contains("axis from 24.92 to 27.08");
            assertThat(CurveFigure.svg(near, width, List.of(), List.of())).doesNotContain("axis from");
        }
    }

    @Test
    void equalLinesAreToldApartByDashesAndDots() throws Exception {
        var line = new double[] {1, 2, 3};
        Document svg = drawn(
                new Curve("x", "x", List.of(new Curve.Line(0, line), new Curve.Line(1, line))), List.of(), List.of());
        String style = svg.getElementsByTagName("style").item(0).getTextContent();
        assertThat(style).containsPattern("\\.s0\\{[^}]*dasharray:none").containsPattern("\\.s1\\{[^}]*dasharray:9 6");
        assertThat(Double.parseDouble(all(svg, "circle", "d f1").get(0).getAttribute("r")))
                .isLessThan(Double.parseDouble(all(svg, "circle", "d f0").get(0).getAttribute("r")) - 0.5);
    }
}
