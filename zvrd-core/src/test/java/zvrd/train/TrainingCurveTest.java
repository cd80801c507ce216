package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.UserError;
import zvrd.train.TrainingCurve.Point;

class TrainingCurveTest {
    @TempDir
    Path folder;

    @Test
    void aResumedCurveForgetsWhatWillBeLivedAgain() throws IOException {
        TrainingCurve curve = TrainingCurve.fresh(csv(), svg());
        curve.add(point(100, 30));
        curve.add(point(200, 31));
        TrainingCurve resumed = TrainingCurve.resumed(csv(), svg(), 150);
        assertThat(resumed.points()).containsExactly(point(100, 30));
        resumed.add(point(180, 30.5));
        assertThat(Files.readAllLines(csv()))
                .containsExactly(
                        "step,hours,loss,psnr15,psnr25,psnr50,psnr100,key_swap",
                        "100,0.1000,0.50000,30.000,29.000,28.000,27.000,0.250",
                        "180,0.1800,0.50000,30.500,29.500,28.500,27.500,0.250");
    }

    @Test
    void theChartIsAnImageWithALineForEachNoiseLevelAndOneForTheLoss() throws Exception {
        TrainingCurve curve = TrainingCurve.fresh(csv(), svg());
        curve.add(point(100, 30));
        curve.add(point(200, Double.NaN));
        curve.add(point(300, 31));
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg().toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(5);
        assertThat(Files.readString(svg())).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void anotherFilesRowsAreNoCurve() throws IOException {
        Files.writeString(csv(), "a,b\n1,2\n");
        assertThatThrownBy(() -> TrainingCurve.resumed(csv(), svg(), 1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("curve.csv");
    }

    private Path csv() {
        return folder.resolve("curve.csv");
    }

    private Path svg() {
        return folder.resolve("curve.svg");
    }

    private static Point point(long step, double psnr) {
        return new Point(
                step, step / 1000.0, 0.5, new ValidationScore(List.of(psnr, psnr - 1, psnr - 2, psnr - 3), 0.25));
    }
}
