package zvrd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class TileMapTest {
    private static final TileMap SIX = new TileMap(3, new float[] {0, 0.125f, 2, 3, 4, 5.5f});

    @Test
    void tilesAreCountedRowByRow() {
        assertThat(SIX.rows()).isEqualTo(2);
        assertThat(SIX.columns()).isEqualTo(3);
        assertThat(SIX.at(0, 2)).isEqualTo(2);
        assertThat(SIX.at(1, 0)).isEqualTo(3);
        assertThatThrownBy(() -> SIX.at(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new TileMap(4, new float[6])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonHasAListOfRowsAndIsReadAgain() {
        String json = JsonMapper.shared().writeValueAsString(new Unexplained(1, 0.5, SIX));
        assertThat(json).isEqualTo("{\"max\":1.0,\"rms\":0.5,\"tiles\":[[0.0,0.125,2.0],[3.0,4.0,5.5]]}");
        assertThat(JsonMapper.shared().readValue(json, Unexplained.class)).isEqualTo(new Unexplained(1, 0.5, SIX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[]]", "[[1,2],[3]]", "[[1],[2,3]]", "7"})
    void whatIsNoRectangleIsRefused(String json) {
        assertThatThrownBy(() -> JsonMapper.shared().readValue(json, TileMap.class))
                .isInstanceOf(JacksonException.class);
    }
}
