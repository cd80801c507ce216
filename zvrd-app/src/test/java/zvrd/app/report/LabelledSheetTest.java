package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LabelledSheetTest {
    private static final BufferedImage PICTURE = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);

    @Test
    void everyRowAndColumnIsNamedAndThePicturesLieInside() throws Exception {
        BufferedImage grid = Sheets.grid(List.of(List.of(PICTURE, PICTURE), List.of(PICTURE, PICTURE)));
        String svg = LabelledSheet.svg(
                grid, List.of("worst: frame 3", "best: frame 5"), List.of("a < b & c", "d".repeat(90)));
        Document read =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> read.getElementsByTagName("text").item(i).getTextContent()))
                .containsExactly("worst: frame 3", "best: frame 5", "a < b & c", "d".repeat(90));
        Element image = (Element) read.getElementsByTagName("image").item(0);
        assertThat(Pictures.read(image.getAttribute("href")).getWidth()).isEqualTo(604);
        Element row = (Element) read.getElementsByTagName("text").item(2);
        assertThat(Double.parseDouble(row.getAttribute("x"))).isLessThan(Double.parseDouble(image.getAttribute("x")));
        assertThat(((Element) read.getElementsByTagName("text").item(3)).hasAttribute("textLength"))
                .isTrue(); // too long for its place
    }

    @Test
    void aSliceIsWideEnoughToBeLookedAt() {
        var picture = new BufferedImage(256, 8, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 4, 0xff0000);
        String uri = Pictures.dataUri(picture, true);
        BufferedImage slice = Sheets.slice(List.of(uri, uri), 4);
        assertThat(slice.getWidth()).isEqualTo(768);
        assertThat(slice.getHeight()).isEqualTo(96);
        assertThat(IntStream.range(0, 768).filter(x -> slice.getRGB(x, 95) == 0xffff0000))
                .containsExactly(3, 4, 5);
    }
}
